"""Changing a threshold, and what an operator decides about held work."""

from __future__ import annotations

from typing import Any

from web.forms.answers import OneOf, Options, YesOrNo
from web.forms.base import PageForm
from web.forms.dates import BritishDateField
from web.forms.numbers import CountField
from web.forms.text import LineField, TextField

YES_NO = "yes/no"


class StandardForm(PageForm):
    """A new value of a threshold from a day on."""

    place = OneOf(label="For whom?", radios=True)
    value = CountField(label="New value", required=False)
    valid_from = BritishDateField(label="From which day?", what="the first day")
    source = LineField(
        label="Who says so?", max_length=500, help_text="For example, minutes or guidance"
    )
    reason = TextField(label="Why?", max_length=2_000, required=False)

    def __init__(self, *args: Any, places: Options, unit: str, hint: str, **options: Any) -> None:
        super().__init__(*args, **options)
        offered = list(places)
        self.fields["place"].choices = offered  # type: ignore[attr-defined]
        self.fields["place"].required = False
        if unit == YES_NO:
            self.fields["value"] = YesOrNo(
                label="New value", unsure="As nationally", coerce=_figure
            )
        else:
            self.fields["value"].label = f"New value, in {unit}"
        self.fields["value"].help_text = hint


class SkipForm(PageForm):
    """Let a thing go on without an event that failed."""

    reason = TextField(
        label="Why can this event be left out?", max_length=2_000, help_text="It is kept."
    )


class RetryForm(PageForm):
    """Nothing to fill in."""


def _figure(said: str) -> int:
    """Standards are kept as numbers."""
    return int(said == "yes")
