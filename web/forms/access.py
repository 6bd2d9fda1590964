"""Forms about access: users, roles, keys, units, the organisation itself."""

from __future__ import annotations

from typing import Any

from django import forms

from web.forms.answers import Chosen, OneOf, Options, Tick
from web.forms.base import ChangeForm, PageForm
from web.forms.dates import BritishDateField
from web.forms.people import choose_organisation
from web.forms.text import LineField
from web.words import choices

EMAIL_WORDS = {"invalid": "Enter an email address, for example name@example.org"}


class NewUser(PageForm):
    """Somebody who may sign in, with a first role and a first password."""

    organisation_id = Chosen(label="Organisation")
    name = LineField(label="Name", max_length=200)
    email = forms.EmailField(label="Email address", error_messages=EMAIL_WORDS)
    password = forms.CharField(
        label="First password",
        strip=False,
        max_length=1_000,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text="At least 15 characters. Tell it to the person; they change it under their name.",
    )
    role = OneOf(label="First role")

    def __init__(self, *args: Any, organisations: Options, roles: Options, **options: Any) -> None:
        super().__init__(*args, **options)
        choose_organisation(self, organisations)
        self.fields["role"].choices = [("", "Choose from the list"), *roles]  # type: ignore[attr-defined]


class GrantRole(PageForm):
    """One more role for a user."""

    organisation_id = Chosen(label="Organisation")
    role = OneOf(label="Which role?")
    unit_id = Chosen(
        label="In which part of the organisation?",
        required=False,
        help_text="Leave empty for the whole organisation.",
    )
    from_date = BritishDateField(label="From which day?", what="the first day")
    to_date = BritishDateField(
        label="Until which day?", what="the last day", required=False, help_text="Empty: no end"
    )

    def __init__(
        self,
        *args: Any,
        organisations: Options,
        roles: Options,
        units: Options,
        whole: bool,
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        choose_organisation(self, organisations)
        self.fields["role"].choices = [("", "Choose from the list"), *roles]  # type: ignore[attr-defined]
        self.fields["unit_id"].offer(units)  # type: ignore[attr-defined]
        if not whole:
            self.fields["unit_id"].required = True
            self.fields["unit_id"].help_text = ""


class EndRole(PageForm):
    """The last day of a role."""

    last_day = BritishDateField(
        label="What is the last day of this role?",
        what="the last day",
        required=False,
        help_text="A day before today ends it at once.",
    )
    no_end = Tick(label="It has no end")

    def clean(self) -> dict[str, Any]:
        """A day or no end, and not both."""
        given = super().clean() or {}
        if "last_day" in self.errors:
            return given
        if bool(given.get("last_day")) is bool(given.get("no_end")):
            self.add_error("last_day", "Enter the last day, or tick that the role has no end")
        return given


class Nothing(PageForm):
    """A step with nothing to fill in."""


class LinkPerson(ChangeForm):
    """A user is a person: what is theirs to do, they may do."""

    user_id = Chosen(label="Which user is this person?")

    def __init__(self, *args: Any, users: Options, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["user_id"].offer(users)  # type: ignore[attr-defined]


class NewKey(PageForm):
    """A key for another system."""

    organisation_id = Chosen(label="Organisation")
    name = LineField(
        label="Which system is it for?", max_length=100, help_text="So that you know it again"
    )
    roles = forms.MultipleChoiceField(
        label="Which roles does it have?", widget=forms.CheckboxSelectMultiple
    )
    writes = OneOf(
        label="What may it do?",
        choices=(("read", "Read"), ("write", "Read and change")),
        radios=True,
    )
    expires_on = BritishDateField(
        label="Until which day does it work?",
        what="the last day",
        help_text="At most a year from today",
    )

    def __init__(self, *args: Any, organisations: Options, roles: Options, **options: Any) -> None:
        super().__init__(*args, **options)
        choose_organisation(self, organisations)
        self.fields["roles"].choices = list(roles)  # type: ignore[attr-defined]


class NewUnit(PageForm):
    """A part of the organisation."""

    organisation_id = Chosen(label="Organisation")
    name = LineField(label="Name", max_length=200)
    type = OneOf(label="What is it?", choices=choices.UNIT_TYPE, radios=True)
    parent_id = Chosen(
        label="Of what is it a part?", required=False, help_text="Empty: of the organisation itself"
    )
    opened_on = BritishDateField(
        label="Since when does it exist?", what="the first day", required=False
    )

    def __init__(self, *args: Any, organisations: Options, units: Options, **options: Any) -> None:
        super().__init__(*args, **options)
        choose_organisation(self, organisations)
        self.fields["parent_id"].offer(units)  # type: ignore[attr-defined]


class MoveUnit(ChangeForm):
    """From a day on the unit is part of another one."""

    parent_id = Chosen(
        label="Of what is it a part?", required=False, help_text="Empty: of the organisation itself"
    )
    from_date = BritishDateField(label="From which day?", what="the first day")

    def __init__(self, *args: Any, units: Options, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["parent_id"].offer(units)  # type: ignore[attr-defined]


class CloseUnit(ChangeForm):
    """The unit is no more."""

    last_day = BritishDateField(label="What is its last day?", what="the last day")


class RenameUnit(ChangeForm):
    """A unit's name and kind."""

    name = LineField(label="Name", max_length=200)
    type = OneOf(label="What is it?", choices=choices.UNIT_TYPE, radios=True)
