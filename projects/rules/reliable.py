"""P13: reliability reached, by exact fractions and with every n shown. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from kernel.rules.outcomes import Met, Verdict
from kernel.rules.rule import Rule, Terms
from projects.facts.measures import PROPORTION, MeasureFacts, PointFacts
from projects.facts.values import ProjectFacts
from projects.measures.standards import LOCKED_POINTS
from projects.rules import measured, standards
from projects.rules.when import SILENCES, edges, major, not_applicable, silence


def _condition(facts: ProjectFacts, on: date) -> Verdict:
    silent = silence(facts, on)
    if silent:
        return silent
    if facts.stage_on(on) == "paused":
        return not_applicable("paused")
    declared = facts.reliable_from(on)
    if declared is None and facts.work_on(on).stage != "implementing":
        return not_applicable("before_implementing")
    if declared and declared.opening:
        return not_applicable("before_qiflow")
    # Once declared, it stays what it was on that day; whether it is held is another rule.
    judged_on = declared.day if declared else on
    return measured.worst(
        [reached(facts, measure, judged_on) for measure in measured.judged(facts, judged_on)]
    )


def reached(facts: ProjectFacts, measure: MeasureFacts, on: date) -> Verdict:
    """Is a measure reliable on a day?

    Source: QIflow field notes 2.6, 12.2 (P13), 15 item 13.
    """
    stopped = measured.stopped(facts, measure, on)
    if stopped:
        return stopped
    wanted = facts.standards.on(standards.RELIABLE_PERIODS, on)
    run = measured.run(measure, on, wanted=wanted)
    if measure.direction == "neutral":
        return Verdict(met=Met.UNKNOWN, code="no_direction")
    met = [measure.met(point) for point in run]
    if None in met:
        return Verdict(met=Met.UNKNOWN, code="no_target")
    figures = {"n": [measured.in_figures(measure, point) for point in reversed(run)]}
    if False in met:
        return Verdict(met=Met.NO, code="below_target", params=figures)
    if len(run) < wanted:
        counts = {"count": len(run), "of": wanted}
        return Verdict(met=Met.NO, code="too_few" if run else "none_yet", params=counts)
    if _too_small(facts, measure, on, run):
        return Verdict(met=Met.NO, code="too_small", params=figures)
    worse = measured.concern(facts, measure, on, run)
    return worse or Verdict(met=Met.YES, code="reached", params=figures)


def _too_small(
    facts: ProjectFacts, measure: MeasureFacts, on: date, run: Sequence[PointFacts]
) -> bool:
    """Were fewer looked at than are needed, though there were more to look at?"""
    if measure.data_kind != PROPORTION or not measure.sampled:
        return False
    least = facts.standards.on(standards.RELIABLE_LEAST, on)
    return any(point.denominator is None or point.denominator < least for point in run)


def _boundaries(facts: ProjectFacts) -> Iterator[date]:
    yield from edges(facts)
    yield from measured.turns(facts)


RELIABILITY_REACHED: Rule[ProjectFacts] = Rule(
    id="P13",
    version=1,
    subject="project",
    title="Reliability reached",
    sentence=(
        "The measure of reliability met its target in the last 3 periods in a row, each with 20"
        " opportunities or with every one there was, and nothing in them signals a change for the"
        " worse."
    ),
    source="QIflow field notes 2.6, 12.2 P13, 15 item 13 (inferred); "
    "Federico, IHI (95% as a design goal)",
    severity=major,
    condition=_condition,
    boundaries=_boundaries,
    sentences={
        **SILENCES,
        **measured.SENTENCES,
        "before_implementing": "Asked for when the project is implementing.",
        "reached": "The target was met in every one of the latest periods: {n}.",
        "below_target": "Not every one of the latest periods met the target: {n}.",
        "none_yet": (
            "Enter data of {of} periods in a row for the measure of reliability. The latest period"
            " has none."
        ),
        "too_few": (
            "The latest data are of {count} of {of} periods in a row. Go on measuring, and fill the"
            " gaps."
        ),
        "too_small": (
            "Too few were looked at in the latest periods: {n}. Count at least 20 in each, or every"
            " one there is."
        ),
    },
    terms=Terms(grace=standards.RELIABLE_IN_DAYS, look_ahead=standards.LOOK_AHEAD_DAYS),
    standards=(
        standards.RELIABLE_PERIODS,
        standards.RELIABLE_LEAST,
        LOCKED_POINTS,
        standards.DATA_LAG_DAYS,
    ),
    gates=("project.declare_reliable",),
)
