"""A day that a list is narrowed to: three boxes on the page, one date in the address."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from web.forms.dates import PARTS, BritishDateField, PartError

_DATE = BritishDateField(what="the date", required=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class TypedDay:
    """What stands in the boxes. `problem` says how to mend those that are `wrong`."""

    boxes: tuple[tuple[str, str], ...]
    day: date | None = None
    problem: str = ""
    wrong: tuple[str, ...] = ()


def typed_day(query: Mapping[str, str], name: str) -> TypedDay:
    """What was typed into `<name>_day`, `<name>_month` and `<name>_year`, or stands in `name`."""
    if query.get(name):
        return _of(query[name])
    typed = [str(query.get(f"{name}_{part}", "")).strip() for part in PARTS]
    boxes = tuple(zip(PARTS, typed, strict=True))
    try:
        return TypedDay(boxes=boxes, day=_DATE.clean(typed))
    except PartError as error:
        wrong = tuple((error.params or {})["parts"])
        return TypedDay(boxes=boxes, problem=str(error.message), wrong=wrong)


def _of(text: str) -> TypedDay:
    """A date in the address, in boxes; what is none is for the filter to refuse."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return TypedDay(boxes=tuple((part, "") for part in PARTS))
    texts = (str(day.day), str(day.month), str(day.year))
    return TypedDay(boxes=tuple(zip(PARTS, texts, strict=True)), day=day)
