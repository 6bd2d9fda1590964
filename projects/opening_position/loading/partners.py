"""Appointments with their terms and induction, the seats they hold, and where they stand."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from functools import partial

from governance.commands.appointments import apply
from governance.commands.opening import place_appointment
from governance.commands.seats import assign_seat
from governance.events import AppointmentEvent
from governance.models import AppointmentState, Membership, PspAppointment, SeatAssignment
from kernel.log import record
from projects.opening_position.entries import Entry
from projects.opening_position.format import (
    APPOINTMENTS,
    COMMITTEES,
    PEOPLE,
    SEAT_ASSIGNMENTS,
    TERMS,
)
from projects.opening_position.loading.arrival import Arrival
from projects.opening_position.loading.committees import seat_id

_OVER = (AppointmentState.ENDED, AppointmentState.WITHDRAWN, AppointmentState.DECLINED)


def load_appointments(arrival: Arrival) -> None:
    """One after the other: apply, take seats, arrive at the present state.

    Those that are over come first, since a person may have served before.
    """
    seats = _by_appointment(arrival.new(SEAT_ASSIGNMENTS))
    terms = _by_appointment(arrival.entries.of(TERMS))
    new = sorted(arrival.new(APPOINTMENTS), key=lambda entry: entry["state"] not in _OVER)
    for entry in new:
        external_id = entry["external_id"]
        appointment = arrival.write(entry, partial(_apply, arrival, entry), fields=_APPLYING)
        if appointment is None:
            continue
        arrival.ids[APPOINTMENTS.name][external_id] = appointment.pk
        arrival.count(entry)
        for row in seats.pop(external_id, []):
            _assign(arrival, row)
        mine = tuple((row["from_date"], row["to_date"]) for row in terms.get(external_id, []))
        arrival.write(entry, partial(_place, arrival, entry, sorted(mine)), fields=_PLACING)
        for row in terms.get(external_id, []):
            arrival.count(row)
    for rows in seats.values():  # of appointments that were here before
        for row in rows:
            _assign(arrival, row)


def _by_appointment(entries: Sequence[Entry]) -> dict[str, list[Entry]]:
    found: dict[str, list[Entry]] = defaultdict(list)
    for entry in entries:
        found[entry["appointment"]].append(entry)
    return found


_APPLYING = {"person_id": "person"}
_PLACING = {"term_from": "state", "state_since": "state_since"}


def _apply(arrival: Arrival, entry: Entry) -> PspAppointment:
    return apply(
        organisation_id=arrival.organisation_id,
        person_id=arrival.must(PEOPLE, entry["person"]),
        applied_on=entry["applied_on"],
        role_level=entry["role_level"] or 4,
        external_id=entry["external_id"],
        actor=arrival.actor,
        now=arrival.now,
    )


def _assign(arrival: Arrival, entry: Entry) -> None:
    if entry["appointment"] not in arrival.ids[APPOINTMENTS.name]:
        return  # its own row was refused, which is told
    if arrival.write(entry, partial(_seat, arrival, entry)):
        arrival.count(entry)


def _seat(arrival: Arrival, entry: Entry) -> SeatAssignment:
    return assign_seat(
        committee_id=arrival.must(COMMITTEES, entry["committee"]),
        seat_id=seat_id(arrival, entry),
        appointment_id=arrival.must(APPOINTMENTS, entry["appointment"]),
        from_date=entry["from_date"],
        to_date=entry["to_date"],
        membership=entry["membership"] or Membership.FULL,
        actor=arrival.actor,
        now=arrival.now,
    )


def _place(arrival: Arrival, entry: Entry, terms: Sequence[tuple[date, date]]) -> PspAppointment:
    # Read again: taking a seat has moved its version on.
    appointment = PspAppointment.objects.get(pk=arrival.must(APPOINTMENTS, entry["external_id"]))
    state = entry["state"]
    if entry["task_profile"]:
        _describe(arrival, entry, appointment)
    place_appointment(
        appointment,
        state=state,
        since=_since(entry, terms),
        actor=arrival.actor,
        now=arrival.now,
        terms=tuple(terms),
        inducted_on=entry["inducted_on"],
        confidentiality_signed_on=entry["confidentiality_signed_on"],
        end_reason=entry["end_reason"] or "",
    )
    return appointment


def _since(entry: Entry, terms: Sequence[tuple[date, date]]) -> date:
    """Who is active has been so since the first term; its gaps are in the terms."""
    first = terms[0][0] if terms else entry["applied_on"]
    if entry["state"] == AppointmentState.ACTIVE:
        return first
    return entry["state_since"] or first


def _describe(arrival: Arrival, entry: Entry, appointment: PspAppointment) -> None:
    record(
        appointment,
        AppointmentEvent(appointment_id=appointment.pk),
        actor=arrival.actor,
        now=arrival.now,
        effective_on=entry["applied_on"],
        changes={"task_profile": entry["task_profile"]},
    )
