"""The seats of a committee as a timeline, and the one sentence about its partners."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from governance.facts.committees import load_committees
from governance.facts.spans import OPEN, Span, Spans, common, merged, outside
from governance.facts.values import CommitteeFacts
from governance.models import CommitteeOrganisation
from governance.queries.committees import readable_committee
from governance.rules.two_partners import TWO_PARTNERS
from kernel import tenancy
from kernel.actors import Actor
from kernel.rules.outcomes import Interval, Outcome
from kernel.rules.rule import say
from kernel.rules.timeline import outcome_on, timeline

_HORIZON = timedelta(days=366)
_WORDS = ("No", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine")


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """Days of a seat: `kind` is counts, break (held, and does not count) or empty.

    A null `ends_on` is open.
    """

    kind: str
    starts_on: date
    ends_on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SeatLine:
    """One seat for a partner, with its days in order, without names and causes."""

    seat_id: UUID
    number: int
    required: bool
    stretches: tuple[Stretch, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PartnersOfCommittee:
    """What the page of a committee shows first: a sentence, how it stands, and the seats."""

    sentence: str
    outcome: str
    until: date | None
    seats: tuple[SeatLine, ...]
    intervals: tuple[Interval, ...]


def partners_of_committee(
    *, actor: Actor, committee_id: UUID, as_at: date, known_at: datetime | None = None
) -> PartnersOfCommittee:
    """The seats of a committee over time, and what follows for the requirement on a day.

    Raises:
        NotFound, Denied
    """
    readable_committee(committee_id, actor)
    with _whole_committee(committee_id, actor):
        found = load_committees([committee_id], known_at).get(committee_id)
    if found is None:
        return PartnersOfCommittee(
            sentence="Not registered then.", outcome="", until=None, seats=(), intervals=()
        )
    intervals = timeline(TWO_PARTNERS, found, horizon=as_at + _HORIZON)
    here = outcome_on(intervals, as_at)
    return PartnersOfCommittee(
        sentence=_sentence(intervals, as_at),
        outcome=here.outcome if here else "",
        until=here.ends_on if here else None,
        seats=tuple(_lines(found)),
        intervals=intervals,
    )


@contextmanager
def _whole_committee(committee_id: UUID, actor: Actor) -> Iterator[None]:
    """A joint committee is judged by partners of several organisations.

    Only dates and seat numbers leave this module, never who holds a seat.
    """
    joint = CommitteeOrganisation.objects.filter(committee_id=committee_id).exists()
    if not joint or actor.everywhere:
        yield
        return
    tenancy.open_to_all()
    try:
        yield
    finally:
        tenancy.narrow_to(actor)


def _sentence(intervals: tuple[Interval, ...], day: date) -> str:
    """“Two patient safety partners: met until 31 March 2027, when Seat 2 falls vacant.”"""
    here = outcome_on(intervals, day)
    if here is None:
        return "This committee had not been established."
    if here.outcome is Outcome.PASS or (here.outcome is Outcome.AT_RISK and here.met == "yes"):
        return _met(intervals, here, day)
    told = say(TWO_PARTNERS, here.code, here.params)
    if here.outcome is Outcome.AT_RISK and here.params.get("fails_on"):
        fails_on = _written(date.fromisoformat(str(here.params["fails_on"])))
        return f"Patient safety partners: at risk, not met from {fails_on}. {told}"
    if here.outcome is Outcome.FAIL:
        return f"Patient safety partners: not met. {told}"
    return told


def _met(intervals: tuple[Interval, ...], here: Interval, day: date) -> str:
    counted = next(
        (
            int(one.params["counted"])
            for one in reversed(intervals)
            if one.starts_on <= day and one.outcome is Outcome.PASS
        ),
        int(here.params.get("required", 0)),
    )
    number = _WORDS[counted] if counted < len(_WORDS) else str(counted)
    ending = next(
        (
            one
            for one in intervals
            if one.starts_on > day and one.outcome in (Outcome.FAIL, Outcome.UNKNOWN)
        ),
        None,
    )
    partners = "partner" if counted == 1 else "partners"
    if ending is None:
        return f"{number} patient safety {partners}: met."
    last = _written(ending.starts_on - timedelta(days=1))
    return f"{number} patient safety {partners}: met until {last}, {_why(ending)}."


def _why(ending: Interval) -> str:
    seats = ending.params.get("seats")
    if ending.code == "seat_not_counted" and seats:
        return f"when Seat {seats[0]} falls vacant"
    if ending.code == "seats_not_counted" and seats:
        return f"when Seats {' and '.join(str(number) for number in seats)} are vacant"
    return "when too few count"


def _written(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


def _lines(facts: CommitteeFacts) -> Iterator[SeatLine]:
    for seat in facts.seats:
        days = facts.seat_days[seat.id]
        counts = merged((r.first, r.last) for r in facts.counting if r.seat_id == seat.id)
        breaks = common(common(_held(facts, seat.id), days), outside(counts))
        empty = common(days, outside((*counts, *breaks)))
        stretches = [
            *_stretches("counts", counts),
            *_stretches("break", breaks),
            *_stretches("empty", empty),
        ]
        yield SeatLine(
            seat_id=seat.id,
            number=seat.number,
            required=any(period.required for period in seat.periods),
            stretches=tuple(sorted(stretches, key=lambda one: one.starts_on)),
        )


def _held(facts: CommitteeFacts, seat_id: UUID) -> Spans:
    """Days on which a seat is somebody's, whether or not that person counts."""
    found: list[Span] = []
    for holding in facts.holdings:
        who = facts.appointments.get(holding.appointment_id) if holding.appointment_id else None
        if holding.seat_id == seat_id and who:
            serving = common(who.in_state("active", "paused", "suspended"), who.terms)
            days = merged((*serving, *who.in_state("checks", "inducting")))
            found += common(((holding.first, holding.last),), days)
    return merged(found)


def _stretches(kind: str, days: Spans) -> Iterator[Stretch]:
    for first, last in days:
        yield Stretch(kind=kind, starts_on=first, ends_on=None if last == OPEN else last)
