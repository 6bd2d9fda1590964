"""What the data of a measure say on a day: which are missing, and which are the latest. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import islice
from typing import NamedTuple

from kernel.rules.outcomes import Met, Verdict
from kernel.rules.standards import DEFINITIONS
from projects.facts.measures import PROCESS, PROPORTION, MeasureFacts, PointFacts
from projects.facts.values import ProjectFacts
from projects.measures.periods import (
    due_on,
    in_words,
    last_day,
    next_period,
    period_of,
    periods,
)
from projects.measures.standards import LOCKED_POINTS
from projects.rules import standards

ONE_DAY = timedelta(days=1)
ALWAYS_EVENT = "always_event"

#: Stages whose projects are done with measuring; a sustained one is watched until it is archived.
DONE_MEASURING = frozenset({"stopped", "archived"})

#: Of verdicts on several measures the first of these decides.
_WORST_FIRST = (Met.NO, Met.UNKNOWN, Met.YES)


class Unfilled(NamedTuple):
    """A period of which nothing is recorded, and the last day on which that is in time."""

    first: date
    due_on: date


def lag_of(facts: ProjectFacts, measure: MeasureFacts, first: date) -> int:
    """Days from the end of a period until its data are due.

    Source: QIflow field notes 15 item 14.
    """
    if measure.lag_days is not None:
        return measure.lag_days
    return facts.standards.on(standards.DATA_LAG_DAYS, last_day(measure.frequency, first))


def judged(facts: ProjectFacts, on: date) -> Sequence[MeasureFacts]:
    """The measures by which a project is called reliable on a day.

    The one marked for it; a project by the Model for Improvement that marks none is judged by all
    its process measures.
    Source: QIflow field notes 2.6, 15 item 21.
    """
    running = [measure for measure in facts.measures if measure.running(on)]
    marked = [measure for measure in running if measure.reliability]
    if marked or facts.method == ALWAYS_EVENT:
        return marked[-1:]
    return [measure for measure in running if measure.family == PROCESS]


def may_be_judged(facts: ProjectFacts) -> Iterator[MeasureFacts]:
    """The measures by which a project may be called reliable on any day."""
    for measure in facts.measures:
        if measure.reliability or (facts.method != ALWAYS_EVENT and measure.family == PROCESS):
            yield measure


def worst(verdicts: Sequence[Verdict]) -> Verdict:
    """The verdict that decides for all; without any measure nothing is known."""
    if not verdicts:
        return Verdict(met=Met.UNKNOWN, code="no_measure")
    return min(verdicts, key=lambda verdict: _WORST_FIRST.index(verdict.met))


def unfilled(facts: ProjectFacts, measure: MeasureFacts) -> Sequence[Unfilled]:
    """The periods of which nothing is recorded, and the next ones after the latest data."""
    key = (unfilled, measure.measure_id)
    if key not in facts.worked_out:
        facts.worked_out[key] = tuple(_unfilled(facts, measure))
    found: Sequence[Unfilled] = facts.worked_out[key]
    return found


def _unfilled(facts: ProjectFacts, measure: MeasureFacts) -> Iterator[Unfilled]:
    if not measure.regular:
        return
    filled = {point.on for point in measure.points}
    latest = max(filled, default=date.min)
    further = DEFINITIONS[standards.HELD_PERIODS].maximum
    until = measure.ended_on or date(date.max.year - 1, 1, 1)
    for first in periods(measure.frequency, _counts_from(measure), until):
        if last_day(measure.frequency, first) > until:
            return
        if first not in filled:
            lag = lag_of(facts, measure, first)
            yield Unfilled(first, due_on(measure.frequency, first, lag_days=lag))
        if first > latest:
            further -= 1
            if not further:
                return


def _counts_from(measure: MeasureFacts) -> date:
    """The first period whose data are looked for: the first recorded, else the first whole one."""
    if measure.points:
        return measure.points[0].on
    since = max(measure.begins_on, measure.created_on)
    first = period_of(measure.frequency, since)
    return first if first == since else next_period(measure.frequency, first)


def overdue(facts: ProjectFacts, measure: MeasureFacts, on: date) -> Sequence[Unfilled]:
    """The periods whose data had to be in before a day and are not, oldest first."""
    return [each for each in unfilled(facts, measure) if each.due_on < on]


def stopped(facts: ProjectFacts, measure: MeasureFacts, on: date) -> Verdict | None:
    """The answer when the latest data are not in."""
    known = measure.ended_before(on)
    latest = measure.points[known - 1].on if known else date.min
    late = next((each for each in overdue(facts, measure, on) if each.first > latest), None)
    if late is None:
        return None
    return data_missing(measure, late.first)


def data_missing(measure: MeasureFacts, first: date) -> Verdict:
    period = in_words(measure.frequency, first)
    return Verdict(met=Met.UNKNOWN, code="data_missing", params={"period": period})


def run(measure: MeasureFacts, on: date, *, wanted: int) -> Sequence[PointFacts]:
    """The latest consecutive periods with figures, newest first, at most as many as wanted.

    One period without any opportunity is passed over; a second one, like a gap, ends the run.
    Source: QIflow field notes 12.2 (P13: d=0 periods ignored but break "consecutive" if more
    than 1).
    """
    found: list[PointFacts] = []
    empty, expected = 0, None
    for point in reversed(measure.points[: measure.ended_before(on)]):
        empty += point.empty
        if expected not in (None, point.on) or empty > 1 or not (point.counted or point.empty):
            break
        if measure.regular:
            expected = next_period(measure.frequency, point.on, steps=-1)
        if point.counted:
            found.append(point)
        if len(found) == wanted:
            break
    return found


def latest(measure: MeasureFacts, on: date, *, wanted: int) -> Sequence[PointFacts]:
    """The latest periods with figures, newest first, whatever lies between them."""
    ended = reversed(measure.points[: measure.ended_before(on)])
    return list(islice((point for point in ended if point.counted), wanted))


def signals(facts: ProjectFacts, measure: MeasureFacts, on: date) -> frozenset[date]:
    """The points of the last segment that signal a change for the worse, as known on a day."""
    since = max((day for day in measure.rebases if day < on), default=date.min)
    locked = measure.locked_points
    if locked is None:
        locked = facts.standards.on(LOCKED_POINTS, on)
    return measure.concerns(measure.ended_before(on), since=since, locked=locked)


def concern(
    facts: ProjectFacts, measure: MeasureFacts, on: date, among: Sequence[PointFacts]
) -> Verdict | None:
    """The answer when one of these points is a signal that something gets worse."""
    found = signals(facts, measure, on)
    worse = min((point.on for point in among if point.on in found), default=None)
    if worse is None:
        return None
    period = in_words(measure.frequency, worse)
    return Verdict(met=Met.NO, code="concern", params={"period": period})


def in_figures(measure: MeasureFacts, point: PointFacts) -> str:
    """A point with its n: "19 of 20"; a plain value where nothing is divided."""
    if measure.data_kind == PROPORTION and point.denominator is not None:
        return f"{plain(point.numerator)} of {plain(point.denominator)}"
    figure = measure.figure(point)
    return "no figure" if figure is None else f"{float(figure):g}"


def plain(number: object) -> str:
    """A decimal without its closing zeros."""
    text = f"{number}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def turns(facts: ProjectFacts) -> Iterator[date]:
    """The days on which data of measures that may be judged come to count, or are missed."""
    for measure in may_be_judged(facts):
        yield from measure.edges()
        for end in measure.ends:
            yield end + ONE_DAY
        for each in unfilled(facts, measure):
            yield each.due_on + ONE_DAY
        for day in measure.rebases:
            yield day + ONE_DAY


SENTENCES = {
    "before_reliable": "Asked for when the project has been declared reliable.",
    "paused": "The work is paused.",
    "no_measure": "Mark the measure that shows how often it happens reliably.",
    "no_direction": "Say whether higher or lower is better on the measure of reliability.",
    "no_target": "Set a target for the measure of reliability.",
    "data_missing": (
        "Enter the data of {period} for the measure of reliability, or say why there are none."
    ),
    "concern": (
        "The measure of reliability shows a change for the worse in {period}. Find out why, and"
        " write it on the chart."
    ),
}
