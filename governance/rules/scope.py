"""To which committees a rule applies, on a day. Pure."""

from __future__ import annotations

from datetime import date

from governance.facts.values import CommitteeFacts
from kernel.rules.outcomes import Met, Severity, Verdict

SCOPE_SENTENCES = {
    "not_active": "Does not apply: the committee is not active.",
    "not_safety_related": "Does not apply: the committee does not review safety data.",
    "unclassified": "Not known: say whether this committee reviews safety data.",
}


def out_of_scope(facts: CommitteeFacts, on: date) -> Verdict | None:
    """Why a rule on active safety-related committees does not judge this one, or None.

    Source: QIflow field notes 12.0 (suspended or ended, not safety-related, classification blank).
    """
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
