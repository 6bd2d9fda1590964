"""The text guard on pages: the text stays, the spot is named, and a box says "it is not one"."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django import forms

from kernel import text_guard
from kernel.actors import Actor
from kernel.confirmations import Confirmed, log_confirmed
from web.forms.text import TextField

#: Names of the fields whose box is ticked. Not a field of the form: it is offered only when needed.
NOT_AN_NHS_NUMBER = "not_an_nhs_number"


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfirmationBox:
    """A box to offer beside a field that was refused; ticked when it was before."""

    name: str
    value: str
    label: str
    checked: bool


class GuardedForm(forms.Form):
    """A form whose free text may hold no patient's number and no date of birth."""

    def _post_clean(self) -> None:
        super()._post_clean()  # type: ignore[misc]
        for name, spots in self._refused().items():
            if name in self._ticked():
                continue
            text = self.cleaned_data[name]
            for spot in spots:
                self.add_error(
                    name,
                    forms.ValidationError(text_guard.sentence(spot, text), code=spot.found.value),
                )

    @property
    def confirmation_boxes(self) -> dict[str, ConfirmationBox]:
        """By field: the box to show with it once its text was refused, or was confirmed."""
        ticked = self._ticked()
        boxes = {}
        problems = self.errors.as_data()
        confirmed = self._refused()
        for name in self.fields:
            codes = {str(problem.code) for problem in problems.get(name, ())}
            found = codes & {found.value for found in text_guard.Found}
            found |= {spot.found.value for spot in confirmed.get(name, ())}
            if found or (name in ticked and name in self.errors):
                boxes[name] = ConfirmationBox(
                    name=NOT_AN_NHS_NUMBER,
                    value=name,
                    label=_label(found),
                    checked=name in ticked,
                )
        return boxes

    @property
    def text_warnings(self) -> dict[str, str]:
        """By field: a telephone number that was kept, and should perhaps not be."""
        found = {}
        for name, text in self._free_texts():
            if getattr(self.fields[name], "contact", False):
                continue
            for spot in text_guard.look(text):
                if not spot.refused:
                    found[name] = text_guard.sentence(spot, text)
        return found

    def log_confirmations(self, *, door: str, actor: Actor, now: datetime) -> None:
        """Log what was ticked. `web.visit` calls it before the command that keeps the text."""
        confirmed = [
            Confirmed(pointer=f"/{name}", found=found.value)
            for name, spots in self._refused().items()
            for found in sorted({spot.found for spot in spots})
        ]
        log_confirmed(
            confirmed,
            door=door,
            organisation_id=self.cleaned_data.get("organisation_id"),
            actor=actor,
            now=now,
        )

    def _refused(self) -> dict[str, tuple[text_guard.Spot, ...]]:
        found = {name: text_guard.refused(text) for name, text in self._free_texts()}
        return {name: spots for name, spots in found.items() if spots}

    def _free_texts(self) -> Iterator[tuple[str, str]]:
        for name, text in getattr(self, "cleaned_data", {}).items():
            field = self.fields.get(name)
            if isinstance(field, TextField) and field.free and isinstance(text, str):
                yield name, text

    def _ticked(self) -> frozenset[str]:
        if not self.is_bound:
            return frozenset()
        key = self.add_prefix(NOT_AN_NHS_NUMBER)
        given = self.data.getlist(key) if hasattr(self.data, "getlist") else self.data.get(key, ())
        return frozenset([given] if isinstance(given, str) else given)


def _label(found: set[str]) -> str:
    if found == {text_guard.Found.BIRTH_DATE.value}:
        return "This is not a date of birth"
    if len(found) > 1:
        return "This is neither an NHS number nor a date of birth"
    return "This is not an NHS number"
