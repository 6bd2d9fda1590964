"""P15: the data of every period are in by the day on which they are due. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

from kernel.rules.outcomes import Met, Severity, Verdict
from kernel.rules.rule import Rule, Terms
from projects.facts.measures import MeasureFacts
from projects.facts.values import ProjectFacts
from projects.measures.periods import due_on, in_words, last_day, periods
from projects.rules import standards
from projects.rules.family import IN_USE
from projects.rules.measured import DONE_MEASURING, ONE_DAY, lag_of
from projects.rules.when import SILENCES, edges, not_applicable, silence

#: So many periods without data weigh as major.
#: Source: QIflow field notes 12.2 (P15, major at 2 missed).
MANY = 2


class Late(NamedTuple):
    """A period whose data came in after they were due, or (`in_on` is None) not at all."""

    first: date
    due_on: date
    in_on: date | None

    def missing(self, on: date) -> bool:
        return self.due_on < on and (self.in_on is None or on < self.in_on)


class _Missing(NamedTuple):
    """The first period that a measure misses, and whether it misses many."""

    many: bool
    first: Late
    measure: MeasureFacts

    def order(self) -> tuple[bool, date, str]:
        return not self.many, self.first.first, str(self.measure.measure_id)


def late(facts: ProjectFacts, measure: MeasureFacts) -> Sequence[Late]:
    """The periods of a measure that are asked for and were not in time, oldest first.

    A period is asked for when it lies wholly in the life of the measure, ended after the measure
    was written down here, and the project was at work on its last day. After two that never came,
    later ones change nothing and are left out.
    """
    key = (late, measure.measure_id)
    if key not in facts.worked_out:
        facts.worked_out[key] = tuple(_late(facts, measure))
    found: Sequence[Late] = facts.worked_out[key]
    return found


def _late(facts: ProjectFacts, measure: MeasureFacts) -> Iterator[Late]:
    if not measure.regular:
        return
    came = {point.on: point.in_on for point in measure.points}
    turns = (*came, *(change.day for change in facts.stages), facts.opened_on or date.min)
    known_to = max(measure.begins_on, *turns)
    since = max(measure.begins_on, measure.created_on)
    until = measure.ended_on or date(date.max.year - 1, 1, 1)
    never = 0
    for first in periods(measure.frequency, since, until):
        end = last_day(measure.frequency, first)
        if end > until or never == MANY:
            return
        if first < measure.begins_on:
            continue
        if not _asked(facts, end):
            if first > known_to:
                return
            continue
        due = due_on(measure.frequency, first, lag_days=lag_of(facts, measure, first))
        in_on = came.get(first)
        if in_on is None or in_on > due:
            never += in_on is None
            yield Late(first, due, in_on)


def _asked(facts: ProjectFacts, end: date) -> bool:
    """Was the project at work on the last day of a period?"""
    return facts.stage_on(end) != "paused" and silence(facts, end, closed=DONE_MEASURING) is None


def _condition(facts: ProjectFacts, on: date) -> Verdict:
    silent = silence(facts, on, closed=DONE_MEASURING)
    if silent:
        return silent
    if facts.stage_on(on) == "paused":
        return not_applicable("paused")
    running = [measure for measure in facts.measures if measure.running(on)]
    if not running:
        return _nothing_to_enter(facts, on)
    missing = [
        _Missing(len(each) >= MANY, each[0], measure)
        for measure in running
        if (each := [period for period in late(facts, measure) if period.missing(on)])
    ]
    if not missing:
        return Verdict(met=Met.YES, code="up_to_date")
    return _verdict(min(missing, key=_Missing.order))


def _nothing_to_enter(facts: ProjectFacts, on: date) -> Verdict:
    if facts.work_on(on).stage in IN_USE:
        return Verdict(met=Met.UNKNOWN, code="no_measures")
    return not_applicable("no_measures_yet")


def _verdict(worst: _Missing) -> Verdict:
    frequency, first = worst.measure.frequency, worst.first
    return Verdict(
        met=Met.NO,
        code="several_missed" if worst.many else "one_missed",
        params={
            "measure": str(worst.measure.measure_id),
            "period": in_words(frequency, first.first),
            "due_on": first.due_on.isoformat(),
        },
        severity=Severity.MAJOR if worst.many else None,
    )


def _boundaries(facts: ProjectFacts) -> Iterator[date]:
    yield from edges(facts)
    for measure in facts.measures:
        yield from measure.edges()
        for each in late(facts, measure):
            yield each.due_on + ONE_DAY
            if each.in_on:
                yield each.in_on


def _minor(_facts: ProjectFacts) -> Severity:
    return Severity.MINOR


DATA_UP_TO_DATE: Rule[ProjectFacts] = Rule(
    id="P15",
    version=1,
    subject="project",
    title="Data of every period",
    sentence=(
        "Each measure has data for every period, or says why there are none, within 15 days of its"
        " end or the time that the measure sets. Two periods without data weigh as major."
    ),
    source="QIflow field notes 12.2 P15, 15 item 14; Always Events Journey (monthly report)",
    severity=_minor,
    condition=_condition,
    boundaries=_boundaries,
    sentences={
        **SILENCES,
        "paused": "The work is paused.",
        "no_measures_yet": "Asked for when measuring has begun.",
        "no_measures": "Define a measure: nobody can say whether its data are up to date.",
        "up_to_date": "The data of every period are in.",
        "one_missed": (
            "The data of {period} are due by {due_on}. Enter them, or say why there are none."
        ),
        "several_missed": (
            "Data are missing since {period}. Enter them, or say why there are none."
        ),
    },
    terms=Terms(look_ahead=standards.DATA_LOOK_AHEAD_DAYS),
    standards=(standards.DATA_LAG_DAYS,),
)
