"""Signing in, proving that it is oneself, and what that is done with."""

from __future__ import annotations

from typing import Any

from django import forms

from web.forms.answers import Chosen, Options
from web.forms.base import PageForm
from web.forms.people import choose_organisation
from web.forms.text import LineField, OneTimeInput, TextField

_LONGEST = 1_000  # characters; the command says what is too long for a password


class SignInForm(PageForm):
    """Address and password; neither says which of the two was wrong."""

    email = forms.CharField(
        label="Email address",
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "username", "spellcheck": "false"}),
    )
    password = forms.CharField(
        label="Password", strip=False, max_length=_LONGEST, widget=forms.PasswordInput
    )


class PasswordForm(PageForm):
    """The present password and the next."""

    current_password = forms.CharField(
        label="Present password", strip=False, max_length=_LONGEST, widget=forms.PasswordInput
    )
    new_password = forms.CharField(
        label="New password",
        strip=False,
        max_length=_LONGEST,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text="At least 15 characters. Three words that do not belong together are good.",
    )


class SecondStepForm(PageForm):
    """The second step of signing in: a code of the app, or one from the paper."""

    code = LineField(
        label="Code",
        max_length=100,
        widget=OneTimeInput(
            attrs={
                "autocomplete": "one-time-code",
                "spellcheck": "false",
                "class": "nhsuk-input--width-20",
            }
        ),
        help_text="The 6 figures that your app shows now, or one of your recovery codes.",
        error_messages={"required": "Enter the code"},
    )

    def __init__(self, *args: Any, app: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        if not app:
            self.fields["code"].label = "Recovery code"
            self.fields["code"].help_text = "One of the codes that you wrote down or printed."


class ConfirmForm(PageForm):
    """Prove again that it is you: the password, or a code."""

    password = forms.CharField(
        label="Password",
        strip=False,
        required=False,
        max_length=_LONGEST,
        widget=forms.PasswordInput,
    )


class ConfirmWithCodeForm(ConfirmForm):
    """The same for somebody who has a second factor: either will do."""

    code = LineField(
        label="Or the code that your app shows now",
        max_length=100,
        required=False,
        widget=OneTimeInput(
            attrs={
                "autocomplete": "one-time-code",
                "spellcheck": "false",
                "class": "nhsuk-input--width-10",
            }
        ),
        help_text="A recovery code will do as well, and is then used up.",
    )

    def __init__(self, *args: Any, app: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        if not app:
            self.fields["code"].label = "Or one of your recovery codes"
            self.fields["code"].help_text = "It is then used up."


class AppForm(PageForm):
    """The first code of a new authenticator app. `offer` holds its sealed secret."""

    offer = forms.CharField(required=False, max_length=1_000, widget=forms.HiddenInput)
    code = LineField(
        label="Code that the app shows",
        max_length=20,
        widget=OneTimeInput(
            attrs={
                "autocomplete": "one-time-code",
                "inputmode": "numeric",
                "class": "nhsuk-input--width-5",
            }
        ),
        help_text="6 figures. They change every 30 seconds.",
        error_messages={"required": "Enter the 6 figures that the app shows"},
    )


class PasskeyForm(PageForm):
    """The name of a passkey; `passkey` is what the browser answered when it made one."""

    ANSWERED_BY = {"passkey": "name"}

    passkey = forms.CharField(required=False, max_length=20_000, widget=forms.HiddenInput)
    name = LineField(
        label="What do you call this device?",
        max_length=100,
        help_text="So that you know it again, for example “My telephone”.",
    )


class PasskeyNameForm(PageForm):
    """Another name for a passkey."""

    name = LineField(label="What do you call this device?", max_length=100)


class OrganisationForm(PageForm):
    """Whose directory could prove who this is: told by the part after the @."""

    email = forms.CharField(
        label="Email address at work",
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email", "spellcheck": "false"}),
    )


class ProviderForm(PageForm):
    """An organisation's own directory, as its administrator describes it."""

    organisation_id = Chosen(label="Organisation")
    name = LineField(
        label="What do people here call it?",
        max_length=100,
        help_text="The sign-in page says: Sign in with this name.",
    )
    issuer = LineField(
        label="Issuer",
        max_length=500,
        help_text="The https address by which the provider calls itself.",
    )
    client_id = LineField(label="Client ID", max_length=200, help_text="As the provider gave it.")
    client_secret = forms.CharField(
        label="Client secret",
        strip=False,
        max_length=500,
        required=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
    )
    email_domain = LineField(
        label="What follows the @ in your addresses?",
        max_length=253,
        help_text="For example trust.nhs.uk. Only such addresses are believed.",
    )
    accepted_acr = TextField(
        label="Which assurance levels (acr) are strong enough?",
        max_length=2_000,
        free=False,
        required=False,
        help_text="One a line. Empty: any, and who has a second factor here is asked for it too.",
    )

    def __init__(self, *args: Any, organisations: Options = (), **options: Any) -> None:
        super().__init__(*args, **options)
        bodies = list(organisations)
        if bodies:
            choose_organisation(self, bodies)
            self.fields["client_secret"].help_text = "It is kept sealed and never shown again."
        else:
            del self.fields["organisation_id"]
            self.fields["client_secret"].help_text = "Leave empty to keep the present one."

    @property
    def levels(self) -> list[str]:
        lines = str(self.cleaned_data["accepted_acr"]).splitlines()
        return [line.strip() for line in lines if line.strip()]
