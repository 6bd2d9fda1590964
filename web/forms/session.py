"""Signing in, and changing one's password."""

from __future__ import annotations

from django import forms

from web.forms.base import PageForm

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
