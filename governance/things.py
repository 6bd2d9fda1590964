"""Committees and appointments as things on which actions hang."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from governance.models import PspAppointment
from governance.queries.appointments import readable_appointment, readable_by
from governance.queries.committees import readable_committee, readable_committees
from governance.queries.names import committee_names, partner_names
from kernel.actors import Actor
from records.things.declared import ThingKind
from records.things.thing import Thing

_CHANGE_COMMITTEE = ("committee.manage", "committee.chair", "psp.manage")
_CHANGE_APPOINTMENT = ("psp.manage",)


def committee_thing(found: Mapping[str, Any]) -> Thing:
    """A committee that was read, as records need to know it."""
    return Thing(
        kind="committee",
        id=found["id"],
        organisation_id=found["organisation_id"],
        unit_id=found["unit_id"],
        title=found["name"],
        read=("committee.read",),
        change=_CHANGE_COMMITTEE,
    )


def _committee(committee_id: UUID, actor: Actor) -> Thing:
    return committee_thing(readable_committee(committee_id, actor))


def _appointment(appointment_id: UUID, actor: Actor) -> Thing:
    found = readable_appointment(appointment_id, actor)
    title = partner_names(actor, [appointment_id]).get(appointment_id, "")
    return appointment_thing({**found, "id": appointment_id}, title=title)


def appointment_thing(found: Mapping[str, Any], *, title: str) -> Thing:
    """An appointment that was read, as records need to know it; its title is the partner's name."""
    return Thing(
        kind="psp_appointment",
        id=found["id"],
        organisation_id=found["organisation_id"],
        unit_id=None,
        title=title,
        read=("psp.read", "psp.manage"),
        change=_CHANGE_APPOINTMENT,
    )


def _readable_appointments(actor: Actor) -> QuerySet[PspAppointment]:
    return PspAppointment.objects.visible_to(actor).filter(readable_by(actor))


COMMITTEE_THING = ThingKind(
    kind="committee",
    readable=readable_committees,
    find=_committee,
    titles=committee_names,
    change=_CHANGE_COMMITTEE,
    in_units=True,
)
APPOINTMENT_THING = ThingKind(
    kind="psp_appointment",
    readable=_readable_appointments,
    find=_appointment,
    titles=partner_names,
    change=_CHANGE_APPOINTMENT,
)
