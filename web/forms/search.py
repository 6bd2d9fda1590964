"""The search box: what is looked for, and what cannot be."""

from __future__ import annotations

from django import forms

from kernel import text_guard
from web.forms.base import PageForm
from web.forms.text import LineField

SHORTEST, LONGEST = 2, 200
_TOO_SHORT = "Enter at least two characters of what you are looking for"
_PATIENTS = (
    "This looks like an NHS number or a date of birth. "
    "Nothing of a patient is kept here: use other words"
)


class SearchForm(PageForm):
    """Words to look for. They stand in the address, so nothing of a patient may be among them."""

    q = LineField(label="What are you looking for?", max_length=LONGEST, required=False)

    def clean_q(self) -> str:
        words: str = self.cleaned_data["q"]
        if words and len(words) < SHORTEST:
            raise forms.ValidationError(_TOO_SHORT, code="too_short")
        if text_guard.refused(words):
            raise forms.ValidationError(_PATIENTS, code="patient")
        return words
