"""P02: an executive sponsor in post. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from kernel.rules.outcomes import Met, Verdict
from kernel.rules.rule import Rule, Terms
from projects.facts.values import ProjectFacts
from projects.rules import standards
from projects.rules.when import SILENCES, edges, major, silence

SPONSOR = "executive_sponsor"


def _condition(facts: ProjectFacts, on: date) -> Verdict:
    silent = silence(facts, on)
    if silent:
        return silent
    if facts.active(SPONSOR, on):
        return Verdict(met=Met.YES, code="in_post")
    return Verdict(met=Met.NO, code="none_in_post")


def _boundaries(facts: ProjectFacts) -> Iterator[date]:
    yield from edges(facts)
    for member in facts.members:
        if member.role == SPONSOR:
            yield from member.edges()


SPONSOR_IN_POST: Rule[ProjectFacts] = Rule(
    id="P02",
    version=1,
    subject="project",
    title="An executive sponsor",
    sentence=(
        "From approval of set-up until it closes, a project has a sponsor from the board, and is"
        " not without one for more than 60 days."
    ),
    source="QIflow field notes 12.2 P02; "
    "Always Events Journey, NHS England (board-level executive lead)",
    severity=major,
    condition=_condition,
    boundaries=_boundaries,
    sentences={
        **SILENCES,
        "in_post": "An executive sponsor is in post.",
        "none_in_post": "Name an executive sponsor from the board.",
    },
    terms=Terms(grace=standards.SPONSOR_GAP_DAYS, look_ahead=standards.LOOK_AHEAD_DAYS),
    gates=("project.approve_setup", "project.resume"),
)
