"""Forms of jobs, exports and imports."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from records.exports.taking import FORMATS
from records.tables.workbook import LARGEST_FILE
from web.forms.answers import Chosen, OneOf, Options
from web.forms.base import ChangeForm, PageForm

_LARGEST_PASTE = 900_000  # characters
_WORDS = {"csv": "CSV, for any programme", "xlsx": "Excel workbook (.xlsx)"}


class ButtonForm(PageForm):
    """One button that asks nothing."""


class StepForm(ChangeForm):
    """One button that does something to a thing as it was seen."""


class ExportForm(PageForm):
    """Which kind of file."""

    file = OneOf(
        label="Which kind of file?",
        choices=[(name, _WORDS[name]) for name in FORMATS],
        radios=True,
    )


class ImportForm(PageForm):
    """A table as a file, or pasted. Nothing is loaded before somebody has seen the check."""

    what = OneOf(label="What does the table hold?", radios=True)
    organisation_id = Chosen(label="For which organisation?")
    file = forms.FileField(
        label="A file",
        required=False,
        help_text="CSV or a workbook (.xlsx), at most 10 MB",
        error_messages={
            "missing": "Choose a file",
            "empty": "The file is empty. Choose another",
        },
    )
    text = forms.CharField(
        label="Or cells from a spreadsheet",
        required=False,
        strip=False,  # a tab at the end is an empty cell
        help_text="Copy the cells with their heading row, and paste them here",
        widget=forms.Textarea(attrs={"rows": 8}),
        error_messages={"null_characters_not_allowed": "Remove the broken character (NUL)"},
    )

    field_order = ("what", "organisation_id", "file", "text")

    def __init__(self, *args: Any, kinds: Options, organisations: Options, **options: Any) -> None:
        super().__init__(*args, **options)
        what, body = self.fields["what"], self.fields["organisation_id"]
        assert isinstance(what, OneOf)  # noqa: S101 - for the type checker: declared above
        assert isinstance(body, Chosen)  # noqa: S101 - as above
        what.choices = list(kinds)
        listed = list(organisations)
        body.offer(listed)
        if len(listed) == 1:
            self.initial["organisation_id"] = listed[0][0]

    def clean_file(self) -> UploadedFile | None:
        file: UploadedFile | None = self.cleaned_data["file"]
        if file and (file.size or 0) > LARGEST_FILE:
            raise forms.ValidationError("The file must be smaller than 10 MB")
        return file

    def clean_text(self) -> str:
        text: str = self.cleaned_data["text"].replace("\r\n", "\n")
        if len(text) > _LARGEST_PASTE:
            raise forms.ValidationError(
                f"Paste {_LARGEST_PASTE:,} characters or fewer, or send a file. "
                f"You have pasted {len(text):,}."
            )
        return text if text.strip() else ""

    def clean(self) -> dict[str, Any]:
        given = dict(super().clean() or {})
        file, text = given.get("file"), given.get("text")
        if not file and not text and not {"file", "text"} & set(self.errors):
            self.add_error("file", "Choose a file, or paste cells below")
        if file and text:
            self.add_error("text", "Send a file or pasted cells, not both")
        return given


class LoadForm(StepForm):
    """Load what was checked. Cells that look like a patient's are ticked one by one."""

    not_patients = forms.MultipleChoiceField(
        label="Which of these are not an NHS number or a date of birth?",
        required=False,
        help_text="Tick every one to load the table. Otherwise mend it and bring it in again",
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, looks_like: Options, **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["not_patients"]
        assert isinstance(field, forms.MultipleChoiceField)  # noqa: S101 - declared above
        self._asked = [str(pointer) for pointer, _ in looks_like]
        field.choices = list(looks_like)
        if not self._asked:
            del self.fields["not_patients"]

    def clean_not_patients(self) -> list[str]:
        ticked: list[str] = self.cleaned_data["not_patients"]
        if set(ticked) != set(self._asked):
            raise forms.ValidationError(
                "Tick every cell that names no patient, or mend the table and bring it in again"
            )
        return ticked

    @property
    def allowed(self) -> frozenset[str]:
        """Pointers of cells in which somebody said that no patient is named."""
        return frozenset(self.cleaned_data.get("not_patients", ()))
