"""Entering data: a grid of periods, or cells pasted from a spreadsheet."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django import forms

from kernel.errors import FieldError, Invalid
from projects.measures.entered import Entered
from projects.measures.periods import IRREGULAR, in_words
from projects.measures.suits import FIELDS_OF
from web.forms.amounts import AmountField, AmountsField
from web.forms.base import PageForm
from web.forms.text import LineField
from web.pasting.days import UnclearDay, read_day
from web.words.measures import column_words

LONGEST_PASTE = 300_000  # characters
_NOTE = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class GridRow:
    """One line of the grid, with what is there already; a rare event has no date before."""

    on_date: date | None
    known: Entered | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class GridLine:
    """One line ready for its template: the boxes of a period."""

    heading: str
    cells: tuple[forms.BoundField, ...]
    errors: tuple[str, ...]


class GridForm(PageForm):
    """One line for each period; a line that is left as it was changes nothing."""

    def __init__(
        self, *args: Any, rows: Sequence[GridRow], measure: Mapping[str, Any], **options: Any
    ) -> None:
        self._rows, self._measure = rows, measure
        self._names = FIELDS_OF[measure["data_kind"]]
        initial = dict(options.pop("initial", None) or {})
        for place, row in enumerate(rows):
            initial |= self._known(place, row)
        super().__init__(*args, initial=initial, **options)
        for place, row in enumerate(rows):
            self.fields |= self._fields(place, row)
        self._sent: list[int] = []

    @property
    def columns(self) -> tuple[str, ...]:
        """The headings of the grid."""
        return (*(column_words(name, self._measure) for name in self._names), "Note")

    @property
    def lines(self) -> Iterator[GridLine]:
        """The grid, line by line."""
        for place, row in enumerate(self._rows):
            names = [*(() if row.on_date else ("on_date",)), *self._names, "note"]
            cells = tuple(self[f"{name}-{place}"] for name in names)
            yield GridLine(
                heading=self._heading(place, row),
                cells=cells,
                errors=tuple(str(error) for cell in cells for error in cell.errors),
            )

    @property
    def dated(self) -> bool:
        """Are the periods given, so that no date is typed?"""
        return bool(self._measure["frequency"] != IRREGULAR)

    def entered(self) -> list[Entered]:
        """The lines in which something was written or changed, of a valid form."""
        self._sent, found = [], []
        for place, row in enumerate(self._rows):
            line = self._line(place, row)
            if line is not None and line != row.known:
                self._sent.append(place)
                found.append(line)
        return found

    def clean(self) -> dict[str, Any]:
        given = dict(super().clean() or {})
        for place, row in enumerate(self._rows):
            self._look_at(place, row, given)
        if not self.errors and not self.entered():
            self.add_error(None, "Enter a number in at least one line")
        return given

    def placed(self, refusal: Invalid) -> Invalid:
        """What the command refused, row by row, with the boxes of this form as its pointers."""
        return Invalid(*(replace(wrong, pointer=self._box(wrong)) for wrong in refusal.errors))

    def _box(self, wrong: FieldError) -> str:
        place, name = wrong.pointer.strip("/").split("/")[1:]
        row = self._sent[int(place)]
        box = f"{name}-{row}"
        return f"/{box if box in self.fields else f'{self._names[0]}-{row}'}"

    def _look_at(self, place: int, row: GridRow, given: Mapping[str, Any]) -> None:
        """What was there cannot be emptied in passing: say why, or take it back on its own page."""
        written = any(given.get(f"{name}-{place}") is not None for name in self._names)
        note = given.get(f"note-{place}", "")
        broken = any(f"{name}-{place}" in self.errors for name in self._names)
        if written or broken:
            if row.on_date is None and not given.get(f"on_date-{place}"):
                self._say(f"on_date-{place}", "Enter the day, for example 31/3/2027")
            return
        if row.known is not None and not _is_gap(row.known) and not note:
            self._say(
                f"{self._names[0]}-{place}",
                "Enter a number, or say in the note why there is none",
            )

    def _say(self, box: str, message: str) -> None:
        if box not in self.errors:
            self.add_error(box, message)

    def _line(self, place: int, row: GridRow) -> Entered | None:
        """What a line says; None where nothing is written."""
        given = self.cleaned_data
        amounts = {name: given.get(f"{name}-{place}") for name in self._names}
        note = given.get(f"note-{place}", "")
        day = row.on_date or given.get(f"on_date-{place}")
        if day is None or (not note and all(one is None for one in amounts.values())):
            return None
        return Entered(on_date=day, note=note, **amounts)

    def _fields(self, place: int, row: GridRow) -> dict[str, forms.Field]:
        heading = self._heading(place, row)
        made: dict[str, forms.Field] = {}
        if row.on_date is None:
            made[f"on_date-{place}"] = DayField(label=f"Day, {heading}", required=False)
        for name in self._names:
            kind = AmountsField if name == "sample" else AmountField
            label = f"{column_words(name, self._measure)}, {heading}"
            made[f"{name}-{place}"] = kind(label=label, required=False)
        made[f"note-{place}"] = LineField(
            label=f"Note, {heading}", max_length=_NOTE, free=True, required=False
        )
        return made

    def _known(self, place: int, row: GridRow) -> dict[str, Any]:
        if row.known is None:
            return {}
        names = (*self._names, "note")
        return {f"{name}-{place}": getattr(row.known, name) for name in names}

    def _heading(self, place: int, row: GridRow) -> str:
        if row.on_date is None:
            return f"Line {place + 1}"
        words = in_words(self._measure["frequency"], row.on_date).removeprefix("the ")
        return words[:1].upper() + words[1:]


class DayField(forms.Field):
    """A day typed into one box, in any usual form."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("widget", forms.TextInput(attrs={"class": "nhsuk-input--width-10"}))
        super().__init__(**options)

    def to_python(self, value: Any) -> Any:
        text = str(value or "").strip()
        if not text:
            return None
        try:
            return read_day(text, IRREGULAR)
        except UnclearDay as problem:
            raise forms.ValidationError(str(problem), code="date") from None


class PasteForm(PageForm):
    """Cells from a spreadsheet. Nothing is saved before somebody has seen what was read."""

    text = forms.CharField(
        label="Cells from your spreadsheet",
        strip=False,  # a tab at the end is an empty cell
        widget=forms.Textarea(attrs={"rows": 12}),
        error_messages={
            "required": "Paste cells into the box",
            "null_characters_not_allowed": "Remove the broken character (NUL)",
        },
    )

    def clean_text(self) -> str:
        text: str = self.cleaned_data["text"].replace("\r\n", "\n")
        if len(text) > LONGEST_PASTE:
            raise forms.ValidationError(
                f"Paste {LONGEST_PASTE:,} characters or fewer. You have pasted {len(text):,}."
            )
        return text


def _is_gap(entered: Entered) -> bool:
    return all(
        one is None
        for one in (entered.numerator, entered.denominator, entered.value, entered.sample)
    )
