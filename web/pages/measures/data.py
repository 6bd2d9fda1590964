"""Entering data: which periods the grid offers, and what pasted cells would bring."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from kernel import text_guard
from kernel.api.pages import Page
from kernel.errors import FieldError
from projects.commands.measures.points import MOST_POINTS
from projects.measures.entered import Entered, Entering, Look, look
from projects.measures.periods import (
    IRREGULAR,
    in_words,
    last_day,
    next_period,
    period_of,
    periods,
)
from projects.measures.suits import FIELDS_OF
from projects.queries.measure_rows import measure_points
from web.forms.amounts import plain
from web.forms.measure_data import GridRow
from web.pasting.reading import Pasted, Shape, read_pasted
from web.visit import Visit
from web.words.measures import column_words

GRID_ROWS = 12
_EMPTY_ROWS = 6
MOST_FAULTS = 20
#: A pasted note has no box of its own to say so.
_OR_SAY = ", or say that it is not one"


@dataclass(frozen=True, slots=True, kw_only=True)
class LookLine:
    """One period of what was pasted: its numbers, and what saving would do."""

    period: str
    cells: tuple[str, ...]
    note: str
    change: str
    gap: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PasteLook:
    """What pasted cells would bring. `faults` name the line to mend, and nothing is saved then."""

    lines: tuple[LookLine, ...] = ()
    columns: tuple[str, ...] = ()
    faults: tuple[str, ...] = ()
    entered: tuple[Entered, ...] = field(default=())
    brings: str = ""
    heading: str = ""


def known_points(visit: Visit, measure_id: UUID) -> dict[date, Entered]:
    """What is recorded of each period, by its first day."""
    rows = measure_points(visit.actor, measure_id, page=Page(limit=MOST_POINTS))
    return {row["on_date"]: _entered(row) for row in reversed(rows)}


def _entered(row: Mapping[str, Any]) -> Entered:
    sample = row["sample"]
    return Entered(
        on_date=row["on_date"],
        numerator=row["numerator"],
        denominator=row["denominator"],
        value=row["value"],
        sample=None if sample is None else tuple(sample),
        note=row["note"],
    )


def grid_rows(
    found: Mapping[str, Any], known: Mapping[date, Entered], *, today: date, start: date | None
) -> tuple[GridRow, ...]:
    """The periods to fill in: those without data, the oldest first; with `start`, those from it."""
    frequency = found["frequency"]
    if frequency == IRREGULAR:
        return _events(known, start)
    if start is not None:
        first = period_of(frequency, start)
        days = [next_period(frequency, first, steps=step) for step in range(GRID_ROWS)]
        return tuple(GridRow(on_date=day, known=known.get(day)) for day in days if day <= today)
    missing = _missing(found, known, today)
    return tuple(GridRow(on_date=day) for day in missing[-GRID_ROWS:])


def _missing(found: Mapping[str, Any], known: Mapping[date, Entered], today: date) -> list[date]:
    """Periods that are over and without data; of a measure that is up to date, the present one."""
    frequency = found["frequency"]
    until = min(today, found["ended_on"] or today)
    begun = [day for day in periods(frequency, found["begins_on"], until) if day not in known]
    over = [day for day in begun if last_day(frequency, day) <= today]
    return over or begun


def _events(known: Mapping[date, Entered], start: date | None) -> tuple[GridRow, ...]:
    """Empty lines for rare events, or those that are recorded, to be corrected."""
    if start is None:
        return tuple(GridRow(on_date=None) for _ in range(_EMPTY_ROWS))
    days = [day for day in sorted(known) if day >= start][:GRID_ROWS]
    return tuple(GridRow(on_date=day, known=known[day]) for day in days)


def paste_look(
    text: str, found: Mapping[str, Any], known: Mapping[date, Entered], *, today: date
) -> PasteLook:
    """Read pasted cells and compare them with what is recorded."""
    pasted = read_pasted(text, _shape(found))
    rows = [row.entered for row in pasted.rows]
    into = Entering(
        data_kind=found["data_kind"],
        frequency=found["frequency"],
        today=today,
        ended_on=found["ended_on"],
    )
    seen = look(rows, known, into)
    faults = tuple(_faults(pasted, seen, found))
    if faults:
        return PasteLook(faults=faults)
    names = FIELDS_OF[found["data_kind"]]
    return PasteLook(
        lines=tuple(_line(row, known, found) for row in seen.rows),
        columns=tuple(column_words(name, found) for name in names),
        entered=seen.rows,
        brings=_brings(seen, found["frequency"]),
        heading=", ".join(cell for cell in pasted.heading if cell),
    )


def _shape(found: Mapping[str, Any]) -> Shape:
    return Shape(
        data_kind=found["data_kind"],
        frequency=found["frequency"],
        numerator_words=found["numerator_words"],
        denominator_words=found["denominator_words"],
    )


def _faults(pasted: Pasted, seen: Look, found: Mapping[str, Any]) -> Iterable[str]:
    """Everything to mend, by line; many of them are counted, not listed."""
    told = [
        *((fault.line, fault.message) for fault in pasted.faults),
        *(_fault(fault, pasted, found) for fault in seen.faults),
        *_guarded(pasted),
    ]
    where = "Column" if pasted.across else "Line"
    ordered = sorted(told, key=lambda one: one[0])
    yield from (
        f"{where} {line}: {message}" if line else message for line, message in ordered[:MOST_FAULTS]
    )
    if len(ordered) > MOST_FAULTS:
        yield f"{len(ordered) - MOST_FAULTS} more lines are to be mended"


def _fault(fault: FieldError, pasted: Pasted, found: Mapping[str, Any]) -> tuple[int, str]:
    _, place, name = fault.pointer.strip("/").split("/")
    row = pasted.rows[int(place)]
    if fault.code == "twice":
        period = in_words(found["frequency"], period_of(found["frequency"], row.entered.on_date))
        return row.line, f"There is a line for {period} already. Keep one of them"
    if name in FIELDS_OF[found["data_kind"]] and len(FIELDS_OF[found["data_kind"]]) > 1:
        return row.line, f"{column_words(name, found)}: {fault.message}"
    return row.line, fault.message


def _guarded(pasted: Pasted) -> Iterable[tuple[int, str]]:
    """Notes are read by others: no patient's number, no date of birth."""
    for row in pasted.rows:
        for spot in text_guard.refused(row.entered.note):
            yield row.line, text_guard.sentence(spot, row.entered.note).replace(_OR_SAY, "")


def _line(row: Entered, known: Mapping[date, Entered], found: Mapping[str, Any]) -> LookLine:
    period = in_words(found["frequency"], row.on_date).removeprefix("the ")
    return LookLine(
        period=period[:1].upper() + period[1:],
        cells=_cells(row, found),
        note=row.note,
        change=_change(row, known.get(row.on_date), found),
        gap=_gap(row, found),
    )


def _cells(row: Entered, found: Mapping[str, Any]) -> tuple[str, ...]:
    return tuple(_cell(getattr(row, name)) for name in FIELDS_OF[found["data_kind"]])


def _cell(value: Any) -> str:
    if value is None:
        return ""
    return ", ".join(map(plain, value)) if isinstance(value, tuple) else plain(value)


def _gap(row: Entered, found: Mapping[str, Any]) -> str:
    """Why there is nothing to draw, where that is so."""
    if row.denominator == 0:
        return "A gap in the chart: nobody was counted"
    if all(getattr(row, name) is None for name in FIELDS_OF[found["data_kind"]]):
        return "A gap in the chart: no value"
    return ""


def _change(row: Entered, before: Entered | None, found: Mapping[str, Any]) -> str:
    if before is None:
        return "New"
    if before == row:
        return "As it is"
    was = " of ".join(cell for cell in _cells(before, found) if cell) or "a gap"
    return f"Changed, was {was}"


def _brings(seen: Look, frequency: str) -> str:
    """ "24 new weeks, 2 changed, 3 as they are", or nothing where saving would change nothing."""
    if not seen.added and not seen.changed:
        return ""
    unit = {"irregular": "event"}.get(frequency, frequency)
    new, other, same = len(seen.added), len(seen.changed), len(seen.unchanged)
    told = [
        f"{new} new {unit}{'' if new == 1 else 's'}" if new else "",
        f"{other} changed" if other else "",
        f"{same} as {'it is' if same == 1 else 'they are'}" if same else "",
    ]
    return ", ".join(part for part in told if part)
