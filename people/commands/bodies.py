"""Changes of the register of organisations."""

from __future__ import annotations

import re
import uuid
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from kernel import tenancy
from kernel.actors import Actor
from kernel.clock import london_date
from kernel.decisions import require
from kernel.errors import Blocked, FieldError, Invalid, NotFound
from kernel.log import begin, record
from kernel.standards import known
from kernel.versions import require_version
from people import events, policies
from people.commands.rows import changed, hold
from people.models import Organisation, OrganisationSuccession
from people.queries import organisations_coded

#: Checked by shape alone; a code is right when it is found. Source: domain.md 10.1.
_CODE = re.compile(r"[A-Z0-9]{3,8}")
#: What an organisation may say of itself; the rest of the register is the operators'.
OWN_FIELDS = frozenset({"name", "icb", "region"})


@transaction.atomic
def register_organisation(
    *,
    name: str,
    type: str,  # noqa: A002 - the field's name
    ods_code: str | None = None,
    icb: str = "",
    region: str = "",
    opened_on: date | None = None,
    reference_only: bool = False,
    actor: Actor,
    now: datetime,
) -> Organisation:
    """Enter a body in the register.

    Emits:
        OrganisationRegistered
    Raises:
        Denied: the actor is not an operator.
        Invalid: the code is malformed or taken.
    """
    require(policies.may_register(actor))
    _require_free_code(ods_code)
    organisation = Organisation(
        id=uuid.uuid4(),
        name=name,
        type=type,
        ods_code=ods_code,
        icb=icb,
        region=region,
        opened_on=opened_on,
        reference_only=reference_only,
    )
    tenancy.join(organisation.pk)
    event = events.OrganisationRegistered(
        organisation_id=organisation.pk, organisation_type=type, ods_code=ods_code
    )
    begin(organisation, event, actor=actor, now=now, effective_on=opened_on or london_date(now))
    return organisation


@transaction.atomic
def change_organisation(
    *,
    organisation_id: UUID,
    values: Mapping[str, Any],
    actor: Actor,
    now: datetime,
    expected_version: int | None = None,
) -> Organisation:
    """Change what the register says of a body.

    Emits:
        OrganisationChanged
    Raises:
        NotFound, Denied, Stale.
        Invalid: a field that only operators keep, or a code that is set already.
    """
    registrar = policies.may_register(actor).allowed
    organisation = _seen(organisation_id, actor)
    require(policies.may_change_organisation(actor, organisation_id=organisation_id))
    if registrar:
        tenancy.join(organisation_id)
    organisation = hold(Organisation.objects.visible_to(actor), organisation_id)
    require_version(organisation, expected_version)
    different = changed(organisation, values)
    if not different:
        return organisation
    _require_changeable(organisation, different, registrar=registrar)
    event = events.OrganisationChanged(
        organisation_id=organisation_id, fields=tuple(sorted(different))
    )
    record(
        organisation,
        event,
        actor=actor,
        now=now,
        effective_on=london_date(now),
        changes=different,
    )
    return organisation


@transaction.atomic
def record_succession(
    *, predecessor_id: UUID, successor_id: UUID, from_date: date, actor: Actor, now: datetime
) -> OrganisationSuccession:
    """From a day on, one body stands in the place of another.

    Emits:
        OrganisationMerged, on both
    Raises:
        Denied: the actor is not an operator.
        Invalid: a body becomes itself, or its own predecessor.
        Blocked: this is recorded already.
    """
    require(policies.may_register(actor))
    for one in (predecessor_id, successor_id):
        tenancy.join(one)
    both = _both(predecessor_id, successor_id, actor)
    _require_new_line(predecessor_id, successor_id)
    succession = OrganisationSuccession.objects.create(
        predecessor_id=predecessor_id,
        successor_id=successor_id,
        from_date=from_date,
        recorded_at=now,
    )
    for body in both:
        event = events.OrganisationMerged(
            organisation_id=body.pk,
            predecessor_id=predecessor_id,
            successor_id=successor_id,
            from_date=from_date,
        )
        record(body, event, actor=actor, now=now, effective_on=from_date)
    return succession


def _seen(organisation_id: UUID, actor: Actor) -> Organisation:
    found = Organisation.objects.visible_to(actor).filter(pk=organisation_id).first()
    if found is None:
        raise NotFound
    return found


def _both(first: UUID, second: UUID, actor: Actor) -> list[Organisation]:
    """Both rows, locked in the order of their ids, so that two merges cannot wait in a circle."""
    if first == second:
        raise Invalid.one("/successor_id", "A body cannot become itself.", code="same_body")
    rows = Organisation.objects.visible_to(actor).filter(pk__in=[first, second])
    both = list(rows.select_for_update(of=("self",)).order_by("pk"))
    if len(both) != 2:
        raise NotFound
    return both


def _require_free_code(ods_code: str | None) -> None:
    if ods_code is None:
        return
    if not _CODE.fullmatch(ods_code):
        raise Invalid.one(
            "/ods_code", "Use 3 to 8 capital letters and digits, such as RA7.", code="not_a_code"
        )
    if organisations_coded([ods_code]):
        raise Invalid.one("/ods_code", "Another organisation has this code.", code="taken")


def _require_changeable(
    organisation: Organisation, different: Mapping[str, Any], *, registrar: bool
) -> None:
    kept = () if registrar else sorted(set(different) - OWN_FIELDS)
    errors = [
        FieldError(
            pointer=f"/{name}", code="read_only", message="Only operators change this. Ask one."
        )
        for name in kept
    ]
    if registrar and organisation.ods_code and "ods_code" in different:
        errors.append(
            FieldError(
                pointer="/ods_code",
                code="read_only",
                message="An ODS code never changes. Close this body and register the new one.",
            )
        )
    if errors:
        raise Invalid(*errors)
    if "ods_code" in different:
        _require_free_code(different["ods_code"])


def _require_new_line(predecessor_id: UUID, successor_id: UUID) -> None:
    rows = OrganisationSuccession.objects.filter(known(None))
    if rows.filter(predecessor_id=predecessor_id, successor_id=successor_id).exists():
        raise Blocked("This succession is recorded already.", code="already_recorded")
    if rows.filter(predecessor_id=successor_id, successor_id=predecessor_id).exists():
        raise Invalid.one(
            "/successor_id", "The other body became this one, so not the reverse.", code="circle"
        )
