"""Which column of a pasted block holds what: by its heading, else by its place. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

ON_DATE, NUMERATOR, DENOMINATOR, VALUE, SAMPLE, NOTE = (
    "on_date",
    "numerator",
    "denominator",
    "value",
    "sample",
    "note",
)
#: Of each kind of data, the amounts in the order of their columns; a sample takes all the rest.
_AMOUNTS = {
    "proportion": (NUMERATOR, DENOMINATOR),
    "rate": (NUMERATOR, DENOMINATOR),
    "sample": (),
}
_NEEDED = {
    "proportion": "the date, how many, out of how many",
    "rate": "the date, how many, for each of how many",
    "sample": "the date, then the values",
}
#: Words of headings, the most telling first: "number out of" is a denominator.
_SAID = (
    (NOTE, ("note", "comment", "remark", "reason")),
    (
        DENOMINATOR,
        ("denominator", "denom", "out of", "total", "eligible", "bed day", "of how many"),
    ),
    (NUMERATOR, ("numerator", "how many", "number", "count", "yes")),
    (VALUE, ("value", "result", "score", "average", "mean", "median", "minutes", "days", "rate")),
    (ON_DATE, ("date", "week", "month", "period", "quarter", "day", "when", "w/c")),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Columns:
    """Where each thing stands, counted from 0. `sample_from`: the first column of a sample."""

    at: dict[str, int] = field(default_factory=dict)
    amounts: tuple[str, ...] = ()
    sample_from: int | None = None

    def cell(self, cells: Sequence[str], name: str) -> str:
        """The text of a cell, empty where the line ends before it."""
        here = self.at.get(name)
        return cells[here] if here is not None and here < len(cells) else ""

    def places(self) -> tuple[int, ...]:
        """The columns that no block may lack."""
        asked = [self.at[name] for name in (ON_DATE, *self.amounts)]
        return (*asked, *([self.sample_from] if self.sample_from is not None else []))


def needed(data_kind: str) -> str:
    """The columns that a kind of data needs, in words."""
    return _NEEDED.get(data_kind, "the date and the value")


def columns_of(heading: Sequence[str], data_kind: str, words: tuple[str, str]) -> Columns:
    """The columns of a block; `words` are the measure's own for numerator and denominator."""
    amounts = _AMOUNTS.get(data_kind, (VALUE,))
    named = _by_heading(heading, words)
    if "numerator" not in amounts and NUMERATOR in named:
        named.setdefault(VALUE, named.pop(NUMERATOR))
    if data_kind == "sample":
        return Columns(at={ON_DATE: named.get(ON_DATE, 0)}, sample_from=named.get(ON_DATE, 0) + 1)
    if heading and all(name in named for name in (ON_DATE, *amounts)):
        kept = {name: named[name] for name in (ON_DATE, *amounts, NOTE) if name in named}
        return Columns(at=kept, amounts=amounts)
    order = (ON_DATE, *amounts, NOTE)
    return Columns(at={name: place for place, name in enumerate(order)}, amounts=amounts)


def _by_heading(heading: Sequence[str], words: tuple[str, str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for place, text in enumerate(heading):
        name = _named(" ".join(text.lower().replace("_", " ").split()), words)
        if name and name not in found:
            found[name] = place
    return found


def _named(text: str, words: tuple[str, str]) -> str:
    for own, name in zip(words, (NUMERATOR, DENOMINATOR), strict=True):
        if own and text == own.lower():
            return name
    return next((name for name, said in _SAID if any(word in text for word in said)), "")
