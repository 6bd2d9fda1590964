"""What rules may know of committees and appointments. Pure.

`steps` are a status by day: `(effective_on, state)` in the order in which they were recorded for
each day.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property
from typing import NamedTuple
from uuid import UUID

from governance.facts.spans import (
    ALWAYS,
    BEGINNING,
    ONE_DAY,
    OPEN,
    Span,
    Spans,
    common,
    edges,
    merged,
    outside,
    steps_to_spans,
)
from kernel.rules.standards import DEFAULTS, Standards

Steps = tuple[tuple[date, str], ...]

#: What rules say of days before a subject in mid-life was brought into QIflow.
BEFORE_QIFLOW = "before_qiflow"


class Body(NamedTuple):
    """An organisation that stands behind a committee, or a predecessor or successor of it."""

    organisation_id: UUID
    first: date
    last: date


class Work(NamedTuple):
    """A person works for an organisation on a contract or bank basis."""

    employer_id: UUID
    first: date
    last: date


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonFacts:
    """`works`: confirmed contract or bank work; `claimed`: the same, not confirmed by anybody."""

    id: UUID
    works: tuple[Work, ...] = ()
    claimed: tuple[Work, ...] = ()
    consents: Spans = ()
    removed_on: date | None = None

    def available(self, bodies: tuple[Body, ...]) -> Spans:
        """Days on which the person may count for a committee of these bodies.

        Source: domain/domain.md 12.0 conditions 4 and 6, 15 item 3.
        """
        if not (self.works or self.consents or self.removed_on):
            return ALWAYS
        away = [*employed_by(self.works, bodies), *_withdrawn(self.consents)]
        if self.removed_on:
            away.append((self.removed_on, OPEN))
        return outside(away)


def employed_by(works: tuple[Work, ...], bodies: tuple[Body, ...]) -> list[Span]:
    """Days on which somebody works for one of the bodies, while it is one of them."""
    return [
        (max(work.first, body.first), min(work.last, body.last))
        for work in works
        for body in bodies
        if work.employer_id == body.organisation_id
        and max(work.first, body.first) <= min(work.last, body.last)
    ]


def _withdrawn(consents: Spans) -> list[Span]:
    """Days after a consent ended and before it was given again; none where it was never asked."""
    if not consents:
        return []
    return [(first, last) for first, last in outside(consents) if first != BEGINNING]


@dataclass(frozen=True, kw_only=True)
class AppointmentFacts:
    """One appointment, whatever committees it serves.

    `terms` may leave gaps. `inducted_on`: induction is complete from this day. `opened_on`: the
    day on which an appointment in mid-life was brought into QIflow.
    """

    subject_id: UUID
    person: PersonFacts
    steps: Steps = ()
    terms: Spans = ()
    inducted_on: date | None = None
    opened_on: date | None = None

    @cached_property
    def statuses(self) -> tuple[tuple[date, date, str], ...]:
        return steps_to_spans(self.steps)

    def in_state(self, *states: str) -> Spans:
        return tuple((first, last) for first, last, state in self.statuses if state in states)

    @cached_property
    def _prepared(self) -> Spans:
        if self.inducted_on is None:
            return ()
        return common(self.terms, ((self.inducted_on, OPEN),))

    @cached_property
    def serving(self) -> Spans:
        """Days in a term, active and inducted. Source: domain.md 12.0 conditions 2 and 3."""
        return common(self.in_state("active"), self._prepared)

    @cached_property
    def serving_uninducted(self) -> Spans:
        """The same where induction is not asked for (Standard `count_uninducted`)."""
        active = common(self.in_state("active"), self.terms)
        return merged((*active, *self.in_state("inducting")))

    @cached_property
    def pauses(self) -> tuple[tuple[date, Spans], ...]:
        """Each pause by its first day, with its days inside a term."""
        return tuple(
            (first, common(((first, last),), self._prepared))
            for first, last, state in self.statuses
            if state == "paused"
        )


class Period(NamedTuple):
    """Days on which the terms of reference give a committee a seat."""

    first: date
    last: date
    required: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SeatFacts:
    """A seat for a patient safety partner."""

    id: UUID
    number: int
    periods: tuple[Period, ...]

    def open_on(self, day: date) -> Period | None:
        for period in self.periods:
            if period.first <= day <= period.last:
                return period
        return None


class Holding(NamedTuple):
    """A seat held by an appointment or by a pool, as one who counts."""

    seat_id: UUID
    first: date
    last: date
    appointment_id: UUID | None
    pool_id: UUID | None


class PoolPlace(NamedTuple):
    appointment_id: UUID
    first: date
    last: date


class Classification(NamedTuple):
    """Whether the committee reviews safety data. `approver`: none, chair or other."""

    first: date
    last: date
    safety_related: bool
    has_reason: bool
    approver: str
    confirmed_on: date | None
    papers_noted_on: date | None


class Counting(NamedTuple):
    """A person counts in a seat on these days; `tolerated_to` is set where a pause is tolerated."""

    seat_id: UUID
    person_id: UUID
    first: date
    last: date
    tolerated_to: date | None = None


class Recruiting(NamedTuple):
    seat_id: UUID
    first: date
    last: date


class Vacancy(NamedTuple):
    """Days on which nobody counts in a required seat; the clock starts on `first`.

    `minor_from`, `major_from`: the first days on which it is older than the standards allow.
    """

    seat: SeatFacts
    first: date
    last: date
    minor_from: date
    major_from: date


@dataclass(frozen=True, kw_only=True)
class CommitteeFacts:
    """One committee with everything that its rules read.

    `binding`: the requirement binds its organisation (trusts and ICBs). `merged_on`: days on which
    another organisation took its organisation's place; `approved_on`: days of approval after that.
    `opened_on`: the day on which a committee in mid-life was brought into QIflow.
    """

    subject_id: UUID
    organisation_id: UUID
    unit_id: UUID | None = None
    begins_on: date
    standards: Standards = DEFAULTS
    binding: bool = True
    steps: Steps = ()
    classifications: tuple[Classification, ...] = ()
    terms_dated: Spans = ()
    seats: tuple[SeatFacts, ...] = ()
    holdings: tuple[Holding, ...] = ()
    pools: Mapping[UUID, tuple[PoolPlace, ...]] = field(default_factory=dict)
    appointments: Mapping[UUID, AppointmentFacts] = field(default_factory=dict)
    bodies: tuple[Body, ...] = ()
    merged_on: tuple[date, ...] = ()
    approved_on: tuple[date, ...] = ()
    recruiting: tuple[Recruiting, ...] = ()
    opened_on: date | None = None

    @cached_property
    def statuses(self) -> tuple[tuple[date, date, str], ...]:
        return steps_to_spans(self.steps)

    def state_on(self, day: date) -> str:
        """Before its first recorded step a committee is proposed."""
        for first, last, state in self.statuses:
            if first <= day <= last:
                return state
        return "proposed"

    def classification_on(self, day: date) -> Classification | None:
        for said in self.classifications:
            if said.first <= day <= said.last:
                return said
        return None

    @cached_property
    def counting(self) -> tuple[Counting, ...]:
        """Who counts in which seat, when. Source: domain/domain.md 12.0 `psp_counts`."""
        return tuple(
            Counting(holding.seat_id, who.person.id, first, last)
            for holding, who, days in self._served
            for first, last in common(who.serving, days)
        )

    @cached_property
    def counting_uninducted(self) -> tuple[Counting, ...]:
        return tuple(
            Counting(holding.seat_id, who.person.id, first, last)
            for holding, who, days in self._served
            for first, last in common(who.serving_uninducted, days)
        )

    @cached_property
    def paused(self) -> tuple[Counting, ...]:
        """Who would count but for a pause, and until when that is tolerated (15 item 1)."""
        result = []
        for holding, who, days in self._served:
            for began, pause in who.pauses:
                grace = timedelta(days=self.standards.on("pause_grace_days", began))
                for first, last in common(pause, days):
                    until = began + grace - ONE_DAY
                    result.append(Counting(holding.seat_id, who.person.id, first, last, until))
        return tuple(result)

    @cached_property
    def _served(self) -> tuple[tuple[Holding, AppointmentFacts, Spans], ...]:
        """Every holding with each person behind it and the days on which that person may count."""
        available: dict[UUID, Spans] = {}
        result = []
        for holding in self.holdings:
            seat_days = self.seat_days.get(holding.seat_id, ())
            held = common(((holding.first, holding.last),), seat_days)
            for who, days in self._behind(holding, held):
                if who.person.id not in available:
                    available[who.person.id] = who.person.available(self.bodies)
                result.append((holding, who, common(days, available[who.person.id])))
        return tuple(result)

    def _behind(self, holding: Holding, held: Spans) -> list[tuple[AppointmentFacts, Spans]]:
        if holding.appointment_id is not None:
            who = self.appointments.get(holding.appointment_id)
            return [(who, held)] if who else []
        places = self.pools.get(holding.pool_id, ()) if holding.pool_id else ()
        return [
            (self.appointments[place.appointment_id], common(held, ((place.first, place.last),)))
            for place in places
            if place.appointment_id in self.appointments
        ]

    @cached_property
    def vacancies(self) -> tuple[Vacancy, ...]:
        """Every stretch in which a required seat counts for nothing, with when its clock starts."""
        return self._vacancies(self.counting)

    @cached_property
    def vacancies_uninducted(self) -> tuple[Vacancy, ...]:
        """The same where a partner counts before induction."""
        return self._vacancies(self.counting_uninducted)

    def _vacancies(self, rows: tuple[Counting, ...]) -> tuple[Vacancy, ...]:
        """A seat that was never filled starts its clock after the grace of a new committee."""
        served: dict[UUID, list[Span]] = {seat.id: [] for seat in self.seats}
        for row in rows:
            served[row.seat_id].append((row.first, row.last))
        grace = timedelta(days=self.standards.on("new_committee_grace_days", self.begins_on))
        found = []
        for seat in self.seats:
            filled = merged(served[seat.id])
            required = merged((p.first, p.last) for p in seat.periods if p.required)
            for first, last in common(required, outside(filled)):
                never_filled = not any(end < first for _, end in filled)
                starts = max(first, self.begins_on + grace) if never_filled else first
                if starts <= last:
                    found.append(self._vacancy(seat, starts, last))
        return tuple(found)

    def _vacancy(self, seat: SeatFacts, first: date, last: date) -> Vacancy:
        minor = timedelta(days=self.standards.on("vacancy_minor_days", first))
        major = timedelta(days=self.standards.on("vacancy_major_days", first))
        return Vacancy(seat, first, last, first + minor, first + major)

    @cached_property
    def seat_days(self) -> dict[UUID, Spans]:
        return {seat.id: merged((p.first, p.last) for p in seat.periods) for seat in self.seats}

    @cached_property
    def life_days(self) -> frozenset[date]:
        """The days on which state, classification or seats change, or judging begins."""
        days = {self.opened_on} if self.opened_on else set()
        days.update(edges((first, last) for first, last, _ in self.statuses))
        days.update(edges((row.first, row.last) for row in self.classifications))
        days.update(edges((p.first, p.last) for seat in self.seats for p in seat.periods))
        return frozenset(days)

    @cached_property
    def count_days(self) -> frozenset[date]:
        """The days on which the count of partners can change."""
        groups = (self.counting, self.counting_uninducted, self.paused)
        return frozenset(edges((row.first, row.last) for group in groups for row in group))


class Served(NamedTuple):
    """Days on which an appointment serves a committee, through a seat or a pool."""

    committee_id: UUID
    first: date
    last: date


@dataclass(frozen=True, kw_only=True)
class AppointmentSubject:
    """An appointment as the subject of rules.

    `bodies`: those behind its own organisation; `committees`: those behind each committee served.
    """

    subject_id: UUID
    organisation_id: UUID
    unit_id: UUID | None = None
    begins_on: date
    standards: Standards = DEFAULTS
    binding: bool = True
    appointment: AppointmentFacts
    bodies: tuple[Body, ...] = ()
    served: tuple[Served, ...] = ()
    committees: Mapping[UUID, tuple[Body, ...]] = field(default_factory=dict)
