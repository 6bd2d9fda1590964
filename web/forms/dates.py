"""A date as three boxes: day, month, year."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

PARTS = ("day", "month", "year")
_EARLIEST_YEAR = 1900
_LATEST_YEAR = 2200
_MONTHS = (
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
)  # fmt: skip


class BritishDateWidget(forms.MultiWidget):
    """Three boxes named `<field>_day`, `<field>_month` and `<field>_year`."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({part: forms.TextInput() for part in PARTS}, attrs)

    def decompress(self, value: date | None) -> list[Any]:
        if value is None:
            return [None, None, None]
        return [value.day, value.month, value.year]


class PartError(ValidationError):
    """A date that cannot be used, and the boxes to mend."""

    def __init__(self, message: str, *, parts: Sequence[str]) -> None:
        super().__init__(message, code="date", params={"parts": tuple(parts)})


class BritishDateField(forms.MultiValueField):
    """A calendar date typed as day, month and year; a refusal names the box to mend.

    `what` completes "Enter ..." ("the end date").
    """

    def __init__(self, *, what: str, **options: Any) -> None:
        self.what = what
        required = options.pop("required", True)
        boxes = [forms.CharField(required=False, max_length=20) for _ in PARTS]
        super().__init__(
            boxes,
            widget=BritishDateWidget(),
            required=required,
            require_all_fields=False,
            **options,
        )

    def clean(self, value: Any) -> date | None:
        typed = [str(part or "").strip() for part in (value or ["", "", ""])]
        if not any(typed):
            if self.required:
                raise PartError(f"Enter {self.what}, for example 31 3 2027", parts=PARTS)
            return None
        day = self._read(typed)
        self.run_validators(day)
        return day

    def compress(self, data_list: list[Any]) -> date | None:
        return self.clean(data_list)

    def _read(self, typed: list[str]) -> date:
        missing = [part for part, text in zip(PARTS, typed, strict=True) if not text]
        if missing:
            raise PartError(f"{self._start} must include a {_listed(missing)}", parts=missing)
        numbers = {part: _number(part, text) for part, text in zip(PARTS, typed, strict=True)}
        self._check_range("year", numbers["year"], _EARLIEST_YEAR, _LATEST_YEAR)
        self._check_range("month", numbers["month"], 1, 12)
        self._check_range("day", numbers["day"], 1, 31)
        try:
            return date(numbers["year"], numbers["month"], numbers["day"])
        except ValueError:
            raise PartError(self._no_such_day(numbers), parts=["day"]) from None

    def _check_range(self, part: str, number: int, lowest: int, highest: int) -> None:
        if not lowest <= number <= highest:
            raise PartError(
                f"The {part} of {self.what} must be a number from {lowest} to {highest}",
                parts=[part],
            )

    def _no_such_day(self, numbers: dict[str, int]) -> str:
        first = date(numbers["year"], numbers["month"], 1)
        after = date(first.year + first.month // 12, first.month % 12 + 1, 1)
        return f"The day of {self.what} is too high: {first:%B %Y} has {(after - first).days} days"

    @property
    def _start(self) -> str:
        return self.what[:1].upper() + self.what[1:]


def _number(part: str, text: str) -> int:
    """The number in a box, -1 when there is none; a month may be its name."""
    if part == "month" and text[:3].lower() in _MONTHS:
        return _MONTHS.index(text[:3].lower()) + 1
    if text.isascii() and text.isdigit() and len(text) <= 4:
        return int(text)
    return -1


def _listed(parts: Sequence[str]) -> str:
    return " and ".join(parts)
