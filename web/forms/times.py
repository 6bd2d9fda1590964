"""A time of day, as people write it."""

from __future__ import annotations

import re
from datetime import time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

_WRITTEN = re.compile(r"(\d{1,2})(?:[:.](\d{2}))?\s*(am|pm)?", re.IGNORECASE)
_HOURS, _HALF = 24, 12


class TimeField(forms.CharField):
    """ "2pm", "2:30pm" or "14:30". `what`: how the box is called in what is wrong with it."""

    def __init__(self, *, what: str, **options: Any) -> None:
        options.setdefault("help_text", "For example, 2:30pm or 14:30")
        options.setdefault("widget", forms.TextInput(attrs={"class": "nhsuk-input--width-5"}))
        super().__init__(**options)
        self.what = what

    def to_python(self, value: Any) -> Any:
        if isinstance(value, time):
            return value
        text = (super().to_python(value) or "").strip()
        return self._read(text) if text else None

    def prepare_value(self, value: Any) -> Any:
        return f"{value:%H:%M}" if isinstance(value, time) else value

    def _read(self, text: str) -> time:
        match = _WRITTEN.fullmatch(text)
        if match:
            hour, minute = int(match[1]), int(match[2] or 0)
            half = (match[3] or "").lower()
            plain = half == "" and match[2] is not None and hour < _HOURS
            if (plain or (half and 1 <= hour <= _HALF)) and minute < 60:
                shift = _HALF if half == "pm" else 0
                return time(hour if plain else hour % _HALF + shift, minute)
        raise ValidationError(f"Enter {self.what}, for example 2:30pm or 14:30", code="time")
