"""Thresholds, and what would flip if one were changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from kernel.errors import NotFound
from web.pages.subjects import subject_href, subject_names
from web.visit import Visit
from web.words.outcomes import OutcomeWords, outcome_words
from workflows.commands.standards import Flip
from workflows.queries import rules
from workflows.queries.findings import rule_of


@dataclass(frozen=True, slots=True, kw_only=True)
class FlipLine:
    """One body whose answer would change."""

    name: str
    href: str
    title: str
    now: OutcomeWords
    would_be: OutcomeWords


def standard_named(visit: Visit, name: str) -> dict[str, Any]:
    """One threshold with its values here and nationally.

    Raises:
        NotFound: there is none of this name.
    """
    for one in rules.standards(actor=visit.actor, on=visit.today):
        if one["name"] == name:
            return one
    raise NotFound("There is no such standard.")


def flips(visit: Visit, would: Sequence[Flip]) -> tuple[FlipLine, ...]:
    names = subject_names(visit, {(one.subject_kind, one.subject_id) for one in would})
    return tuple(
        FlipLine(
            name=names[one.subject_kind, one.subject_id],
            href=subject_href(one.subject_kind, one.subject_id),
            title=rule_of(one.rule_id).get("title", one.rule_id),
            now=outcome_words(one.outcome),
            would_be=outcome_words(one.would_be),
        )
        for one in would
    )
