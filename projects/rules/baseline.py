"""P09: a baseline before testing, or a plan to finish the one that was begun. Pure."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from datetime import date, timedelta
from enum import IntEnum
from typing import Any, NamedTuple

from kernel.rules.outcomes import Met, Verdict
from kernel.rules.rule import Rule, Terms
from kernel.rules.standards import DEFINITIONS
from projects.facts.measures import OUTCOME, PROCESS, MeasureFacts
from projects.facts.values import ProjectFacts
from projects.measures.periods import due_on, next_period
from projects.measures.standards import LOCKED_POINTS
from projects.rules import standards
from projects.rules.family import IN_USE
from projects.rules.measured import lag_of
from projects.rules.when import SILENCES, edges, major, not_applicable, silence


class Standing(IntEnum):
    """How far a baseline is, worst first."""

    NOT_BEGUN = 0
    NO_PLAN = 1
    NOT_FINISHED = 2
    BEGUN = 3
    RARE = 4
    FINISHED = 5
    LOCKED = 6


class Baseline(NamedTuple):
    """The baseline of one measure on a day; `finish_by` is None where no day can be named."""

    standing: Standing
    points: int
    finish_by: date | None


def baseline(facts: ProjectFacts, measure: MeasureFacts, on: date) -> Baseline:
    """What a measure has of its baseline on a day: points of periods that are over."""
    points = bisect_left(measure.counted_ends, on)
    finish_by = _finish_by(facts, measure)
    if points >= facts.standards.on(LOCKED_POINTS, on):
        standing = Standing.LOCKED
    elif points >= facts.standards.on(standards.BASELINE_POINTS, on):
        standing = Standing.FINISHED
    elif measure.rare:
        standing = Standing.RARE
    elif not points:
        standing = Standing.NOT_BEGUN
    elif not measure.planned:
        standing = Standing.NO_PLAN
    elif finish_by and on > finish_by:
        standing = Standing.NOT_FINISHED
    else:
        standing = Standing.BEGUN
    return Baseline(standing, points, finish_by)


def _finish_by(facts: ProjectFacts, measure: MeasureFacts) -> date | None:
    """When the last point of the baseline is due if no period is left out.

    Rare events come when they come.
    """
    first = next((point.on for point in measure.points if point.counted), None)
    if first is None or not measure.regular:
        return None
    needed = facts.standards.on(standards.BASELINE_POINTS, first)
    last = next_period(measure.frequency, first, steps=needed - 1)
    return due_on(measure.frequency, last, lag_days=lag_of(facts, measure, last))


def _condition(facts: ProjectFacts, on: date) -> Verdict:
    silent = silence(facts, on)
    if silent:
        return silent
    if facts.work_on(on).stage not in IN_USE:
        return not_applicable("before_testing")
    if _began_before_qiflow(facts):
        return not_applicable("before_qiflow")
    worst: Baseline | None = None
    for family in (OUTCOME, PROCESS):
        found = [
            baseline(facts, measure, on)
            for measure in facts.measures
            if measure.family == family and measure.known(on)
        ]
        if not found:
            return Verdict(met=Met.UNKNOWN, code="no_measure")
        best = max(found, key=lambda each: each[:2])
        worst = best if worst is None else min(worst, best, key=lambda each: each[:2])
    return _verdict(facts, worst, on) if worst else Verdict(met=Met.UNKNOWN, code="no_measure")


def _began_before_qiflow(facts: ProjectFacts) -> bool:
    """Was the project brought in when testing had begun?"""
    return any(change.opening and change.day == facts.testing_from for change in facts.stages)


def _verdict(facts: ProjectFacts, found: Baseline, on: date) -> Verdict:
    params: dict[str, Any] = {}
    if found.standing in (Standing.NO_PLAN, Standing.NOT_FINISHED, Standing.BEGUN):
        needed = facts.standards.on(standards.BASELINE_POINTS, on)
        params = {"points": found.points, "of": needed}
    code = found.standing.name.lower()
    if found.standing is Standing.BEGUN and found.finish_by:
        code, params = "begun_until", {**params, "finish_by": found.finish_by.isoformat()}
    met = Met.YES if found.standing >= Standing.BEGUN else Met.NO
    return Verdict(met=met, code=code, params=params)


def _boundaries(facts: ProjectFacts) -> Iterator[date]:
    yield from edges(facts)
    for measure in facts.measures:
        if measure.family not in (OUTCOME, PROCESS):
            continue
        yield from measure.edges()
        yield from _growth(measure)
        finish_by = _finish_by(facts, measure)
        if finish_by:
            yield finish_by + timedelta(days=1)


def _growth(measure: MeasureFacts) -> Iterator[date]:
    """The days on which the baseline gets another point, as far as anything asks for more."""
    for end in measure.counted_ends[: DEFINITIONS[LOCKED_POINTS].maximum]:
        yield end + timedelta(days=1)


BASELINE_BEFORE_TESTING: Rule[ProjectFacts] = Rule(
    id="P09",
    version=1,
    subject="project",
    title="A baseline",
    sentence=(
        "Before testing, the outcome and the process measure each have a baseline of 8 points, or"
        " one that is begun with a plan to finish it, or a reason why the event is too rare. 12"
        " points lock the limits."
    ),
    source="QIflow field notes 12.2 P09, 15 item 11 (8 inferred); NHSRplotthedots vignette (12)",
    severity=major,
    condition=_condition,
    boundaries=_boundaries,
    sentences={
        **SILENCES,
        "before_testing": "Asked for from the start of testing.",
        "no_measure": "Define an outcome and a process measure first: they need a baseline.",
        "not_begun": "Enter the first data of the outcome and the process measure.",
        "no_plan": (
            "The baseline has {points} of {of} points. Enter more data, or write how it will be"
            " finished."
        ),
        "not_finished": (
            "The baseline was to be finished and has {points} of {of} points. Enter the data that"
            " are missing."
        ),
        "begun": "The baseline is begun ({points} of {of} points), with a plan to finish it.",
        "begun_until": (
            "The baseline is begun ({points} of {of} points), with a plan to finish it. It can be"
            " finished by {finish_by}."
        ),
        "rare": "The event is rare, and it is written down why there is no longer baseline.",
        "finished": (
            "The baseline has enough points to start. Limits are locked, and improvement can be"
            " claimed, when it has 12."
        ),
        "locked": "The baseline is long enough to lock the limits.",
    },
    terms=Terms(look_ahead=standards.LOOK_AHEAD_DAYS),
    standards=(standards.BASELINE_POINTS, LOCKED_POINTS, standards.DATA_LAG_DAYS),
    gates=("project.start_testing",),
)
