"""Long lists: filters and the place in the list are read from the address, and written to it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict

from kernel.api import filters as reading
from kernel.api.pages import Cursor, Page, write_cursor
from kernel.errors import FieldError, Invalid
from web.typed_days import TypedDay, typed_day

ROWS = 50  # on a page of a list


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What the address of a list asks for. `wrong` says which parts of it could not be read.

    `days`: of each filter that is a day, what stands in its three boxes.
    """

    values: Mapping[str, Any]
    typed: Mapping[str, str]
    after: tuple[Any, ...] | None
    wrong: tuple[FieldError, ...] = ()
    days: Mapping[str, TypedDay] = field(default_factory=dict)

    @property
    def page(self) -> Page:
        return Page(limit=ROWS, after=self.after)


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """One page of a list, with the address of the next one, or nothing."""

    rows: Sequence[Mapping[str, Any]]
    next_href: str


def asked(query: QueryDict, filters: Mapping[str, reading.Filter]) -> Asked:
    """Read filters and cursor from an address; empty boxes of the filter form ask for nothing.

    What cannot be read is left out and said, so that a mistyped date does not lose the rest.
    """
    sent = QueryDict(mutable=True)
    known = {**filters, "after": Cursor()}
    for name in query:
        if name in known and (text := str(query[name]).strip()):
            sent[name] = text
    days = _days(query, filters)
    for name, typed_one in days.items():
        if typed_one.day:
            sent[name] = typed_one.day.isoformat()
    values, wrong = _read(sent, known)
    return Asked(
        values=values,
        typed={name: str(sent[name]) for name in sent if name != "after"},
        after=values.pop("after", None),
        wrong=(*wrong, *_mistyped(days)),
        days=days,
    )


def _days(query: QueryDict, filters: Mapping[str, reading.Filter]) -> dict[str, TypedDay]:
    sent = {name: str(query[name]) for name in query}
    return {
        name: typed_day(sent, name)
        for name, kind in filters.items()
        if isinstance(kind, reading.Day)
    }


def _mistyped(days: Mapping[str, TypedDay]) -> Iterable[FieldError]:
    for name, typed in days.items():
        if typed.problem:
            yield FieldError(pointer=f"?{name}", code="date", message=typed.problem)


def listed(
    rows: Sequence[Mapping[str, Any]],
    sought: Asked,
    *,
    path: str,
    key: Callable[[Mapping[str, Any]], Sequence[Any]],
) -> Listed:
    """The rows of this page; queries fetch one more, which says that there is a next page."""
    shown = rows[: sought.page.limit]
    if len(rows) <= len(shown):
        return Listed(rows=shown, next_href="")
    onward = {**sought.typed, "after": write_cursor(key(shown[-1]))}
    return Listed(rows=shown, next_href=f"{path}?{urlencode(onward)}")


def _read(
    sent: QueryDict, known: Mapping[str, reading.Filter]
) -> tuple[dict[str, Any], tuple[FieldError, ...]]:
    try:
        return reading.read(sent, known), ()
    except Invalid as refusal:
        for error in refusal.errors:
            sent.pop(error.pointer.removeprefix("?"), None)
        return reading.read(sent, known), refusal.errors
