"""P08: a family of measures: outcome, process and balancing, each defined. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from kernel.rules.outcomes import Met, Verdict
from kernel.rules.rule import Rule, Terms
from projects.facts.measures import BALANCING, OUTCOME, PROCESS, MeasureFacts
from projects.facts.values import ProjectFacts
from projects.rules import standards
from projects.rules.when import SILENCES, edges, major, not_applicable, silence

#: From here on a balancing measure is asked for; before, it is advice.
PAST_TESTING = frozenset({"implementing", "spreading"})
IN_USE = PAST_TESTING | {"testing"}


def _condition(facts: ProjectFacts, on: date) -> Verdict:
    silent = silence(facts, on)
    if silent:
        return silent
    stage = facts.work_on(on).stage
    if stage not in IN_USE:
        return not_applicable("before_testing")
    known = [measure for measure in facts.measures if measure.known(on)]
    lacking = [family for family in (OUTCOME, PROCESS) if not _defined(known, family)]
    if lacking:
        return _lacking(known, lacking)
    if _defined(known, BALANCING):
        return Verdict(met=Met.YES, code="complete")
    if any(not measure.family for measure in known):
        return Verdict(met=Met.UNKNOWN, code="family_not_stated")
    met = Met.NO if stage in PAST_TESTING else Met.YES
    return Verdict(met=met, code="no_balancing" if met is Met.NO else "balancing_to_come")


def _lacking(known: list[MeasureFacts], lacking: list[str]) -> Verdict:
    if any(not measure.family for measure in known):
        return Verdict(met=Met.UNKNOWN, code="family_not_stated")
    if any(measure.family in lacking for measure in known):
        return Verdict(met=Met.NO, code="not_defined")
    return Verdict(met=Met.NO, code="none" if len(lacking) == 2 else f"no_{lacking[0]}")


def _defined(known: list[MeasureFacts], family: str) -> bool:
    return any(measure.family == family and measure.defined for measure in known)


def _boundaries(facts: ProjectFacts) -> Iterator[date]:
    yield from edges(facts)
    for measure in facts.measures:
        yield from measure.edges()


FAMILY_OF_MEASURES: Rule[ProjectFacts] = Rule(
    id="P08",
    version=1,
    subject="project",
    title="A family of measures",
    sentence=(
        "From the start of testing, a project has an outcome and a process measure, each with an"
        " operational definition; a balancing measure is advice until it is implementing."
    ),
    source="QIflow field notes 12.2 P08, 15 item 11 (inferred); 8.3",
    severity=major,
    condition=_condition,
    boundaries=_boundaries,
    sentences={
        **SILENCES,
        "before_testing": "Asked for from the start of testing.",
        "complete": "An outcome, a process and a balancing measure are defined.",
        "balancing_to_come": (
            "An outcome and a process measure are defined. Define a balancing measure too, to see"
            " whether something else gets worse; it is needed before implementing."
        ),
        "none": "Define an outcome measure and a process measure.",
        "no_outcome": "Define an outcome measure: what is to be better for patients.",
        "no_process": "Define a process measure: whether the change happens each time.",
        "no_balancing": "Define a balancing measure, to see whether something else gets worse.",
        "not_defined": "Write the operational definition of the outcome and process measures.",
        "family_not_stated": "Say of each measure whether it is outcome, process or balancing.",
    },
    terms=Terms(grace=standards.MEASURES_GAP_DAYS, look_ahead=standards.LOOK_AHEAD_DAYS),
    gates=("project.start_testing", "project.complete_testing"),
)
