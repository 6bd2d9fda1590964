"""Forms about saved views."""

from __future__ import annotations

from django import forms

from web.forms.base import ChangeForm, PageForm
from web.forms.text import LineField


class _Named(forms.Form):
    name = LineField(
        label="Name of the view",
        max_length=100,
        free=True,
        help_text="For example, Stroke ward in testing",
        error_messages={"required": "Enter a name for the view"},
    )


class SaveView(_Named, PageForm):
    """A list with its filters, under a name."""


class RenameView(_Named, ChangeForm):
    """Another name for a view."""


class RemoveView(ChangeForm):
    """Nothing to fill in: the button says it."""
