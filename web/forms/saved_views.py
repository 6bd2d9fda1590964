"""Forms about saved views."""

from __future__ import annotations

from web.forms.base import ChangeForm, PageForm
from web.forms.text import LineField

_HINT = "For example, Stroke ward in testing"
_LONGEST = 100


class SaveView(PageForm):
    """A list with its filters, under a name."""

    name = LineField(label="Name of the view", max_length=_LONGEST, free=True, help_text=_HINT)


class RenameView(ChangeForm):
    """Another name for a view."""

    name = LineField(label="Name of the view", max_length=_LONGEST, free=True, help_text=_HINT)


class RemoveView(ChangeForm):
    """Nothing to fill in: the button says it."""
