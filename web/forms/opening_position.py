"""Uploading the file with which an organisation arrives."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from records.tables.workbook import LARGEST_FILE
from web.forms.answers import Chosen, Options
from web.forms.base import PageForm


class OpeningPositionForm(PageForm):
    """A workbook or a ZIP of CSV files. Nothing is loaded before somebody has seen the check."""

    organisation_id = Chosen(label="Which organisation arrives?")
    file = forms.FileField(
        label="File",
        help_text="A workbook (.xlsx) or a ZIP of CSV files, at most 10 MB",
        error_messages={
            "required": "Choose a file",
            "missing": "Choose a file",
            "empty": "The file is empty. Choose another",
        },
    )

    field_order = ("organisation_id", "file")

    def __init__(self, *args: Any, organisations: Options, **options: Any) -> None:
        super().__init__(*args, **options)
        listed = list(organisations)
        field = self.fields["organisation_id"]
        assert isinstance(field, Chosen)  # noqa: S101 - for the type checker: declared above
        field.offer(listed)
        if len(listed) == 1:
            self.initial["organisation_id"] = listed[0][0]

    def clean_file(self) -> UploadedFile:
        file: UploadedFile = self.cleaned_data["file"]
        if (file.size or 0) > LARGEST_FILE:
            raise forms.ValidationError("The file must be smaller than 10 MB")
        return file


class SignOffForm(PageForm):
    """One button: whoever presses it answers for the file."""
