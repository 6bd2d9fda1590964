"""Forms of discussions: write, change one's words, take them back."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms

from web.forms.answers import Options
from web.forms.base import ChangeForm, PageForm
from web.forms.text import TextField

LONGEST_COMMENT = 5_000


class WriteComment(PageForm):
    """Something about a thing, or an answer, and whom to tell."""

    text = TextField(
        label="What do you want to say?",
        max_length=LONGEST_COMMENT,
        error_messages={"required": "Write what you want to say"},
    )
    tell = forms.TypedMultipleChoiceField(
        label="Whom do you want to tell?",
        help_text="They are pointed to what you write. Everybody who works on this can read it.",
        coerce=UUID,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, listeners: Options, label: str = "", **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["tell"].choices = list(listeners)  # type: ignore[attr-defined]
        if label:
            self.fields["text"].label = label


class EditComment(ChangeForm):
    """Other words."""

    text = TextField(label="What do you want to say?", max_length=LONGEST_COMMENT)


class WithdrawComment(ChangeForm):
    """One's own words, taken back."""


class TakeDownComment(ChangeForm):
    """What another wrote, taken down."""

    reason = TextField(
        label="Why do you take it down?",
        max_length=2_000,
        help_text="Everybody who reads the discussion sees this, with your name.",
    )
