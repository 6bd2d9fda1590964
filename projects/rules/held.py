"""P14: reliability held, once it was declared. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from kernel.rules.outcomes import Met, Verdict
from kernel.rules.rule import Rule, Terms
from projects.facts.measures import MeasureFacts
from projects.facts.values import RELIABLE, ProjectFacts
from projects.measures.standards import LOCKED_POINTS
from projects.rules import measured, standards
from projects.rules.measured import DONE_MEASURING
from projects.rules.when import SILENCES, edges, major, not_applicable, silence


def _condition(facts: ProjectFacts, on: date) -> Verdict:
    silent = silence(facts, on, closed=DONE_MEASURING)
    if silent:
        return silent
    if facts.stage_on(on) == "paused":
        return not_applicable("paused")
    if facts.work_on(on).stage not in RELIABLE:
        return not_applicable("before_reliable")
    return measured.worst([held(facts, measure, on) for measure in measured.judged(facts, on)])


def held(facts: ProjectFacts, measure: MeasureFacts, on: date) -> Verdict:
    """Does a measure still hold what was declared? What is missing is never taken as met.

    Source: QIflow field notes 12.2 (P14), 15 item 13.
    """
    if measure.direction == "neutral":
        return Verdict(met=Met.UNKNOWN, code="no_direction")
    wanted = facts.standards.on(standards.HELD_PERIODS, on)
    points = measured.latest(measure, on, wanted=wanted)
    missing = measured.overdue(facts, measure, on)
    window = sorted([*(point.on for point in points), *(each.first for each in missing)])[-wanted:]
    points = [point for point in points if point.on in window]
    met = [measure.met(point) for point in points]
    if met.count(False) >= facts.standards.on(standards.HELD_MISSES, on):
        counts = {"count": met.count(False), "of": wanted}
        return Verdict(met=Met.NO, code="below_target", params=counts)
    worse = measured.concern(facts, measure, on, points)
    if worse:
        return worse
    late = [each.first for each in missing if each.first in window]
    if late:
        return measured.data_missing(measure, late[0])
    if None in met:
        return Verdict(met=Met.UNKNOWN, code="no_target")
    if not points:
        return Verdict(met=Met.UNKNOWN, code="no_data_yet")
    return Verdict(met=Met.YES, code="held")


def periods_held(facts: ProjectFacts, on: date) -> int:
    """For how many latest periods since the declaration reliability was held without a break.

    Source: QIflow field notes 2.6 (sustained), 13.1 (P14 pass for 6 periods).
    """
    declared = facts.reliable_from(on)
    if declared is None:
        return 0
    return min(
        (_held_since(facts, measure, declared.day, on) for measure in measured.judged(facts, on)),
        default=0,
    )


def _held_since(facts: ProjectFacts, measure: MeasureFacts, declared: date, on: date) -> int:
    count = 0
    for place in reversed(range(measure.ended_before(on))):
        point = measure.points[place]
        if point.on < declared:
            break
        if not point.counted:
            continue
        if held(facts, measure, measure.ends[place] + measured.ONE_DAY).met is not Met.YES:
            break
        count += 1
    return count


def _boundaries(facts: ProjectFacts) -> Iterator[date]:
    yield from edges(facts)
    yield from measured.turns(facts)


RELIABILITY_HELD: Rule[ProjectFacts] = Rule(
    id="P14",
    version=1,
    subject="project",
    title="Reliability held",
    sentence=(
        "After it was declared reliable, a project does not miss the target in 2 of the last 4"
        " periods, and its measure of reliability signals no change for the worse."
    ),
    source="QIflow field notes 12.2 P14, 15 item 13 (inferred)",
    severity=major,
    condition=_condition,
    boundaries=_boundaries,
    sentences={
        **SILENCES,
        **measured.SENTENCES,
        "held": "Reliability is held.",
        "below_target": (
            "The target was missed in {count} of the last {of} periods. Find out with the team what"
            " changed, and tell the sponsor."
        ),
        "no_data_yet": "Enter the first data of the measure of reliability.",
    },
    terms=Terms(look_ahead=standards.LOOK_AHEAD_DAYS),
    standards=(
        standards.HELD_PERIODS,
        standards.HELD_MISSES,
        LOCKED_POINTS,
        standards.DATA_LAG_DAYS,
    ),
    gates=("project.declare_sustained",),
)
