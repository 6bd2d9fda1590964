"""To which committees a rule applies, and from which day on. Pure."""

from __future__ import annotations

from datetime import date

from governance.facts.values import BEFORE_QIFLOW, CommitteeFacts
from kernel.rules.outcomes import Met, Severity, Verdict

OPENING_SENTENCES = {BEFORE_QIFLOW: "Before QIflow: not judged."}
SCOPE_SENTENCES = {
    **OPENING_SENTENCES,
    "not_active": "Does not apply: the committee is not active.",
    "not_safety_related": "Does not apply: the committee does not review safety data.",
    "unclassified": "Not known: say whether this committee reviews safety data.",
}


def before_qiflow(opened_on: date | None, on: date) -> Verdict | None:
    """The answer for days before a subject in mid-life was brought into QIflow, or None.

    Its true dates still feed what is judged from that day on. Source: QIflow field notes 15 item 20
    """
    if opened_on and on < opened_on:
        return Verdict(met=Met.NOT_APPLICABLE, code=BEFORE_QIFLOW)
    return None


def out_of_scope(facts: CommitteeFacts, on: date) -> Verdict | None:
    """Why a rule on active safety-related committees does not judge this one, or None.

    Source: QIflow field notes 12.0 (suspended or ended, not safety-related, classification blank),
    15 item 20.
    """
    early = before_qiflow(facts.opened_on, on)
    if early:
        return early
    if facts.state_on(on) != "active":
        return Verdict(met=Met.NOT_APPLICABLE, code="not_active")
    classification = facts.classification_on(on)
    if classification is None:
        return Verdict(met=Met.UNKNOWN, code="unclassified")
    if not classification.safety_related:
        return Verdict(met=Met.NOT_APPLICABLE, code="not_safety_related")
    return None


def breach_where_binding(facts: CommitteeFacts) -> Severity:
    """The framework binds trusts and ICBs; to others it is advice. Source: domain.md 3.1."""
    return Severity.BREACH if facts.binding else Severity.MINOR


def minor(_facts: object) -> Severity:
    return Severity.MINOR


def major(_facts: object) -> Severity:
    return Severity.MAJOR
