"""Committees, their seats, and the states in which they arrive."""

from __future__ import annotations

from functools import partial
from uuid import UUID

from governance import events
from governance.commands.committees import register_committee, write_terms
from governance.commands.opening import place_committee
from governance.commands.seats import add_seat, close_seat, start_recruiting
from governance.facts.spans import ONE_DAY
from governance.models import Committee, CommitteeClassification, CommitteeState, Seat
from kernel.log import record
from projects.opening_position.entries import Entry
from projects.opening_position.format import COMMITTEES, PEOPLE, SEATS, UNITS
from projects.opening_position.loading.arrival import Arrival

_PLAIN = ("meeting_frequency", "quorum", "equivalent_of", "psirf_oversight")


def load_committees(arrival: Arrival) -> None:
    """Every committee as proposed, with its terms of reference and its classification."""
    for entry in arrival.new(COMMITTEES):
        committee = arrival.write(entry, partial(_register, arrival, entry))
        if committee:
            arrival.ids[COMMITTEES.name][entry["external_id"]] = committee.pk
            arrival.count(entry)


def load_seats(arrival: Arrival) -> None:
    """The seats of new committees, and new seats of committees that were here before."""
    for entry in arrival.new(SEATS):
        seat = arrival.write(entry, partial(_add_seat, arrival, entry))
        if seat:
            arrival.ids.setdefault(SEATS.name, {})[_seat_key(entry)] = seat.pk
            arrival.count(entry)


def finish_seats(arrival: Arrival) -> None:
    """Last days of seats, and who recruits for which: after the seats have been filled."""
    for entry in arrival.new(SEATS):
        if entry["to_date"]:
            arrival.write(entry, partial(_close_seat, arrival, entry))
        if entry["recruiting_owner"]:
            arrival.write(entry, partial(_recruit, arrival, entry), fields=_RECRUITING)


def place_committees(arrival: Arrival) -> None:
    """Put each into its state, then say where the duties of those go that no longer govern."""
    new = arrival.new(COMMITTEES)
    ids = [arrival.must(COMMITTEES, entry["external_id"]) for entry in new]
    committees = Committee.objects.in_bulk(ids)
    for entry in new:
        committee = committees[arrival.must(COMMITTEES, entry["external_id"])]
        arrival.write(entry, partial(_place, arrival, entry, committee))
        if entry["duties_go_to"]:
            _hand_over(arrival, entry, committee)


def seat_id(arrival: Arrival, entry: Entry) -> UUID:
    """The seat that a row of an assignment names."""
    written = arrival.ids.get(SEATS.name, {})
    found = written.get(_seat_key(entry))
    return found or arrival.known.keys[SEATS.name][(entry["committee"], entry["seat_no"])]


def _seat_key(entry: Entry) -> str:
    return f"{entry['committee']}\n{entry['seat_no']}"


def _register(arrival: Arrival, entry: Entry) -> Committee:
    details = {name: entry[name] for name in _PLAIN if entry[name] is not None}
    committee = register_committee(
        organisation_id=arrival.organisation_id,
        name=entry["name"],
        established_on=entry["established_on"],
        actor=arrival.actor,
        now=arrival.now,
        details={
            **details,
            "unit_id": arrival.id_of(UNITS, entry["unit"]),
            "chair_id": arrival.id_of(PEOPLE, entry["chair"]),
        },
        external_id=entry["external_id"],
    )
    if entry["terms_of_reference"]:
        dated_on = entry["terms_dated_on"] or entry["established_on"]
        write_terms(committee, entry["terms_of_reference"], dated_on, now=arrival.now)
    if entry["safety_related"]:
        _classify(arrival, entry, committee)
    return committee


def _classify(arrival: Arrival, entry: Entry, committee: Committee) -> None:
    """As the file says it. Whoever signs the file off stands for an approver who is not named."""
    approver = entry["classification_approver"]
    CommitteeClassification.objects.create(
        organisation_id=committee.organisation_id,
        committee=committee,
        safety_related=entry["safety_related"],
        reason=entry["classification_reason"] or "",
        approved_by=arrival.actor.id if approver else None,
        approver_is_chair=approver == "chair",
        from_date=entry["established_on"],
        confirmed_on=entry["classification_confirmed_on"],
        recorded_at=arrival.now,
    )


def _add_seat(arrival: Arrival, entry: Entry) -> Seat:
    return add_seat(
        committee_id=arrival.must(COMMITTEES, entry["committee"]),
        seat_kind=entry["seat_kind"],
        seat_no=entry["seat_no"],
        required=entry["required"] is not False,
        from_date=entry["from_date"],
        actor=arrival.actor,
        now=arrival.now,
    )


def _close_seat(arrival: Arrival, entry: Entry) -> Committee:
    return close_seat(
        committee_id=arrival.must(COMMITTEES, entry["committee"]),
        seat_id=seat_id(arrival, entry),
        first_day_after=entry["to_date"] + ONE_DAY,
        actor=arrival.actor,
        now=arrival.now,
    )


_RECRUITING = {"owner_id": "recruiting_owner", "from_date": "recruiting_since"}


def _recruit(arrival: Arrival, entry: Entry) -> object:
    return start_recruiting(
        committee_id=arrival.must(COMMITTEES, entry["committee"]),
        seat_id=seat_id(arrival, entry),
        owner_id=arrival.must(PEOPLE, entry["recruiting_owner"]),
        from_date=entry["recruiting_since"],
        actor=arrival.actor,
        now=arrival.now,
    )


def _place(arrival: Arrival, entry: Entry, committee: Committee) -> None:
    since = entry["established_on"]
    if entry["state"] != CommitteeState.ACTIVE:
        since = entry["state_since"] or since
    place_committee(
        committee, state=entry["state"], since=since, actor=arrival.actor, now=arrival.now
    )


def _hand_over(arrival: Arrival, entry: Entry, committee: Committee) -> None:
    record(
        committee,
        events.CommitteeChanged(committee_id=committee.pk, fields=("duties_go_to_id",)),
        actor=arrival.actor,
        now=arrival.now,
        effective_on=entry["state_since"] or entry["established_on"],
        changes={"duties_go_to_id": arrival.must(COMMITTEES, entry["duties_go_to"])},
    )
