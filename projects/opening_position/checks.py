"""What rows say about each other: twins, references, days in order. Pure.

Everything that can be seen before loading is seen here, all at once. What only the commands know
is found by them and told in the same form.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import date
from itertools import pairwise

from governance.models import AppointmentState, CommitteeState
from projects.models import Stage
from projects.opening_position.entries import Entries, Entry
from projects.opening_position.format import (
    APPOINTMENTS,
    BY_NAME,
    COMMITTEES,
    PEOPLE,
    PROJECTS,
    SEAT_ASSIGNMENTS,
    SEATS,
    SHEETS,
    STAGES,
    TEAM,
    TERMS,
    UNITS,
    Sheet,
)
from projects.opening_position.known import PARTS, Known
from records.tables.faults import Fault

_SERVED = (
    AppointmentState.ACTIVE,
    AppointmentState.PAUSED,
    AppointmentState.SUSPENDED,
    AppointmentState.ENDED,
)
#: These began with the first term, or with the application.
_SINCE_KNOWN = (AppointmentState.APPLIED, AppointmentState.ACTIVE)
_AT_REST = (CommitteeState.SUSPENDED, CommitteeState.MERGED, CommitteeState.ENDED)
_OVER = (AppointmentState.ENDED, AppointmentState.WITHDRAWN, AppointmentState.DECLINED)
#: Days that can only lie behind us; a term or a last day may lie ahead.
_PAST = {
    UNITS.name: ("opened_on",),
    COMMITTEES.name: (
        "established_on",
        "state_since",
        "terms_dated_on",
        "classification_confirmed_on",
    ),
    SEATS.name: ("recruiting_since",),
    APPOINTMENTS.name: ("applied_on", "state_since", "inducted_on", "confidentiality_signed_on"),
    PROJECTS.name: ("stage_since",),
    STAGES.name: ("from_date",),
}
_ORDERED = (
    (PEOPLE, "employed_from", "employed_to"),
    (COMMITTEES, "established_on", "state_since"),
    (COMMITTEES, "established_on", "terms_dated_on"),
    (SEATS, "from_date", "to_date"),
    (APPOINTMENTS, "applied_on", "state_since"),
    (TERMS, "from_date", "to_date"),
    (SEAT_ASSIGNMENTS, "from_date", "to_date"),
    (PROJECTS, "started_on", "target_on"),
    (TEAM, "from_date", "to_date"),
)


def find_faults(entries: Entries, known: Known, *, today: date) -> list[Fault]:
    """All that is wrong with rows that could each be read alone, in the order of the sheets."""
    faults = [fault for check in _CHECKS for fault in check(entries, known)]
    faults.extend(_in_the_future(entries, known, today))
    order = {sheet.name: number for number, sheet in enumerate(SHEETS)}
    return sorted(faults, key=lambda fault: (order[fault.sheet], fault.row or 0, fault.field))


def _new(entries: Entries, known: Known, sheet: Sheet) -> Iterator[Entry]:
    return (entry for entry in entries.of(sheet) if not known.has(entry))


def _twins(entries: Entries, _known: Known) -> Iterator[Fault]:
    for sheet in SHEETS:
        first: dict[tuple[object, ...], int] = {}
        for entry in entries.of(sheet):
            if None in entry.key:
                continue
            if entry.key in first:
                yield entry.fault(
                    sheet.key[0], "twice", f"This stands in row {first[entry.key]} already."
                )
            first.setdefault(entry.key, entry.row)


def _references(entries: Entries, known: Known) -> Iterator[Fault]:
    given = {name: {entry.key[0] for entry in rows} for name, rows in entries.rows.items()}
    for sheet in SHEETS:
        for column in (column for column in sheet.columns if column.refers_to):
            target = column.refers_to
            for entry in entries.of(sheet):
                wanted = entry[column.name]
                if wanted is None or wanted in given.get(target, ()):
                    continue
                if not known.names(target, wanted):
                    yield entry.fault(
                        column.name, "not_found", f"There is no “{wanted}” on the sheet {target}."
                    )


def _seats_exist(entries: Entries, known: Known) -> Iterator[Fault]:
    seats = {entry.key for entry in entries.of(SEATS)} | set(known.keys.get(SEATS.name, {}))
    for entry in entries.of(SEAT_ASSIGNMENTS):
        seat = (entry["committee"], entry["seat_no"])
        if None not in seat and seat not in seats:
            yield entry.fault("seat_no", "not_found", "The committee has no seat of this number.")


def _order(entries: Entries, known: Known) -> Iterator[Fault]:
    for sheet, first, last in _ORDERED:
        for entry in _new(entries, known, sheet):
            begins, ends = entry[first], entry[last]
            if begins and ends and ends < begins:
                yield entry.fault(
                    last, "before_start", f"This lies before {first}: {begins.isoformat()}."
                )


def _in_the_future(entries: Entries, known: Known, today: date) -> Iterator[Fault]:
    for name, columns in _PAST.items():
        for entry in _new(entries, known, BY_NAME[name]):
            for column in columns:
                if entry[column] and entry[column] > today:
                    yield entry.fault(column, "in_the_future", "Enter today or an earlier day.")


def _circles(entries: Entries, _known: Known) -> Iterator[Fault]:
    above = {entry["external_id"]: entry["parent"] for entry in entries.of(UNITS)}
    for entry in entries.of(UNITS):
        passed, unit = set(), entry["external_id"]
        while unit is not None and unit not in passed:
            passed.add(unit)
            unit = above.get(unit)
        if unit is not None and unit == entry["external_id"]:
            yield entry.fault("parent", "circle", "This unit lies below itself.")


def _employment(entries: Entries, known: Known) -> Iterator[Fault]:
    for entry in _new(entries, known, PEOPLE):
        filled = entry["employer"] or entry["employed_from"] or entry["employed_to"]
        if filled and not entry["employment_basis"]:
            yield _needed(entry, "employment_basis", "Say how the person works for the employer.")
        if entry["employment_basis"] and not entry["employed_from"]:
            yield _needed(entry, "employed_from", "Enter the first day of that work.")


def _committee_states(entries: Entries, known: Known) -> Iterator[Fault]:
    for entry in _new(entries, known, COMMITTEES):
        state = entry["state"]
        if state in _AT_REST and not entry["state_since"]:
            yield _needed(entry, "state_since", "Enter the first day of this state.")
        if state == CommitteeState.MERGED and not entry["duties_go_to"]:
            yield _needed(entry, "duties_go_to", "Say into which committee it was merged.")
        if entry["duties_go_to"] and entry["duties_go_to"] == entry["external_id"]:
            yield entry.fault("duties_go_to", "itself", "Its duties go to another committee.")
        if entry["quorum"] == 0:
            yield entry.fault("quorum", "too_few", "Enter 1 or more, or leave it empty.")
        if entry["terms_dated_on"] and not entry["terms_of_reference"]:
            yield _needed(entry, "terms_of_reference", "Say where they are kept.")


def _seat_days(entries: Entries, known: Known) -> Iterator[Fault]:
    established = {
        entry["external_id"]: entry["established_on"] for entry in entries.of(COMMITTEES)
    }
    for sheet in (SEATS, SEAT_ASSIGNMENTS):
        for entry in _new(entries, known, sheet):
            since = established.get(entry["committee"])
            if since and entry["from_date"] and entry["from_date"] < since:
                yield entry.fault(
                    "from_date", "before_committee", "The committee was not established yet."
                )
    for entry in _new(entries, known, SEATS):
        if entry["seat_no"] == 0:
            yield entry.fault("seat_no", "too_few", "Number the seats from 1.")


def _appointment_states(entries: Entries, known: Known) -> Iterator[Fault]:
    terms = _terms(entries)
    for entry in _new(entries, known, APPOINTMENTS):
        state, mine = entry["state"], terms.get(entry["external_id"], [])
        if state in _SERVED and not mine and "external_id" not in entry.bad:
            yield entry.fault("state", "no_term", "Add the dates of its term on the sheet terms.")
        if state and state not in _SINCE_KNOWN and not entry["state_since"]:
            yield _needed(entry, "state_since", "Enter the first day of this state.")
        if state == AppointmentState.ENDED and not entry["end_reason"]:
            yield _needed(entry, "end_reason", "Enter why it ended.")
        if entry["role_level"] not in (None, 1, 2, 3, 4):
            yield entry.fault("role_level", "not_a_choice", "Enter 1, 2, 3 or 4.")
        if mine and entry["applied_on"] and mine[0]["from_date"] < entry["applied_on"]:
            yield entry.fault("applied_on", "after_term", "This lies after the first term began.")


def _overlapping_terms(entries: Entries, known: Known) -> Iterator[Fault]:
    for mine in _terms(entries).values():
        for before, after in pairwise(mine):
            last = before["to_date"]
            if last and after["from_date"] <= last and not known.has(after):
                yield after.fault("from_date", "overlap", "The term before has not ended yet.")


def _terms(entries: Entries) -> dict[str, list[Entry]]:
    """The terms of each appointment, oldest first."""
    found: dict[str, list[Entry]] = defaultdict(list)
    for entry in entries.of(TERMS):
        if entry["appointment"] and entry["from_date"]:
            found[entry["appointment"]].append(entry)
    return {key: sorted(rows, key=lambda row: row["from_date"]) for key, rows in found.items()}


def _one_open_appointment(entries: Entries, known: Known) -> Iterator[Fault]:
    first: dict[str, int] = {}
    for entry in _new(entries, known, APPOINTMENTS):
        person = entry["person"]
        if person is None or entry["state"] in _OVER:
            continue
        if person in first:
            message = f"This person has an open appointment in row {first[person]} already."
            yield entry.fault("person", "twice", message)
        first.setdefault(person, entry.row)


def _project_stages(entries: Entries, known: Known) -> Iterator[Fault]:
    for entry in _new(entries, known, PROJECTS):
        stage = entry["stage"]
        if stage and stage != Stage.DRAFT and not entry["stage_since"]:
            yield _needed(entry, "stage_since", "Enter the first day of this stage.")
        if stage == Stage.DRAFT and entry["stage_since"]:
            yield entry.fault("stage_since", "draft", "Leave this empty for a draft.")
        if stage == Stage.PAUSED and not entry["stage_before_pause"]:
            yield _needed(entry, "stage_before_pause", "Say in which stage it was paused.")
        if stage == Stage.STOPPED and not entry["stop_reason"]:
            yield _needed(entry, "stop_reason", "Enter why it was stopped.")


def _earlier_stages(entries: Entries, known: Known) -> Iterator[Fault]:
    since = {entry["external_id"]: entry["stage_since"] for entry in entries.of(PROJECTS)}
    for entry in _new(entries, known, STAGES):
        limit = since.get(entry["project"])
        if limit and entry["from_date"] and entry["from_date"] >= limit:
            yield entry.fault("from_date", "not_earlier", f"The present stage began on {limit}.")


def _parts_of_known(entries: Entries, known: Known) -> Iterator[Fault]:
    """New terms of an appointment that is here already would be lost: they are told."""
    for name, (column, parent) in PARTS.items():
        given = {entry["external_id"] for entry in entries.of(BY_NAME[parent])}
        for entry in entries.of(BY_NAME[name]):
            owner = entry[column]
            if owner and owner not in given and known.names(parent, owner):
                message = "This is in QIflow already: record the change there."
                yield entry.fault(column, "loaded_before", message)


def _needed(entry: Entry, field: str, message: str) -> Fault:
    return entry.fault(field, "required", message)


_CHECKS: tuple[Callable[[Entries, Known], Iterator[Fault]], ...] = (
    _twins,
    _references,
    _seats_exist,
    _order,
    _circles,
    _employment,
    _committee_states,
    _seat_days,
    _appointment_states,
    _overlapping_terms,
    _one_open_appointment,
    _project_stages,
    _earlier_stages,
    _parts_of_known,
)
