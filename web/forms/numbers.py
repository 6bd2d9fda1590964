"""Whole numbers as people write them."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

_GROUPED = re.compile(r"^[+-]?\d{1,3}(,\d{3})+$")


class CountField(forms.IntegerField):
    """A whole number; "1,000" is read as 1000, and "£5" is answered with what to type."""

    widget = forms.TextInput

    def to_python(self, value: Any) -> int | None:
        text = str(value if value is not None else "").strip()
        if _GROUPED.match(text):
            text = text.replace(",", "")
        if text and not re.fullmatch(r"[+-]?[0-9]{1,15}", text):
            raise ValidationError(_hint(text), code="not_a_number")
        return super().to_python(text)


def _hint(text: str) -> str:
    digits = re.sub(r"[^0-9]", "", text.split(".")[0])[:15]
    example = digits or "5"
    return f"Enter a whole number with digits only, for example {example}"
