"""Which wider bodies may read the findings of an organisation, and until when."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from kernel.actors import Actor
from kernel.british import british_date
from kernel.decisions import require
from kernel.errors import Blocked, Invalid, NotFound
from kernel.log import record
from kernel.standards import known
from kernel.versions import require_version
from people import events, policies
from people.commands.rows import from_day_on, hold, replace, require_order, supersede
from people.models import Organisation, OversightGrant
from people.queries import organisation_names


@transaction.atomic
def grant_oversight(
    *,
    organisation_id: UUID,
    overseer_id: UUID,
    from_date: date,
    to_date: date | None = None,
    actor: Actor,
    now: datetime,
    expected_version: int | None = None,
) -> OversightGrant:
    """Let a wider body read the organisation's findings, never its people.

    Emits:
        OversightGranted
    Raises:
        Blocked: it may read them already on one of these days.
    """
    organisation = hold(_own(actor), organisation_id)
    require(policies.may_change_organisation(actor, organisation_id=organisation_id))
    require_version(organisation, expected_version)
    require_order(from_date, to_date)
    if overseer_id == organisation_id or overseer_id not in organisation_names([overseer_id]):
        raise Invalid.one("/overseer_id", "There is no such other organisation.", code="unknown")
    grant = OversightGrant(
        organisation_id=organisation_id,
        overseer_id=overseer_id,
        from_date=from_date,
        to_date=to_date,
        recorded_at=now,
    )
    _require_once(grant)
    grant.save(force_insert=True)
    event = events.OversightGranted(
        organisation_id=organisation_id,
        overseer_id=overseer_id,
        from_date=from_date,
        to_date=to_date,
    )
    record(organisation, event, actor=actor, now=now, effective_on=from_date)
    return grant


@transaction.atomic
def end_oversight(
    *,
    organisation_id: UUID,
    grant_id: UUID,
    last_day: date,
    actor: Actor,
    now: datetime,
    expected_version: int | None = None,
) -> OversightGrant:
    """Give an oversight a last day, or another one.

    Emits:
        OversightEnded
    Raises:
        Blocked: a later last day would run into the next oversight of the same body.
    """
    organisation = hold(_own(actor), organisation_id)
    rows = OversightGrant.objects.filter(known(None), organisation_id=organisation_id)
    grant = rows.filter(pk=grant_id).first()
    if grant is None:
        raise NotFound
    require(policies.may_change_organisation(actor, organisation_id=organisation_id))
    require_version(organisation, expected_version)
    require_order(grant.from_date, last_day)
    _require_once(grant, to_date=last_day)
    supersede(grant, now=now)
    shorter = replace(grant, now=now, to_date=last_day)
    event = events.OversightEnded(
        organisation_id=organisation_id, overseer_id=grant.overseer_id, last_day=last_day
    )
    record(organisation, event, actor=actor, now=now, effective_on=last_day)
    return shorter


def _own(actor: Actor) -> QuerySet[Organisation]:
    """A body decides itself who looks at it: keeping the register, or looking, gives no say."""
    rows = Organisation.objects.visible_to(actor)
    return rows if actor.everywhere else rows.filter(pk__in=actor.organisation_ids)


def _require_once(grant: OversightGrant, *, to_date: date | None = None) -> None:
    """No second oversight of the same body on the same days; the held organisation keeps it so.

    `to_date`: the last day that it would have instead.
    """
    last_day = to_date or grant.to_date
    others = from_day_on(
        OversightGrant.objects.filter(
            organisation_id=grant.organisation_id, overseer_id=grant.overseer_id
        ).exclude(pk=grant.pk),
        grant.from_date,
    )
    if last_day is not None:
        others = others.filter(from_date__lte=last_day)
    if other := others.order_by("from_date").first():
        raise Blocked(_granted_already(other), code="already_granted")


def _granted_already(other: OversightGrant) -> str:
    since = f"This organisation may read the findings already from {british_date(other.from_date)}"
    if other.to_date is None:
        return f"{since}, with no last day. Nothing more is needed."
    return f"{since} to {british_date(other.to_date)}. Change that last day, or begin after it."
