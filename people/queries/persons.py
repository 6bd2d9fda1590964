"""Reads of people: whom an organisation knows, whom they work for, what they agreed to."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from kernel.actors import Actor
from kernel.api.pages import Page, key_of
from kernel.decisions import require
from kernel.errors import NotFound
from kernel.standards import known
from kernel.text import clean
from people import policies
from people.models import Consent, Employment, Person

FIELDS = (
    "id",
    "organisation_id",
    "name",
    "email",
    "phone",
    "access_needs",
    "needs",
    "interpreter_language",
    "postal_address",
    "partner_kind",
    "external_id",
    "removed_on",
    "merged_into_id",
    "version",
    "updated_at",
)
EMPLOYMENT = ("id", "employer_id", "employer_name", "basis", "confirmed", "from_date", "to_date")


def visible_people(
    actor: Actor,
    *,
    page: Page,
    organisation: UUID | None = None,
    q: str = "",
    partner_kind: str = "",
    external_id: str = "",
    removed: bool = False,
) -> list[dict[str, Any]]:
    """People whose particulars the actor may read, newest change first.

    `removed`: give those who were merged or erased instead of those who are there.
    """
    rows = readable_people(actor).filter(removed_on__isnull=not removed)
    if organisation:
        rows = rows.filter(organisation_id=organisation)
    if q:
        rows = rows.filter(name__icontains=clean(q))
    if partner_kind:
        rows = rows.filter(partner_kind=partner_kind)
    if external_id:
        rows = rows.filter(external_id=external_id)
    if after := key_of(page, datetime.fromisoformat, UUID):
        instant, last = after
        rows = rows.filter(Q(updated_at__lt=instant) | Q(updated_at=instant, id__lt=last))
    return list(rows.order_by("-updated_at", "-id").values(*FIELDS)[: page.fetch])


def readable_people(actor: Actor) -> QuerySet[Person]:
    """People whose particulars the actor may read: by role, and their own."""
    rows = Person.objects.visible_to(actor)
    if actor.everywhere:
        return rows
    return rows.filter(Q(organisation_id__in=_readable(actor)) | Q(pk__in=actor.person_ids))


def get_person(actor: Actor, person_id: UUID) -> dict[str, Any]:
    """One person with employments and consents as now known.

    Raises:
        NotFound: none such, or of another organisation.
        Denied: the actor's role does not read people.
    """
    found = Person.objects.visible_to(actor).filter(pk=person_id).values(*FIELDS).first()
    if found is None:
        raise NotFound
    require(
        policies.may_read_people(
            actor, organisation_id=found["organisation_id"], person_id=person_id
        )
    )
    employments = Employment.objects.filter(known(None), person_id=person_id)
    consents = Consent.objects.filter(known(None), person_id=person_id)
    return {
        **found,
        "employments": list(employments.order_by("from_date", "id").values(*EMPLOYMENT)),
        "consents": list(
            consents.order_by("from_date", "id").values(
                "id", "scope", "evidence", "from_date", "to_date"
            )
        ),
    }


def person_names(actor: Actor, ids: Iterable[UUID]) -> dict[UUID, str]:
    """Names of people the actor may see: their own organisations' people."""
    rows = Person.objects.visible_to(actor).filter(pk__among=set(ids))
    return dict(rows.values_list("id", "name"))


def _readable(actor: Actor) -> set[UUID]:
    return {
        grant.organisation_id
        for grant in actor.grants
        if grant.organisation_id in actor.organisation_ids and "person.read" in grant.permissions
    }
