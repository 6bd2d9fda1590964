"""Small measures, as rules see them."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import uuid4

from kernel.rules.rule import Rule
from kernel.rules.timeline import outcome_on, timeline
from projects.facts.measures import MeasureFacts, PointFacts
from projects.facts.values import ProjectFacts
from projects.measures.periods import MONTH, next_period
from projects.measures.targets import Target
from tests.unit.projects.histories import stages

HORIZON = date(2028, 6, 30)
BEGAN = date(2026, 1, 1)
TESTING = date(2026, 6, 1)
IMPLEMENTING = date(2026, 9, 1)
DECLARED = date(2027, 1, 20)
DAY = timedelta(days=1)

IN_TESTING = stages(("setup", BEGAN), ("co_design", BEGAN), ("testing", TESTING))
AT_WORK = (*IN_TESTING, *stages(("implementing", IMPLEMENTING)))
RELIABLE = (*AT_WORK, *stages(("spreading", DECLARED)))


def measure(family: str = "process", **values: Any) -> MeasureFacts:
    known = {
        "measure_id": uuid4(),
        "data_kind": "proportion",
        "direction": "increase",
        "frequency": MONTH,
        "begins_on": BEGAN,
        "created_on": BEGAN,
        "targets": (Target(on=BEGAN, value=Decimal(95)),),
    }
    return MeasureFacts(family=family, **{**known, **values})


def reliability(*found: str, first: date = BEGAN, **values: Any) -> MeasureFacts:
    """The measure of reliability with its periods from the first on; see `points`."""
    frequency = values.get("frequency", MONTH)
    return measure(
        reliability=True, points=tuple(points(found, first=first, frequency=frequency)), **values
    )


def points(
    found: Iterable[str], *, first: date = BEGAN, frequency: str = MONTH
) -> Iterator[PointFacts]:
    """A period each: "19/20", "0/0" (nobody), "gap" (known to have none), "" (not recorded)."""
    day = first
    for each in found:
        if each:
            yield point(day, each)
        day = next_period(frequency, day)


def point(day: date, found: str, in_on: date | None = None) -> PointFacts:
    in_on = in_on or day
    if found == "gap":
        return PointFacts(on=day, in_on=in_on, counted=False)
    if "/" not in found:
        return PointFacts(on=day, in_on=in_on, value=Decimal(found))
    numerator, denominator = map(Decimal, found.split("/"))
    return PointFacts(
        on=day,
        in_on=in_on,
        counted=denominator > 0,
        numerator=numerator,
        denominator=denominator,
    )


def shown(rule: Rule[ProjectFacts], facts: ProjectFacts, day: date) -> str:
    """What is shown of a day."""
    interval = outcome_on(timeline(rule, facts, horizon=HORIZON), day)
    assert interval is not None
    return interval.outcome.value


def said(rule: Rule[ProjectFacts], facts: ProjectFacts, day: date) -> tuple[str, str]:
    verdict = rule.condition(facts, day)
    return verdict.met.value, verdict.code


def turns_where_it_may_not(rule: Rule[ProjectFacts], facts: ProjectFacts) -> list[date]:
    """The days on which the answer changes though they are no boundary; there must be none."""
    known = set(rule.boundaries(facts)) | set(facts.standards.changes(rule.threshold_names))
    day, wrong = facts.begins_on + DAY, []
    while day < HORIZON:
        if day not in known and rule.condition(facts, day) != rule.condition(facts, day - DAY):
            wrong.append(day)
        day += DAY
    return wrong
