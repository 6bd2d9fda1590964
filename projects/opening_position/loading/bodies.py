"""Units, in the order of their tree, and people with their work and consent."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from people import commands
from people.models import Consent, Employment, Person, Unit
from people.models.person import ConsentScope
from people.queries import organisations_coded
from people.queries.bodies import NamedBody
from projects.opening_position.entries import Entry
from projects.opening_position.format import PEOPLE, UNITS
from projects.opening_position.loading.arrival import Arrival


def load_units(arrival: Arrival) -> None:
    """Every unit after the one above it."""
    waiting = arrival.new(UNITS)
    ids = arrival.ids[UNITS.name]
    while waiting:
        ready = [entry for entry in waiting if not entry["parent"] or entry["parent"] in ids]
        if not ready:
            return  # a parent was refused, which is told
        for entry in ready:
            _open_unit(arrival, entry)
        waiting = [entry for entry in waiting if entry not in ready]


def _open_unit(arrival: Arrival, entry: Entry) -> None:
    unit = arrival.write(entry, partial(_unit, arrival, entry))
    if unit:
        arrival.ids[UNITS.name][entry["external_id"]] = unit.pk
        arrival.count(entry)


def _unit(arrival: Arrival, entry: Entry) -> Unit:
    return commands.open_unit(
        organisation_id=arrival.organisation_id,
        type=entry["type"],
        name=entry["name"],
        parent_id=arrival.id_of(UNITS, entry["parent"]),
        opened_on=entry["opened_on"],
        external_id=entry["external_id"],
        actor=arrival.actor,
        now=arrival.now,
    )


def load_people(arrival: Arrival) -> None:
    """Everybody whom the other sheets name."""
    new = arrival.new(PEOPLE)
    employers = organisations_coded({entry["employer"] for entry in new if entry["employer"]})
    for entry in new:
        person = arrival.write(entry, partial(_register, arrival, entry))
        if person is None:
            continue
        arrival.ids[PEOPLE.name][entry["external_id"]] = person.pk
        arrival.count(entry)
        if entry["employment_basis"]:
            employ = partial(_employ, arrival, entry, employers)
            arrival.write(entry, employ, fields=_WORK)
        if entry["consent_given_on"]:
            arrival.write(entry, partial(_agree, arrival, entry))


_WORK = {"from_date": "employed_from", "to_date": "employed_to", "employer_id": "employer"}


def _register(arrival: Arrival, entry: Entry) -> Person:
    return commands.register_person(
        organisation_id=arrival.organisation_id,
        name=entry["name"],
        email=entry["email"] or "",
        phone=entry["phone"] or "",
        access_needs=entry["access_needs"] or "",
        partner_kind=entry["partner_kind"] or "",
        external_id=entry["external_id"],
        actor=arrival.actor,
        now=arrival.now,
    )


def _employ(arrival: Arrival, entry: Entry, employers: Mapping[str, NamedBody]) -> Employment:
    """Work as the file says it; whoever signs the file off has confirmed it."""
    named = entry["employer"]
    body = employers.get(named.upper()) if named else None
    employer_id = body.id if body else (None if named else arrival.organisation_id)
    return commands.record_employment(
        person_id=arrival.must(PEOPLE, entry["external_id"]),
        basis=entry["employment_basis"],
        from_date=entry["employed_from"],
        to_date=entry["employed_to"],
        employer_id=employer_id,
        employer_name="" if employer_id else named,
        confirmed=True,
        actor=arrival.actor,
        now=arrival.now,
    )


def _agree(arrival: Arrival, entry: Entry) -> Consent:
    return commands.give_consent(
        person_id=arrival.must(PEOPLE, entry["external_id"]),
        scope=ConsentScope.SERVE,
        from_date=entry["consent_given_on"],
        evidence="Opening position",
        actor=arrival.actor,
        now=arrival.now,
    )
