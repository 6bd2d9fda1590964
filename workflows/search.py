"""Finds rules by code, title and sentence: everyone may read the rulebook."""

from __future__ import annotations

from kernel.rules.rulebook import RULEBOOK
from records.search.declared import Hit, SearchKind, Sought, rank_of


def _rules(sought: Sought) -> list[Hit]:
    words = sought.words.casefold()
    hits = [
        Hit(
            kind="rule",
            id=rule.id,
            title=rule.title,
            detail=rule.sentence,
            rank=4.0 if rule.id.casefold() == words else rank_of(rule.title, sought.words),
        )
        for _, rule in sorted(RULEBOOK.rules.items())
        if words in f"{rule.id}\n{rule.title}\n{rule.sentence}".casefold()
    ]
    return sorted(hits, key=lambda hit: -hit.rank)[: sought.most]


RULE_SEARCH = SearchKind(name="rule", title="Rules", find=_rules)
