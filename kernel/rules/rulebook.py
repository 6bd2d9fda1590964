"""Every rule and every kind of subject, registered by the app that owns the facts. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from kernel.errors import UnmetGuard
from kernel.rules.outcomes import Met
from kernel.rules.rule import F, Facts, Rule, say

#: Loads facts for many subjects with a fixed number of queries. `known_at`: as known at that
#: instant, or None for as known now. Subjects that do not exist are left out.
Loader = Callable[[Sequence[UUID], datetime | None], Mapping[UUID, Facts]]

#: Pages through every subject of a kind for a full re-check: ids after the given one, at most n.
Pager = Callable[[UUID | None, int], Sequence[UUID]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """A kind of thing that rules judge."""

    kind: str
    load: Loader
    ids_after: Pager


class Rulebook:
    """What must hold, by id."""

    def __init__(self) -> None:
        self.rules: dict[str, Rule[Any]] = {}
        self.subjects: dict[str, Subject] = {}
        self._at_gate: dict[str, tuple[Rule[Any], ...]] = {}

    def add_subject(self, subject: Subject, rules: Iterable[Rule[Any]]) -> None:
        """Register a kind of subject with its rules; a second registration is a fault."""
        if subject.kind in self.subjects:
            raise ValueError(f"The subject {subject.kind} is registered twice.")
        self.subjects[subject.kind] = subject
        self._at_gate.clear()
        for rule in rules:
            if rule.id in self.rules or rule.subject != subject.kind:
                raise ValueError(f"The rule {rule.id} is registered twice or for another subject.")
            self.rules[rule.id] = rule

    def of(self, kind: str) -> tuple[Rule[Any], ...]:
        """The rules of a kind of subject, by id."""
        return tuple(rule for _, rule in sorted(self.rules.items()) if rule.subject == kind)

    def at_gate(self, gate: str) -> tuple[Rule[Any], ...]:
        """The rules that may refuse a step, such as `project.approve_setup`."""
        if gate not in self._at_gate:
            self._at_gate[gate] = tuple(
                rule for _, rule in sorted(self.rules.items()) if gate in rule.gates
            )
        return self._at_gate[gate]


def unmet_at_gate(rules: Iterable[Rule[F]], facts: F, on: date) -> tuple[UnmetGuard, ...]:
    """Every rule that refuses a step on a day: the condition alone, with no grace."""
    refusals = []
    for rule in rules:
        verdict = rule.condition(facts, on)
        if verdict.met in (Met.NO, Met.UNKNOWN):
            refusals.append(
                UnmetGuard(
                    code=rule.id,
                    sentence=say(rule, verdict.code, verdict.params),
                    link=rule.mended_at.get(verdict.code, ""),
                    params=dict(verdict.params),
                )
            )
    return tuple(refusals)


RULEBOOK = Rulebook()
