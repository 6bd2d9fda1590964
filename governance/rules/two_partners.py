"""C01 and C10: two patient safety partners, and the look-ahead that recruiting needs. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date, timedelta

from governance.facts.spans import ONE_DAY
from governance.facts.values import CommitteeFacts, Counting
from governance.rules.scope import SCOPE_SENTENCES, breach_where_binding, minor, out_of_scope
from governance.rules.standards import (
    COMMITTEE_LOOK_AHEAD,
    COUNT_UNINDUCTED,
    MERGER_GRACE,
    MIN_PSP,
    NEW_COMMITTEE_GRACE,
    PAUSE_GRACE,
    RECRUITMENT_LOOK_AHEAD,
)
from kernel.rules.outcomes import Met, Outcome, Verdict
from kernel.rules.rule import Rule, Terms

_SOURCE = (
    "Framework for involving patients in patient safety, NHS England 2021, part B; "
    "pslhub.org r11804; QIflow field notes 12.0, 12.1 C01, 15 items 1, 2, 3, 5, 7, 20"
)
_SENTENCES = {
    **SCOPE_SENTENCES,
    "met": "{counted} patient safety partners count; at least {required} are required.",
    "met_uninducted": "{counted} patient safety partners count, some before their induction is "
    "complete; at least {required} are required.",
    "no_seat": "There is no seat for a patient safety partner; {required} are required.",
    "too_few_seats": "There are seats for {counted} patient safety partners; {required} are "
    "required.",
    "seat_not_counted": "Seat {seats} is not counted from {since}.",
    "seats_not_counted": "Seats {seats} are not counted, the last of them from {since}.",
    "one_person_in_seats": "Seats {seats} are held by too few people: {counted} of {required} "
    "count.",
    "approve_again": "The organisation has changed: approve this committee again by {by}.",
}


@dataclass(frozen=True, slots=True)
class Count:
    """How many count on a day: never rows, but the fewer of distinct people and their seats."""

    people: AbstractSet[object]
    seats: AbstractSet[object]

    @property
    def number(self) -> int:
        return min(len(self.people), len(self.seats))


def count_on(rows: Iterable[Counting], day: date) -> Count:
    people, seats = set(), set()
    for seat_id, person_id, first, last, _ in rows:
        if first <= day <= last:
            people.add(person_id)
            seats.add(seat_id)
    return Count(people, seats)


def two_partners_on(facts: CommitteeFacts, on: date) -> Verdict:
    """Do at least `min_psp` distinct people count in as many seats?"""
    scope = out_of_scope(facts, on)
    if scope:
        return scope
    required = facts.standards.on(MIN_PSP, on)
    lenient = facts.standards.on(COUNT_UNINDUCTED, on) == 1
    rows = facts.counting_uninducted if lenient else facts.counting
    count = count_on(rows, on)
    if count.number < required:
        return _short(facts, on, rows=rows, count=count, required=required)
    if _waits_for_approval(facts, on):
        return _approve_again(facts, on)
    params = {"counted": count.number, "required": required}
    needs_leniency = lenient and count_on(facts.counting, on).number < required
    return Verdict(met=Met.YES, code="met_uninducted" if needs_leniency else "met", params=params)


def _short(
    facts: CommitteeFacts, on: date, *, rows: Sequence[Counting], count: Count, required: int
) -> Verdict:
    code, params = _what_is_missing(facts, on, rows=rows, count=count, required=required)
    params = {"counted": count.number, "required": required, **params}
    tolerated = [_new_committee_until(facts), _pause_until(facts, on, rows, required)]
    return Verdict(
        met=Met.NO,
        code=code,
        params=params,
        tolerated_to=max((day for day in tolerated if day), default=None),
    )


def _what_is_missing(
    facts: CommitteeFacts, on: date, *, rows: Sequence[Counting], count: Count, required: int
) -> tuple[str, dict[str, object]]:
    """The sentence in terms of seats and dates: never who, never why."""
    open_seats = [seat for seat in facts.seats if seat.open_on(on)]
    if not open_seats:
        return "no_seat", {}
    empty = [seat for seat in open_seats if seat.id not in count.seats]
    if not empty:
        few_people = len(count.people) < min(len(open_seats), required)
        if few_people:
            return "one_person_in_seats", {"seats": [seat.number for seat in open_seats]}
        return "too_few_seats", {}
    since = max(uncounted_since(facts, seat.id, on, rows) for seat in empty)
    code = "seat_not_counted" if len(empty) == 1 else "seats_not_counted"
    return code, {"seats": [seat.number for seat in empty], "since": since.isoformat()}


def uncounted_since(
    facts: CommitteeFacts, seat_id: object, on: date, rows: Iterable[Counting]
) -> date:
    """The first day of the present stretch on which nobody counts in a seat."""
    ended = [row.last for row in rows if row.seat_id == seat_id and row.last < on]
    opened = [
        period.first
        for seat in facts.seats
        if seat.id == seat_id
        for period in seat.periods
        if period.first <= on <= period.last
    ]
    starts = [last + ONE_DAY for last in ended] + opened + [facts.begins_on]
    return max(starts)


def _new_committee_until(facts: CommitteeFacts) -> date:
    grace = facts.standards.on(NEW_COMMITTEE_GRACE, facts.begins_on)
    return facts.begins_on + timedelta(days=grace) - ONE_DAY


def _pause_until(
    facts: CommitteeFacts, on: date, rows: Sequence[Counting], required: int
) -> date | None:
    """The last day on which tolerated breaks make up for those who do not count, if they do."""
    breaks = [row for row in facts.paused if row.first <= on <= row.last and row.tolerated_to]
    for until in sorted({row.tolerated_to for row in breaks if row.tolerated_to}, reverse=True):
        kept = [row for row in breaks if row.tolerated_to and row.tolerated_to >= until]
        if count_on([*rows, *kept], on).number >= required:
            return until
    return None


def _waits_for_approval(facts: CommitteeFacts, on: date) -> bool:
    merged = [day for day in facts.merged_on if day <= on]
    return bool(merged) and not any(max(merged) <= day <= on for day in facts.approved_on)


def _approve_again(facts: CommitteeFacts, on: date) -> Verdict:
    merged = max(day for day in facts.merged_on if day <= on)
    until = merged + timedelta(days=facts.standards.on(MERGER_GRACE, merged)) - ONE_DAY
    return Verdict(
        met=Met.NO,
        code="approve_again",
        params={"since": merged.isoformat(), "by": until.isoformat()},
        tolerated_to=until,
    )


def count_boundaries(facts: CommitteeFacts) -> Iterable[date]:
    """The days on which the count, or whether it is asked for, can change."""
    return (*facts.life_days, *facts.count_days, *facts.merged_on, *facts.approved_on)


_THRESHOLDS = (MIN_PSP, COUNT_UNINDUCTED, PAUSE_GRACE, NEW_COMMITTEE_GRACE, MERGER_GRACE)

TWO_PARTNERS: Rule[CommitteeFacts] = Rule(
    id="C01",
    version=1,
    subject="committee",
    title="Two patient safety partners",
    sentence="Every active safety-related governance committee has at least two patient safety "
    "partners who are prepared and serving.",
    source=_SOURCE,
    severity=breach_where_binding,
    condition=two_partners_on,
    boundaries=count_boundaries,
    sentences=_SENTENCES,
    terms=Terms(look_ahead=COMMITTEE_LOOK_AHEAD),
    standards=_THRESHOLDS,
)

TERM_ENDING: Rule[CommitteeFacts] = Rule(
    id="C10",
    version=1,
    subject="committee",
    title="Time to recruit",
    sentence="Where it is already known that a committee will have too few patient safety "
    "partners, recruiting begins half a year before.",
    source="QIflow field notes 12.1 C10, 15 item 20",
    severity=minor,
    condition=two_partners_on,
    boundaries=count_boundaries,
    sentences=_SENTENCES,
    terms=Terms(look_ahead=RECRUITMENT_LOOK_AHEAD, unmet_shows=Outcome.NOT_APPLICABLE),
    standards=_THRESHOLDS,
)
