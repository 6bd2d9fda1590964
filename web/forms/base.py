"""What every form of the pages has: sentences that say what to do, and a ticket used once."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar
from uuid import UUID, uuid4

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS
from django.forms.utils import ErrorDict

from kernel.errors import Invalid, Refusal, Stale, Unmet, UnmetGuard
from web.forms.guard import GuardedForm
from web.words.outcomes import task_words

TICKET = "ticket"
_DETERMINED = ("the ", "your ")


@dataclass(frozen=True, slots=True, kw_only=True)
class SummaryLine:
    """One line of the error summary; `href` leads to the box to mend, or is empty."""

    text: str
    href: str


class PageForm(GuardedForm):
    """A form that keeps what was typed and says how to mend it.

    The hidden `ticket` names this sending: the same ticket sent twice, by a double click or the
    back button, has one effect (see `web.receipts`).
    """

    use_required_attribute = False  # the browser's own bubbles are not read out reliably

    #: Which box answers what a command or guard calls by another name.
    ANSWERED_BY: ClassVar[Mapping[str, str]] = {}

    ticket = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **options: Any) -> None:
        options.setdefault("label_suffix", "")
        super().__init__(*args, **options)
        self.initial.setdefault(TICKET, uuid4())
        self._mended_at: dict[str, str] = {}
        for field in self.fields.values():
            _speak_plainly(field)

    def clean_ticket(self) -> UUID:
        """A form sent without a ticket that can be read counts as sent for the first time."""
        try:
            return UUID(self.cleaned_data[TICKET])
        except ValueError:
            return uuid4()

    def add_refusal(self, refusal: Refusal, *, links: Mapping[str, str] | None = None) -> None:
        """Show what a command refused, each part beside the box or the page that mends it.

        `links`: where each relation that a guard names is mended, when it is not on this form.
        """
        if isinstance(refusal, Invalid):
            for wrong in refusal.errors:
                self.add_error(self._field_of(wrong.pointer), wrong.message)
            return
        if isinstance(refusal, Unmet):
            for guard in refusal.unmet:
                self._add_unmet(guard, links or {})
            return
        self.add_error(None, refusal.sentence)
        if isinstance(refusal, Stale):
            self.see_present_version()

    def add_error_of_no_box(self, sentence: str) -> None:
        """Something that another form of the page refused: said above all boxes of this one."""
        if not self.is_bound:
            self._errors: ErrorDict | None = ErrorDict()
            self.cleaned_data: dict[str, Any] = {}
        self.add_error(None, sentence)

    def see_present_version(self) -> None:
        """Called when somebody else was faster; forms that carry a version take the new one."""

    def _add_unmet(self, guard: UnmetGuard, links: Mapping[str, str]) -> None:
        """What two rules ask is said once."""
        field, text = self._field_of(guard.link or guard.code), task_words(guard.sentence)
        if text in self.errors.get(field or NON_FIELD_ERRORS, ()):
            return
        self.add_error(field, text)
        mended_at = links.get(guard.link or guard.code)
        if field is None and mended_at:
            self._mended_at[text] = mended_at

    def summary(self) -> tuple[SummaryLine, ...]:
        """Every error in the order of the boxes; those of the whole form come first."""
        lines = [
            SummaryLine(text=str(text), href=self._mended_at.get(str(text), ""))
            for text in self.non_field_errors()
        ]
        for name in self.fields:
            href = f"#{first_box(self[name])}"
            lines += [SummaryLine(text=str(text), href=href) for text in self.errors.get(name, ())]
        return tuple(lines)

    def _field_of(self, pointer: str) -> str | None:
        name = pointer.strip("/").split("/")[0]
        name = self.ANSWERED_BY.get(name, name)
        return name if name in self.fields else None


class ChangeForm(PageForm):
    """A form that changes a thing somebody else may be changing too.

    `version` is what the reader saw when the form was opened. Where it is no longer the present
    one, the refusal shows the thing as it is, and sending the form again is a change of that.
    """

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(self, *args: Any, version: int, **options: Any) -> None:
        options["initial"] = {"version": version, **(options.get("initial") or {})}
        super().__init__(*args, **options)
        self._present = version

    def see_present_version(self) -> None:
        sent: Any = self.data
        self.data = sent.copy()
        self.data[self.add_prefix("version")] = str(self._present)  # type: ignore[index]


class Confirmation(ChangeForm):
    """A change with nothing to fill in: the button says what it does."""


def first_box(bound: forms.BoundField) -> str:
    """The id that a line of the summary leads to: of a date, the first box that is wrong."""
    parts = wrong_parts(bound)
    if isinstance(bound.field.widget, forms.MultiWidget):
        return f"{bound.auto_id}-{parts[0] if parts else 'day'}"
    return str(bound.auto_id)


def wrong_parts(bound: forms.BoundField) -> tuple[str, ...]:
    """Which boxes of a date are wrong; none for other fields."""
    problems = bound.form.errors.as_data().get(bound.name, [])
    return tuple(part for problem in problems for part in (problem.params or {}).get("parts", ()))


def _speak_plainly(field: forms.Field) -> None:
    """Replace Django's stock sentences by ones that say what to do."""
    _reword(field, "required", _what_to_do(field))
    _reword(field, "invalid_choice", "Select one of the answers in the list")
    _reword(field, "invalid_list", "Select answers from the list")


def _what_to_do(field: forms.Field) -> str:
    verb = "Select" if isinstance(field, forms.ChoiceField) else "Enter"
    label = str(field.label or "an answer")
    if label.endswith("?"):
        return f"{verb} an answer to “{label}”"
    said = _lower_first(label)
    return f"{verb} {said}" if said.startswith(_DETERMINED) else f"{verb} the {said}"


def _reword(field: forms.Field, code: str, sentence: str) -> None:
    """A sentence that the form's author wrote stays."""
    if code in field.error_messages and _is_stock(field, code):
        field.error_messages[code] = sentence


def _is_stock(field: forms.Field, code: str) -> bool:
    return any(
        field.error_messages[code] == vars(kind).get("default_error_messages", {}).get(code)
        for kind in type(field).__mro__
    )


def _lower_first(label: str) -> str:
    if label[1:2].isupper():
        return label
    return label[:1].lower() + label[1:]
