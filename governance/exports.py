"""The lists of governance as files, with their filters."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from governance.choices import AppointmentState, CommitteeState
from governance.queries.appointments import appointments, seat_assignments
from governance.queries.committees import committees
from governance.queries.pools import pools
from kernel.api.filters import Choice, Filter, Uuid, Words
from kernel.rules.outcomes import Outcome
from records.exports.declared import Asked, ListExport, Row, columns

COMMITTEE_FILTERS: dict[str, Filter] = {
    "organisation": Uuid("Only committees of this organisation."),
    "unit": Uuid("Only committees of this unit."),
    "state": Choice(tuple(CommitteeState.values)),
    "outcome": Choice(tuple(one.value for one in Outcome), "How C01 stands today."),
    "tag": Words("Committees that carry this word.", minimum=1, maximum=40),
    "q": Words("Part of the name."),
}
APPOINTMENT_FILTERS: dict[str, Filter] = {
    "organisation": Uuid("Only appointments of this organisation."),
    "state": Choice(tuple(AppointmentState.values)),
    "person": Uuid("Only appointments of this person."),
}
ASSIGNMENT_FILTERS: dict[str, Filter] = {
    "committee": Uuid("Only seats of this committee."),
    "appointment": Uuid("Only seats that this appointment holds."),
}

POOL_FILTERS: dict[str, Filter] = {
    "organisation": Uuid("Only pools of this organisation."),
    "q": Words("Part of the name."),
}


def _by(query: Callable[..., list[dict[str, Any]]]) -> Callable[[Asked], Sequence[Row]]:
    return lambda asked: query(actor=asked.actor, page=asked.page, **asked.filters)


def _standing(name: str) -> Callable[[Row], Any]:
    return lambda row: (row["standing"] or {}).get(name)


COMMITTEES = ListExport(
    name="committees",
    title="Committees",
    columns=columns(
        "external_id",
        "name",
        "state",
        "established_on",
        "ended_on",
        "meeting_frequency",
        "quorum",
        "equivalent_of",
        "psirf_oversight",
        ("C01", _standing("outcome")),
        ("C01_since", _standing("since")),
        ("C01_next_on", _standing("next_on")),
        ("C01_sentence", _standing("sentence")),
        "organisation_id",
        "unit_id",
        "chair_id",
        "id",
        "version",
        "updated_at",
    ),
    filters=COMMITTEE_FILTERS,
    rows=_by(committees),
    key=lambda row: (row["name"], row["id"]),
)
APPOINTMENTS = ListExport(
    name="psp-appointments",
    title="Patient safety partners",
    columns=columns(
        "external_id",
        "person_id",
        "state",
        "applied_on",
        "role_level",
        "organisation_id",
        "id",
        "version",
        "updated_at",
    ),
    filters=APPOINTMENT_FILTERS,
    rows=_by(appointments),
    key=lambda row: (row["applied_on"], row["id"]),
)
ASSIGNMENTS = ListExport(
    name="seat-assignments",
    title="Seats and who holds them",
    columns=columns(
        "external_id",
        "committee_id",
        "seat_id",
        "appointment_id",
        "pool_id",
        "membership",
        "holds_seat",
        "from_date",
        "to_date",
        "organisation_id",
        "id",
    ),
    filters=ASSIGNMENT_FILTERS,
    rows=_by(seat_assignments),
    key=lambda row: (row["from_date"], row["id"]),
)
POOLS = ListExport(
    name="psp-pools",
    title="Pools of patient safety partners",
    columns=columns("name", "organisation_id", "id"),
    filters=POOL_FILTERS,
    rows=_by(pools),
    key=lambda row: (row["name"], row["id"]),
)
