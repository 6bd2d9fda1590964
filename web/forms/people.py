"""Forms about people: who they are, whom they work for, what they agreed to."""

from __future__ import annotations

from typing import Any

from django import forms

from web.forms.answers import Chosen, OneOf, Options, Tick
from web.forms.base import ChangeForm, PageForm
from web.forms.dates import BritishDateField
from web.forms.text import LineField, TextField
from web.words import choices

_PARTNER = (("", "A member of staff"), *choices.PARTNER_KIND)


class _Particulars(forms.Form):
    name = LineField(label="Name", max_length=200, help_text="As the person likes to be called")
    partner_kind = OneOf(label="Who is this?", choices=_PARTNER, radios=True, required=False)
    email = forms.EmailField(
        label="Email address",
        required=False,
        error_messages={"invalid": "Enter an email address, for example name@example.org"},
    )
    phone = LineField(label="Telephone", max_length=40, required=False)
    needs = forms.MultipleChoiceField(
        label="What does this person need?",
        choices=choices.NEED,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Select all that apply. Messages and letters follow this.",
    )
    interpreter_language = LineField(
        label="Language of the interpreter",
        max_length=60,
        required=False,
        help_text="For example Welsh or Polish",
    )
    postal_address = TextField(
        label="Postal address",
        max_length=500,
        contact=True,
        required=False,
        help_text="For letters to people who do not use email.",
    )
    access_needs = TextField(
        label="What else helps this person to take part?",
        max_length=2_000,
        contact=True,
        required=False,
        help_text="For example meetings before noon, or a seat near the door.",
    )


class RegisterPerson(_Particulars, PageForm):
    """Somebody the organisation gets to know."""

    organisation_id = Chosen(label="Organisation")

    field_order = ("organisation_id", "name")

    def __init__(self, *args: Any, organisations: Options, **options: Any) -> None:
        super().__init__(*args, **options)
        choose_organisation(self, organisations)


class PersonDetails(_Particulars, ChangeForm):
    """Particulars that changed."""


class EmploymentForm(ChangeForm):
    """Whom a person works for. Unconfirmed, it opens a question and ends nothing."""

    employer = OneOf(label="Who is the employer?", radios=True)
    employer_name = LineField(label="Name of another employer", max_length=200, required=False)
    basis = OneOf(label="On what basis?", choices=choices.EMPLOYMENT_BASIS, radios=True)
    confirmed = Tick(
        label="This has been confirmed",
        help_text="Only a confirmed contract or bank work counts as employment.",
    )
    from_date = BritishDateField(label="From which day?", what="the first day")
    to_date = BritishDateField(
        label="Until which day?", what="the last day", required=False, help_text="Empty: no end"
    )

    def __init__(self, *args: Any, organisation: tuple[str, str], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["employer"].choices = [organisation, ("", "Somebody else")]  # type: ignore[attr-defined]
        self.fields["employer"].required = False


class ChangeEmployment(ChangeForm):
    """Confirm, end or correct an employment; what was known before stays readable."""

    basis = OneOf(label="On what basis?", choices=choices.EMPLOYMENT_BASIS, radios=True)
    confirmed = Tick(label="This has been confirmed")
    from_date = BritishDateField(label="From which day?", what="the first day")
    to_date = BritishDateField(
        label="Until which day?", what="the last day", required=False, help_text="Empty: no end"
    )


class ConsentForm(ChangeForm):
    """A person agrees to something from a day on."""

    scope = OneOf(
        label="What does the person agree to?", choices=choices.CONSENT_SCOPE, radios=True
    )
    from_date = BritishDateField(label="From which day?", what="the first day")
    evidence = TextField(
        label="How do we know?", max_length=2_000, required=False, help_text="For example, a form"
    )


class WithdrawConsent(ChangeForm):
    """A person no longer agrees, from a day on."""

    scope = forms.CharField(widget=forms.HiddenInput)
    from_date = BritishDateField(
        label="From which day does the person no longer agree?", what="the day"
    )


def choose_organisation(form: PageForm, organisations: Options) -> None:
    """Ask for the organisation only where there is a choice."""
    bodies = list(organisations)
    form.fields["organisation_id"].offer(bodies)  # type: ignore[attr-defined]
    if len(bodies) == 1:
        form.fields["organisation_id"].widget = forms.HiddenInput()
        form.initial["organisation_id"] = bodies[0][0]
