"""Changes of the people an organisation knows."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from kernel.actors import Actor
from kernel.clock import london_date
from kernel.decisions import require
from kernel.errors import Blocked, Invalid, NotFound
from kernel.log import begin, record
from kernel.versions import require_version
from people import events, policies
from people.commands.rows import changed, hold
from people.models import Need, Organisation, Person, User, UserPerson
from people.policies.access import may_manage_users

ERASED_NAME = "Removed person"
_EMPTIED: dict[str, Any] = {
    "name": ERASED_NAME,
    "email": "",
    "phone": "",
    "access_needs": "",
    "needs": [],
    "interpreter_language": "",
    "postal_address": "",
    "external_id": "",
}


@transaction.atomic
def register_person(
    *,
    organisation_id: UUID,
    name: str,
    email: str = "",
    phone: str = "",
    access_needs: str = "",
    needs: Sequence[str] = (),
    interpreter_language: str = "",
    postal_address: str = "",
    partner_kind: str = "",
    external_id: str = "",
    actor: Actor,
    now: datetime,
) -> Person:
    """An organisation gets to know somebody: a colleague or a partner.

    Emits:
        PersonRegistered
    Raises:
        NotFound: the organisation is not the actor's.
        Denied: the actor's role does not keep people.
        Invalid: the external id is taken.
    """
    if not Organisation.objects.visible_to(actor).filter(pk=organisation_id).exists():
        raise NotFound
    require(policies.may_manage_people(actor, organisation_id=organisation_id))
    _require_free(organisation_id, external_id)
    person = Person(
        id=uuid.uuid4(),
        organisation_id=organisation_id,
        name=name,
        email=email,
        phone=phone,
        access_needs=access_needs,
        needs=in_order(needs),
        interpreter_language=interpreter_language,
        postal_address=postal_address,
        partner_kind=partner_kind,
        external_id=external_id,
    )
    event = events.PersonRegistered(person_id=person.pk)
    begin(person, event, actor=actor, now=now, effective_on=london_date(now))
    return person


@transaction.atomic
def change_person(
    *,
    person_id: UUID,
    values: Mapping[str, Any],
    actor: Actor,
    now: datetime,
    expected_version: int | None = None,
) -> Person:
    """Change particulars of a person.

    Emits:
        PersonChanged
    Raises:
        Blocked: the person was removed.
    """
    person = present(person_id, actor, expected_version)
    if "needs" in values:
        values = {**values, "needs": in_order(values["needs"])}
    different = changed(person, values)
    if different.get("external_id"):
        _require_free(person.organisation_id, different["external_id"])
    if different:
        event = events.PersonChanged(person_id=person_id, fields=tuple(sorted(different)))
        record(
            person,
            event,
            actor=actor,
            now=now,
            effective_on=london_date(now),
            changes=different,
        )
    return person


@transaction.atomic
def link_person(
    *,
    person_id: UUID,
    user_id: UUID,
    actor: Actor,
    now: datetime,
    expected_version: int | None = None,
) -> Person:
    """From now on this user is this person, and acts as them.

    Emits:
        PersonLinked
    Raises:
        Invalid: there is no such user with a role in the organisation.
        Blocked: they are linked already.
    """
    seen = _seen(person_id, actor)
    require(policies.may_link_person(actor, organisation_id=seen.organisation_id))
    person = _not_removed(hold(Person.objects.visible_to(actor), person_id))
    require_version(person, expected_version)
    users = User.objects.filter(pk=user_id, grants__organisation_id=person.organisation_id)
    if not users.exists():
        raise Invalid.one("/user_id", "There is no such user here.", code="unknown")
    if not write_link(person, user_id, actor=actor, now=now):
        raise Blocked("This user is linked to this person already.", code="already_linked")
    return person


def write_link(person: Person, user_id: UUID, *, actor: Actor, now: datetime) -> bool:
    """Write the link with its event, unless it is there; the caller has asked the policy."""
    _, fresh = UserPerson.objects.get_or_create(
        organisation_id=person.organisation_id, user_id=user_id, person_id=person.pk
    )
    if fresh:
        event = events.PersonLinked(person_id=person.pk, user_id=user_id)
        record(person, event, actor=actor, now=now, effective_on=london_date(now))
    return fresh


@transaction.atomic
def merge_person(
    *,
    person_id: UUID,
    into_id: UUID,
    actor: Actor,
    now: datetime,
    expected_version: int | None = None,
) -> Person:
    """Two rows are one person: this one is not counted from today, the other stays.

    Emits:
        PersonRemoved
    Raises:
        Invalid: the other is missing, removed, or of another organisation.
    """
    person = present(person_id, actor, expected_version)
    others = Person.objects.filter(
        pk=into_id, organisation_id=person.organisation_id, removed_on__isnull=True
    )
    if into_id == person_id or not others.exists():
        raise Invalid.one("/into_id", "There is no such other person here.", code="unknown")
    today = london_date(now)
    event = events.PersonRemoved(person_id=person_id, from_date=today, merged_into=into_id)
    record(
        person,
        event,
        actor=actor,
        now=now,
        effective_on=today,
        changes={"removed_on": today, "merged_into_id": into_id},
    )
    return person


@transaction.atomic
def remove_person(
    *, person_id: UUID, actor: Actor, now: datetime, expected_version: int | None = None
) -> Person:
    """Forget who this is: particulars are emptied, the row stays for the record of what happened.

    Emits:
        PersonRemoved
    Raises:
        Denied: the actor does not keep users; erasing is for administrators.
    """
    person = present(person_id, actor, None)
    require(may_manage_users(actor, organisation_id=person.organisation_id))
    require_version(person, expected_version)
    today = london_date(now)
    UserPerson.objects.filter(person_id=person_id).delete()
    person.consents.exclude(evidence="").update(evidence="")
    person.employments.exclude(employer_name="").update(employer_name="")
    record(
        person,
        events.PersonRemoved(person_id=person_id, from_date=today),
        actor=actor,
        now=now,
        effective_on=today,
        changes={**_EMPTIED, "removed_on": today},
    )
    return person


def present(person_id: UUID, actor: Actor, expected_version: int | None) -> Person:
    """A person who may be changed by this actor, held until the transaction ends.

    Raises:
        NotFound, Denied, Blocked, Stale: in this order.
    """
    seen = _seen(person_id, actor)
    require(policies.may_manage_people(actor, organisation_id=seen.organisation_id))
    person = _not_removed(hold(Person.objects.visible_to(actor), person_id))
    require_version(person, expected_version)
    return person


def in_order(needs: Sequence[str]) -> list[str]:
    """Each need once, in the order of the list."""
    return [str(code) for code in Need.values if code in needs]


def _seen(person_id: UUID, actor: Actor) -> Person:
    seen = Person.objects.visible_to(actor).filter(pk=person_id).first()
    if seen is None:
        raise NotFound
    return seen


def _not_removed(person: Person) -> Person:
    if person.removed_on is not None:
        raise Blocked("This person was removed.", code="removed", state="removed")
    return person


def _require_free(organisation_id: UUID, external_id: str) -> None:
    taken = Person.objects.filter(organisation_id=organisation_id, external_id=external_id)
    if external_id and taken.exists():
        raise Invalid.one("/external_id", "Another person has this identifier.", code="taken")
