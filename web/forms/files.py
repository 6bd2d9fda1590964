"""Forms about files: send one, describe it, delete it, bring it back, erase it."""

from __future__ import annotations

from typing import Any

from django import forms

from kernel import text_guard
from kernel.errors import Refusal, TooLarge, Unmet, WrongKind
from kernel.uploads import Arrived, Form
from records.files.judging import Judged, judge
from records.files.kinds import LISTED
from web.forms.answers import OneOf
from web.forms.base import ChangeForm, PageForm
from web.forms.dates import BritishDateField
from web.forms.text import LineField, TextField
from web.words.files import AUDIENCES

_NOTE = 2_000


def _description() -> TextField:
    return TextField(label="What does it show?", max_length=_NOTE, required=False)


def _evidence_on() -> BritishDateField:
    return BritishDateField(
        label="Which day is it of?",
        what="the day",
        help_text="The day of the evidence itself, not of sending it. For example, 31 3 2026",
    )


def _audience() -> OneOf:
    return OneOf(label="Who may see it?", choices=AUDIENCES, radios=True)


class AddFile(PageForm):
    """A file as evidence. `judged` is the file once it was looked through.

    The file is looked through before anything is written: that may take a moment.
    """

    name = LineField(
        label="What is it called?",
        max_length=120,
        free=True,
        required=False,
        help_text="Leave this empty to keep the name of the file",
    )
    description = _description()
    evidence_on = _evidence_on()
    audience = _audience()
    file = forms.FileField(
        label="The file",
        error_messages={
            "required": "Choose a file",
            "missing": "Choose a file",
            "empty": "The file is empty. Choose another",
        },
        widget=forms.FileInput(attrs={"accept": LISTED.replace(" ", "")}),
    )

    field_order = ("ticket", "file", "name", "description", "evidence_on", "audience")

    def __init__(self, *args: Any, arrived: Form | None, taken: str, **options: Any) -> None:
        super().__init__(*args, **options)
        self._arrived = arrived
        self.judged: Judged | None = None
        self.fields["file"].help_text = taken

    def clean(self) -> dict[str, Any]:
        given = dict(super().clean() or {})
        try:
            if self._arrived:
                self._arrived.check()
            file: Arrived | None = given.get("file")
            if file and not self.errors:
                self._refuse_number(file, given)
                self.judged = judge(
                    file.read(),
                    raw_name=file.raw_name,
                    declared=file.content_type or "",
                    called=given["name"],
                )
        except Refusal as refusal:
            self.add_refusal(refusal)
        return given

    def add_refusal(self, refusal: Refusal, **options: Any) -> None:
        """What is wrong with a file stands beside the box in which it was chosen."""
        if isinstance(refusal, TooLarge | WrongKind):
            self.errors.pop("file", None)  # "Choose a file": one was chosen
            self.add_error("file", refusal.sentence)
        elif isinstance(refusal, Unmet):
            self.add_error("file", refusal.sentence)
        else:
            super().add_refusal(refusal, **options)

    def _refuse_number(self, file: Arrived, given: dict[str, Any]) -> None:
        if not given["name"] and text_guard.refused(file.raw_name):
            self.add_error(
                "name",
                "The name of the file looks as if it held an NHS number. "
                "Give it another name here.",
            )


class ChangeFile(ChangeForm):
    """Other words, another day, other readers."""

    description = _description()
    evidence_on = _evidence_on()
    audience = _audience()


class RemoveFile(ChangeForm):
    """It is put away."""

    reason = TextField(label="Why is it deleted?", max_length=_NOTE)


class EraseFile(ChangeForm):
    """Its bytes and its text go for good."""

    reason = TextField(label="Why is it erased?", max_length=_NOTE)
