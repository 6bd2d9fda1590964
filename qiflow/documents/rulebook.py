"""rulebook.md: what must hold, in sentences, with sources and thresholds."""

from __future__ import annotations

from typing import Any

from kernel.rules.outcomes import Outcome
from kernel.rules.rule import Rule
from kernel.rules.rulebook import RULEBOOK
from kernel.rules.standards import DEFINITIONS
from qiflow.documents import markdown

_INTRODUCTION = """
A rule is written down once. The same rule refuses a step at its gate, is watched after every event
and on every date that matters, says what will break and when, answers for any past day, and
explains itself. Outcomes: `pass`, `fail`, `at_risk` (it will fail on a known day, or is tolerated
for a stated time), `unknown` (an input is missing; never shown as met), `not_applicable`.
"""


def page() -> str:
    """Every rule, by id."""
    rules = [rule for _, rule in sorted(RULEBOOK.rules.items())]
    overview = markdown.table(
        ["Rule", "About", "What must hold", "Gates"],
        (
            [f"[{rule.id}](#{_anchor(rule)})", rule.subject, rule.title, _gates(rule)]
            for rule in rules
        ),
    )
    return markdown.page("Rulebook", _INTRODUCTION, overview, *(_section(rule) for rule in rules))


def _section(rule: Rule[Any]) -> str:
    facts = [
        f"**Source:** {rule.source}",
        f"**About:** {rule.subject}",
        f"**Version:** {rule.version}"
        + (f", from {rule.effective_from}" if rule.effective_from else ""),
        f"**Refuses at the gate of:** {_gates(rule) or 'nothing; it is watched'}",
        f"**Tolerated for:** {_days(rule.terms.grace)}",
        f"**Looks ahead:** {_days(rule.terms.look_ahead)}",
    ]
    if rule.terms.unmet_shows is not Outcome.FAIL:
        facts.append(f"**When unmet it shows:** `{rule.terms.unmet_shows}`")
    return "\n\n".join(
        filter(
            None,
            [
                f"## {rule.id} {rule.title}",
                rule.sentence,
                markdown.bullets(facts),
                _thresholds(rule),
                _sentences(rule),
            ],
        )
    )


def _thresholds(rule: Rule[Any]) -> str:
    names = sorted(set(rule.threshold_names))
    if not names:
        return ""
    rows = (
        [markdown.code(name), DEFINITIONS[name].default, DEFINITIONS[name].unit, known.source]
        for name in names
        if (known := DEFINITIONS[name])
    )
    return markdown.table(["Threshold", "Default", "Unit", "Source"], rows)


def _sentences(rule: Rule[Any]) -> str:
    return markdown.table(
        ["It says", "In these words"],
        ([markdown.code(name), text] for name, text in sorted(rule.sentences.items())),
    )


def _days(name: str | None) -> str:
    if name is None:
        return "no time"
    known = DEFINITIONS[name]
    return f"`{name}` ({known.default} {known.unit} by default)"


def _gates(rule: Rule[Any]) -> str:
    return markdown.codes(rule.gates)


def _anchor(rule: Rule[Any]) -> str:
    kept = (
        letter for letter in f"{rule.id} {rule.title}".lower() if letter.isalnum() or letter in " -"
    )
    return "".join(kept).replace(" ", "-")
