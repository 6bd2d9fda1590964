"""Forms about what people set on a chart: targets, recalculations, marks, and its end."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms

from web.forms.amounts import AmountField
from web.forms.answers import OneOf
from web.forms.base import ChangeForm
from web.forms.dates import BritishDateField
from web.forms.text import LineField, TextField
from web.words import measures as words

_PER_CENT = Decimal(100)


class TargetForm(ChangeForm):
    """Where the measure ought to be, and from or by when."""

    value = AmountField(label="What is the target?", error_messages={"required": "Enter a number"})
    on_date = BritishDateField(label="On which day?", what="the day")
    shape = OneOf(label="Does it hold at once?", choices=words.TARGET_SHAPE, radios=True)
    reason = TextField(label="Why this target?", max_length=2_000, required=False)

    def __init__(self, *args: Any, kind: str, unit: str, **options: Any) -> None:
        super().__init__(*args, **options)
        self._kind = kind
        if unit:
            self.fields["value"].help_text = f"In {unit}"

    def clean_value(self) -> Decimal:
        value: Decimal | None = self.cleaned_data["value"]
        if value is None:
            raise forms.ValidationError("Enter a number")
        possible_target(value, self._kind)
        return value


class RebaseForm(ChangeForm):
    """The process became another: limits are computed anew from a day."""

    on_date = BritishDateField(
        label="From which day?",
        what="the day",
        help_text="The first day of the changed process. The limits before it stay as they are",
    )
    reason = TextField(
        label="What changed in the process?",
        max_length=2_000,
        help_text="Whoever reads the chart sees this. That results are better is no reason by "
        "itself; say what was done differently",
    )


class MarkForm(ChangeForm):
    """Words at a day of the chart."""

    on_date = BritishDateField(label="On which day?", what="the day")
    sort = OneOf(label="What was it?", choices=words.MARKER_SORT, radios=True)
    words = LineField(
        label="In a few words",
        error_messages={"required": "Enter a few words that say what it was"},
        max_length=120,
        free=True,
        help_text="Such as, New leaflet on Ward 7. It is listed below the chart",
    )


class EndMeasure(ChangeForm):
    """Nothing is counted any more after a day."""

    ended_on = BritishDateField(
        label="What was, or will be, the last day?",
        what="the last day",
        help_text="The chart stays, and no more data are due",
    )


def possible_target(value: Decimal | None, kind: str) -> Decimal | None:
    """A target that the kind of data can reach.

    Raises:
        ValidationError: it cannot.
    """
    if value is None:
        return None
    if kind == "proportion" and not 0 <= value <= _PER_CENT:
        raise forms.ValidationError("Enter a percentage from 0 to 100")
    if kind not in ("value", "sample") and value < 0:
        raise forms.ValidationError("Enter 0 or more")
    return value
