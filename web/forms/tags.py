"""Forms about tags: put one on a thing, give one another word, make one of two."""

from __future__ import annotations

from typing import Any

from django import forms

from records.tags import LONGEST
from web.forms.answers import Chosen, Options
from web.forms.base import ChangeForm, PageForm
from web.forms.text import LineField

SUGGESTIONS = "tag-words"


class PutTag(PageForm):
    """A word on a thing, with the words that are in use to choose from."""

    word = LineField(
        label="Add a tag",
        max_length=LONGEST,
        free=True,
        help_text="One word or a few, such as Falls or Night care",
        error_messages={"required": "Enter a word, such as Falls"},
        widget=forms.TextInput(attrs={"list": SUGGESTIONS, "autocomplete": "off"}),
    )


class RenameTag(ChangeForm):
    """Another word, on every thing that carries it."""

    word = LineField(label="The new word", max_length=LONGEST, free=True)


class MergeTag(ChangeForm):
    """Another tag stands for this one."""

    into_id = Chosen(label="Which tag stands for both?")

    def __init__(self, *args: Any, others: Options, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["into_id"].offer(others)  # type: ignore[attr-defined]
