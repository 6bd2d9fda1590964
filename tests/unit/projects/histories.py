"""Small histories of projects, as rules see them."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

from kernel.rules.standards import DEFAULTS, Standards
from projects.facts.measures import MeasureFacts
from projects.facts.values import Member, ProjectFacts, Span, StageFrom

REGISTERED = date(2026, 1, 1)
APPROVED = date(2026, 3, 1)
DAY = timedelta(days=1)


def member(
    role: str = "partner",
    team: str = "oversight",
    first: date = REGISTERED,
    last: date | None = None,
    **values: Any,
) -> Member:
    values = {"capacity": "lived", "relevant_experience": True, **values}
    return Member(
        person_id=uuid4(), team=team, role=role, span=Span(first=first, last=last), **values
    )


def on_both(last: date | None = None, first: date = REGISTERED) -> tuple[Member, Member]:
    """A partner on both teams."""
    return member(last=last, first=first), member(team="point_of_care", last=last, first=first)


def stages(*pairs: tuple[str, date]) -> tuple[StageFrom, ...]:
    return tuple(StageFrom(day=day, stage=stage) for stage, day in pairs)


def facts(
    *members: Member,
    history: tuple[StageFrom, ...] = stages(("setup", REGISTERED), ("co_design", APPROVED)),
    standards: Standards = DEFAULTS,
    opened_on: date | None = None,
    measures: tuple[MeasureFacts, ...] = (),
    method: str = "always_event",
) -> ProjectFacts:
    return ProjectFacts(
        subject_id=UUID(int=1),
        organisation_id=UUID(int=2),
        unit_id=None,
        begins_on=min(REGISTERED, *(change.day for change in history)),
        standards=standards,
        stages=history,
        members=members,
        opened_on=opened_on,
        measures=measures,
        method=method,
    )
