"""Forms of coming and going: invitations, passwords by a link, leaving."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django import forms

from people.queries import Holds
from web.forms.access import EMAIL_WORDS
from web.forms.answers import Chosen, Options
from web.forms.base import PageForm
from web.forms.dates import BritishDateField
from web.forms.people import choose_organisation
from web.forms.text import LineField

LONGEST_PASSWORD = 10_000  # characters; the command says what is too long for a password
LENGTH_HINT = (
    "At least 15 characters. Three or four words that do not belong together are good, "
    "and you may use spaces."
)


def new_password(label: str, *, hint: str = LENGTH_HINT) -> forms.CharField:
    """A box for a password that is not known yet."""
    return forms.CharField(
        label=label,
        strip=False,
        max_length=LONGEST_PASSWORD,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=hint,
        error_messages={"required": "Enter a password"},
    )


class Invite(PageForm):
    """Who is asked to join, as what."""

    organisation_id = Chosen(label="Organisation")
    email = forms.EmailField(
        label="Email address",
        max_length=254,
        error_messages=EMAIL_WORDS,
        help_text="The link works for this address alone",
    )
    name = LineField(
        label="Name", max_length=200, required=False, help_text="They can put it right"
    )
    roles = forms.MultipleChoiceField(
        label="Which roles do they have?", widget=forms.CheckboxSelectMultiple
    )
    unit_id = Chosen(
        label="In which part of the organisation?",
        required=False,
        help_text="Leave empty for the whole organisation",
    )
    to_date = BritishDateField(
        label="Until which day?", what="the last day", required=False, help_text="Empty: no end"
    )
    person_id = Chosen(
        label="Which person of your organisation is this?",
        required=False,
        help_text="Empty: nobody who is recorded yet",
    )

    def __init__(
        self,
        *args: Any,
        organisations: Options,
        roles: Options,
        units: Options,
        people: Options,
        whole: bool,
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        choose_organisation(self, organisations)
        self.fields["roles"].choices = list(roles)  # type: ignore[attr-defined]
        self.fields["unit_id"].offer(units)  # type: ignore[attr-defined]
        self.fields["person_id"].offer(people)  # type: ignore[attr-defined]
        if not whole:
            self.fields["unit_id"].required = True
            self.fields["unit_id"].help_text = ""
            del self.fields["person_id"]


class Join(PageForm):
    """Somebody new takes up an invitation."""

    name = LineField(label="Your name", max_length=200, help_text="As you like to be called")
    password = new_password("Choose a password")


class ForgottenPassword(PageForm):
    """Who has lost their password."""

    email = forms.CharField(
        label="Email address",
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "username", "spellcheck": "false"}),
        help_text="The one with which you sign in",
    )


class NewPassword(PageForm):
    """A new password, by a link."""

    password = new_password("New password")


class Leave(PageForm):
    """When somebody leaves, and who takes over. One question more for each thing they hold."""

    last_day = BritishDateField(
        label="What is their last day?",
        what="the last day",
        help_text="They can sign in until that day. A day before today ends everything at once.",
    )
    receiver_id = Chosen(
        label="Who takes over?",
        help_text="They also get what comes to the leaver until the last day.",
    )

    def __init__(
        self, *args: Any, colleagues: Options, held: Iterable[Holds], **options: Any
    ) -> None:
        super().__init__(*args, **options)
        offered = list(colleagues)
        self.fields["receiver_id"].offer(offered)  # type: ignore[attr-defined]
        self._things: dict[str, tuple[str, UUID]] = {}
        for one in held:
            if one.holding.hand_over is not None:
                self._ask_of_each(one, offered)

    def _ask_of_each(self, one: Holds, colleagues: Options) -> None:
        for thing in one.things:
            name = _name_of(one.holding.kind, str(thing.id))
            detail = f" ({thing.detail})" if thing.detail else ""
            self.fields[name] = Chosen(label=f"{thing.title}{detail}", required=False)
            self.fields[name].choices = [("", "Whoever takes over"), *colleagues]  # type: ignore[attr-defined]
            self._things[name] = (one.holding.kind, thing.id)

    def choices(self) -> Mapping[tuple[str, UUID], UUID]:
        """What goes to somebody else than whoever takes over."""
        return {
            thing: self.cleaned_data[name]
            for name, thing in self._things.items()
            if self.cleaned_data.get(name)
        }

    def boxes_of(self, kind: str) -> list[forms.BoundField]:
        """The questions about the things of one kind."""
        return [self[name] for name, (of, _) in self._things.items() if of == kind]

    def _field_of(self, pointer: str) -> str | None:
        if pointer.startswith("/choices/"):
            kind, _, thing_id = pointer.removeprefix("/choices/").partition(":")
            name = _name_of(kind, thing_id)
            return name if name in self.fields else None
        return super()._field_of(pointer)


def _name_of(kind: str, thing_id: str) -> str:
    return f"choice-{kind}-{thing_id}"
