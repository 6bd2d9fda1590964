"""Frozen facts for rules, made without a database."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID, uuid4

from governance.facts.spans import OPEN, Spans
from governance.facts.values import (
    AppointmentFacts,
    Body,
    Classification,
    CommitteeFacts,
    Holding,
    Period,
    PersonFacts,
    SeatFacts,
)
from governance.rules.two_partners import TWO_PARTNERS, two_partners_on
from kernel.rules.outcomes import Interval, Met, Verdict
from kernel.rules.standards import Standards
from kernel.rules.timeline import outcome_on, timeline

BEGAN = date(2024, 1, 1)
TODAY = date(2026, 4, 1)
HORIZON = date(2027, 4, 1)
TRUST = UUID(int=1)
OTHER = UUID(int=2)


def partner(
    *,
    terms: Spans = ((BEGAN, OPEN),),
    steps: tuple[tuple[date, str], ...] = ((BEGAN, "active"),),
    inducted_on: date | None = BEGAN,
    person_id: UUID | None = None,
    opened_on: date | None = None,
    **person: Any,
) -> AppointmentFacts:
    return AppointmentFacts(
        subject_id=uuid4(),
        person=PersonFacts(id=person_id or uuid4(), **person),
        steps=steps,
        terms=terms,
        inducted_on=inducted_on,
        opened_on=opened_on,
    )


def seat(
    number: int, *, first: date = BEGAN, last: date = OPEN, required: bool = True
) -> SeatFacts:
    return SeatFacts(
        id=UUID(int=100 + number), number=number, periods=(Period(first, last, required),)
    )


def held(seat: SeatFacts, who: AppointmentFacts, first: date = BEGAN, last: date = OPEN) -> Holding:
    return Holding(seat.id, first, last, who.subject_id, None)


def classified(yes: bool = True, first: date = BEGAN, **values: Any) -> Classification:
    row = {
        "last": OPEN,
        "has_reason": True,
        "approver": "other",
        "confirmed_on": first,
        "papers_noted_on": None,
        **values,
    }
    return Classification(first=first, safety_related=yes, **row)


ONE, TWO, THREE = seat(1), seat(2), seat(3)


def committee(
    *partners: AppointmentFacts,
    seats: tuple[SeatFacts, ...] = (ONE, TWO),
    holdings: tuple[Holding, ...] | None = None,
    standards: dict[str, tuple[tuple[date, int], ...]] | None = None,
    **values: Any,
) -> CommitteeFacts:
    """A safety-related committee, active since `BEGAN`; each partner holds the next seat."""
    if holdings is None:
        holdings = tuple(held(place, who) for place, who in zip(seats, partners, strict=False))
    row: dict[str, Any] = {
        "subject_id": UUID(int=9),
        "organisation_id": TRUST,
        "begins_on": BEGAN,
        "steps": ((BEGAN, "active"),),
        "classifications": (classified(),),
        "terms_dated": ((BEGAN, OPEN),),
        "bodies": (Body(TRUST, date.min, OPEN),),
        "standards": Standards(standards or {}),
        **values,
    }
    return CommitteeFacts(
        seats=seats,
        holdings=holdings,
        appointments={who.subject_id: who for who in partners},
        **row,
    )


def verdict(facts: CommitteeFacts, day: date = TODAY) -> Verdict:
    return two_partners_on(facts, day)


def met(facts: CommitteeFacts, day: date = TODAY) -> Met:
    return verdict(facts, day).met


def shown(facts: CommitteeFacts, day: date = TODAY, rule: Any = TWO_PARTNERS) -> Interval:
    found = outcome_on(timeline(rule, facts, horizon=HORIZON), day)
    assert found is not None
    return found
