"""What of a file is in QIflow already, found by external ids: one query a table."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db import models

from governance.models import Committee, PspAppointment, Seat, SeatAssignment
from people.models import Person, Unit
from projects.models import Project, TeamMembership
from projects.opening_position.entries import Entry, Key
from projects.opening_position.format import (
    APPOINTMENTS,
    COMMITTEES,
    PEOPLE,
    PROJECTS,
    SEAT_ASSIGNMENTS,
    SEATS,
    STAGES,
    TEAM,
    TERMS,
    UNITS,
)

#: Rows that belong to a thing and are loaded with it, never apart from it.
PARTS = {TERMS.name: ("appointment", APPOINTMENTS.name), STAGES.name: ("project", PROJECTS.name)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """`ids`: the id of each thing by sheet and external id; `keys`: rows that have none."""

    ids: Mapping[str, Mapping[str, UUID]] = field(default_factory=dict)
    keys: Mapping[str, Mapping[Key, UUID]] = field(default_factory=dict)

    def has(self, entry: Entry) -> bool:
        """Was this row loaded before?"""
        if entry.sheet in PARTS:
            column, parent = PARTS[entry.sheet]
            return entry[column] in self.ids.get(parent, {})
        if entry.sheet in self.keys:
            return entry.key in self.keys[entry.sheet]
        return entry.key[0] in self.ids.get(entry.sheet, {})

    def names(self, sheet: str, external_id: str) -> bool:
        return external_id in self.ids.get(sheet, {})


def load_known(organisation_id: UUID) -> Known:
    """Everything of an organisation that has an external id, and the rows below it."""
    ids = {
        UNITS.name: _by_external_id(Unit.objects, organisation_id),
        PEOPLE.name: _by_external_id(
            Person.objects.filter(removed_on__isnull=True), organisation_id
        ),
        COMMITTEES.name: _by_external_id(Committee.objects, organisation_id),
        APPOINTMENTS.name: _by_external_id(PspAppointment.objects, organisation_id),
        PROJECTS.name: _by_external_id(Project.objects, organisation_id),
    }
    return Known(
        ids=ids,
        keys={
            SEATS.name: _keyed(Seat, organisation_id, "committee__external_id", "seat_no"),
            SEAT_ASSIGNMENTS.name: _keyed(
                SeatAssignment,
                organisation_id,
                "committee__external_id",
                "seat__seat_no",
                "appointment__external_id",
                "from_date",
                superseded_at=None,
            ),
            TEAM.name: _keyed(
                TeamMembership,
                organisation_id,
                "project__external_id",
                "person__external_id",
                "team",
                "role",
                "from_date",
                superseded_at=None,
            ),
        },
    )


def _by_external_id(rows: Any, organisation_id: UUID) -> dict[str, UUID]:
    mine = rows.filter(organisation_id=organisation_id).exclude(external_id="")
    return dict(mine.values_list("external_id", "id"))


def _keyed(
    model: type[models.Model], organisation_id: UUID, *names: str, **conditions: Any
) -> dict[Key, UUID]:
    rows = model._default_manager.filter(organisation_id=organisation_id, **conditions)
    return {tuple(key): pk for pk, *key in rows.values_list("id", *names)}
