"""Whether something else got worse, and nobody has said why. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from uuid import UUID

from projects.facts.measures import BALANCING, MeasureFacts
from projects.facts.values import ProjectFacts
from projects.measures.periods import last_day
from projects.rules.measured import signals


def unexplained(facts: ProjectFacts, marked: Mapping[UUID, Sequence[date]], on: date) -> bool:
    """Does a balancing measure signal a change for the worse that no marker on it explains?

    Each stretch of such points asks for a marker on one of its days.
    Source: QIflow field notes 13.1 (complete_testing), 15 item 13.
    """
    return any(
        not any(first <= day <= last for day in marked.get(measure.measure_id, ()))
        for measure in facts.measures
        if measure.family == BALANCING and measure.running(on)
        for first, last in _stretches(facts, measure, on)
    )


def _stretches(facts: ProjectFacts, measure: MeasureFacts, on: date) -> Iterator[tuple[date, date]]:
    """The first and the last day of each row of points in a row that signal it."""
    found = signals(facts, measure, on)
    first: date | None = None
    last = date.min
    for point in measure.points[: measure.ended_before(on)]:
        if point.on in found:
            first, last = first or point.on, last_day(measure.frequency, point.on)
        elif first:
            yield first, last
            first = None
    if first:
        yield first, last
