"""Brings the register of organisations in line with a file: all of it or nothing."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from kernel.actors import Actor
from kernel.clock import london_date
from kernel.decisions import require
from kernel.log import begin, record
from people import events, policies
from people.commands.rows import changed
from people.models import Organisation
from people.registers import RegisterRow


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """How many bodies were entered, changed, and left as they were."""

    registered: int
    changed: int
    unchanged: int


@transaction.atomic
def import_organisations(
    rows: Iterable[RegisterRow], *, actor: Actor, now: datetime, dry_run: bool = False
) -> Imported:
    """Register the bodies that are missing and change those that differ; the same file twice does
    nothing. A dry run does all of it and takes it back.

    Emits:
        OrganisationRegistered, OrganisationChanged
    Raises:
        Denied: the actor does not keep the register.
    """
    require(policies.may_register(actor))
    wanted = list(rows)
    known = {
        body.ods_code: body
        for body in Organisation.objects.visible_to(actor)
        .filter(ods_code__in=[row.ods_code for row in wanted])
        .select_for_update(of=("self",))
        .order_by("pk")
    }
    done = [_apply(row, known.get(row.ods_code), actor=actor, now=now) for row in wanted]
    if dry_run:
        transaction.set_rollback(True)
    return Imported(
        registered=done.count("registered"),
        changed=done.count("changed"),
        unchanged=done.count("unchanged"),
    )


def _apply(row: RegisterRow, body: Organisation | None, *, actor: Actor, now: datetime) -> str:
    values = {"name": row.name, "type": row.type, "icb": row.icb, "region": row.region}
    today = london_date(now)
    if body is None:
        fresh = Organisation(id=uuid.uuid4(), ods_code=row.ods_code, **values)
        registered = events.OrganisationRegistered(
            organisation_id=fresh.pk, organisation_type=row.type, ods_code=row.ods_code
        )
        begin(fresh, registered, actor=actor, now=now, effective_on=today)
        return "registered"
    different = changed(body, {**values, "reference_only": False})
    if not different:
        return "unchanged"
    event = events.OrganisationChanged(organisation_id=body.pk, fields=tuple(sorted(different)))
    record(body, event, actor=actor, now=now, effective_on=today, changes=different)
    return "changed"
