"""A rule in three pure pieces: condition, boundaries, terms. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Generic, Protocol, TypeVar
from uuid import UUID

from kernel.rules.outcomes import Met, Outcome, Severity, Verdict
from kernel.rules.standards import Standards


class Facts(Protocol):
    """What every kind of subject tells about itself; each app adds its own frozen values."""

    @property
    def subject_id(self) -> UUID: ...
    @property
    def organisation_id(self) -> UUID: ...
    @property
    def unit_id(self) -> UUID | None: ...
    @property
    def begins_on(self) -> date: ...
    @property
    def standards(self) -> Standards: ...


F = TypeVar("F", bound=Facts)


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """How watch reads a condition.

    `grace`, `look_ahead`: names of Standards in days, or None for none. `unmet_shows`: what an
    unmet stretch is shown as after its grace (a pure look-ahead rule shows not_applicable).
    """

    grace: str | None = None
    look_ahead: str | None = None
    unmet_shows: Outcome = Outcome.FAIL


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule(Generic[F]):
    """One thing that must hold, defined once for gate, watch, forecast, as-at and explanation.

    `condition(facts, on)` says whether it holds on a day. `boundaries(facts)` are the days on
    which its answer can change by itself. `sentences` maps a verdict's code to its text, filled
    from the verdict's params. `mended_at` maps those that are mended in different places to the
    relation of the subject.
    """

    id: str
    version: int
    subject: str
    title: str
    sentence: str
    source: str
    severity: Callable[[F], Severity]
    condition: Callable[[F, date], Verdict]
    boundaries: Callable[[F], Iterable[date]]
    sentences: Mapping[str, str]
    terms: Terms = field(default_factory=Terms)
    standards: tuple[str, ...] = ()
    gates: tuple[str, ...] = ()
    mended_at: Mapping[str, str] = field(default_factory=dict)
    effective_from: date | None = None

    def allows(self, facts: F, on: date) -> bool:
        """The gate: the condition alone, without grace; unmet and unknown refuse."""
        return self.condition(facts, on).met in (Met.YES, Met.NOT_APPLICABLE)

    @property
    def threshold_names(self) -> tuple[str, ...]:
        terms = (self.terms.grace, self.terms.look_ahead)
        return (*self.standards, *(name for name in terms if name))


def say(rule: Rule[Any], code: str, params: Mapping[str, Any]) -> str:
    """The plain sentence of a verdict, with dates written out."""
    words = {name: _readable(value) for name, value in params.items()}
    return rule.sentences[code].format_map(words)


def _readable(value: Any) -> str:
    if isinstance(value, str):
        try:
            value = date.fromisoformat(value)
        except ValueError:
            return str(value)
    if isinstance(value, date):
        return f"{value.day} {value:%B %Y}"
    if isinstance(value, list | tuple):
        words = [_readable(item) for item in value]
        return " and ".join(filter(None, [", ".join(words[:-1]), words[-1]])) if words else ""
    return str(value)
