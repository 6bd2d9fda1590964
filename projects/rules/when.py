"""On which days a rule speaks of a project at all. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from datetime import date

from kernel.rules.outcomes import Met, Severity, Verdict
from projects.facts.values import BEFORE_APPROVAL, CLOSED, ProjectFacts

SILENCES: Mapping[str, str] = {
    "before_qiflow": "This was before the project came into QIflow.",
    "before_approval": "Asked for from the approval of set-up.",
    "closed": "The project is closed.",
}


def silence(facts: ProjectFacts, on: date, *, closed: Collection[str] = CLOSED) -> Verdict | None:
    """The answer for days outside approval of set-up to closure, or before QIflow.

    A pause of a project that was never approved is silent as well.
    Source: QIflow field notes 12.2 (P01), 15 item 20.
    """
    if facts.opened_on and on < facts.opened_on:
        return not_applicable("before_qiflow")
    stage = facts.stage_on(on)
    if stage in closed:
        return not_applicable("closed")
    approved_on = facts.approved_on
    if stage in BEFORE_APPROVAL or approved_on is None or on < approved_on:
        return not_applicable("before_approval")
    return None


def edges(facts: ProjectFacts) -> Iterator[date]:
    """The days on which a rule begins or ceases to speak."""
    yield from (change.day for change in facts.stages)
    if facts.opened_on:
        yield facts.opened_on


def major(_facts: ProjectFacts) -> Severity:
    return Severity.MAJOR


def not_applicable(code: str) -> Verdict:
    return Verdict(met=Met.NOT_APPLICABLE, code=code)
