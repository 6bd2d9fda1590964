"""Questions with listed answers, whose list a view fills in."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any
from uuid import UUID

from django import forms

Options = Iterable[tuple[str, str]]


class OneOf(forms.TypedChoiceField):
    """One answer from a list, as radios when it is short or as a drop-down when it is long."""

    def __init__(self, *, choices: Options = (), radios: bool = False, **options: Any) -> None:
        options.setdefault("empty_value", "")
        widget = forms.RadioSelect if radios else forms.Select
        super().__init__(choices=self._with_blank(choices, radios), widget=widget, **options)

    @staticmethod
    def _with_blank(choices: Options, radios: bool) -> list[tuple[str, str]]:
        return list(choices) if radios else [("", "Choose from the list"), *choices]


class Chosen(OneOf):
    """One thing of ours, by its id; the view says which there are with `offer`."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("coerce", UUID)
        options.setdefault("empty_value", None)
        super().__init__(**options)

    def offer(self, choices: Options) -> None:
        self.choices = self._with_blank(choices, isinstance(self.widget, forms.RadioSelect))


class YesOrNo(OneOf):
    """Yes or no, with no answer ready: whoever fills it in decides."""

    def __init__(self, *, unsure: str = "", **options: Any) -> None:
        answers = [("yes", "Yes"), ("no", "No"), *([("", unsure)] if unsure else [])]
        options.setdefault("coerce", _said)
        options.setdefault("empty_value", None)
        super().__init__(choices=answers, radios=True, required=not unsure, **options)


def yes_or_no(value: bool | None) -> str:
    """A stored answer as the answer that is marked in `YesOrNo`; none for what was not said."""
    return "" if value is None else "yes" if value else "no"


class Tick(forms.BooleanField):
    """Something that somebody says is so; a refusal says what to do."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("required", False)
        super().__init__(**options)


_said: Callable[[str], bool] = "yes".__eq__
