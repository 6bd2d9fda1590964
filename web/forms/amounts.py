"""Numbers with decimals, as people write them."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from web.pasting.amounts import UnclearAmount, read_amount


class AmountField(forms.Field):
    """A number, exactly as written: "1,234", "93.4%", "£12.50"; nothing where the box is empty."""

    def __init__(self, *, width: int = 10, **options: Any) -> None:
        attrs = {"class": f"nhsuk-input--width-{width}", "inputmode": "decimal"}
        options.setdefault("widget", forms.TextInput(attrs=attrs))
        super().__init__(**options)

    def to_python(self, value: Any) -> Any:
        if value is None or isinstance(value, Decimal):
            return value
        try:
            read = read_amount(str(value))
        except UnclearAmount as problem:
            raise ValidationError(str(problem), code="not_a_number") from None
        return read.value if read else None

    def prepare_value(self, value: Any) -> Any:
        return plain(value) if isinstance(value, Decimal) else value


class AmountsField(forms.Field):
    """Several numbers in one box, with spaces, commas or semicolons between."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("widget", forms.TextInput(attrs={"class": "nhsuk-input--width-20"}))
        super().__init__(**options)

    def to_python(self, value: Any) -> Any:
        if value is None or isinstance(value, tuple):
            return value
        found = []
        for part in str(value).replace(";", " ").replace(", ", " ").split():
            try:
                read = read_amount(part)
            except UnclearAmount as problem:
                raise ValidationError(str(problem), code="not_a_number") from None
            if read:
                found.append(read.value)
        return tuple(found) or None

    def prepare_value(self, value: Any) -> Any:
        return " ".join(map(plain, value)) if isinstance(value, tuple | list) else value


def plain(value: Decimal) -> str:
    """A number as one would type it: no zeros at its end, no power of ten."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
