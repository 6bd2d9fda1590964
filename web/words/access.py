"""How access is told: roles with their last day, invitations, and what happened to a user."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from people.roles import BY_CODE
from web.words.dates import british_date
from web.words.states import StateWords

_USER = "uk.qiflow.user."
_PLAIN = {
    "registered": "Can sign in",
    "disabled": "Disabled: signed out everywhere",
    "enabled": "Can sign in again",
    "password_changed": "Password changed: signed out everywhere else",
    "stays": "Stays after all: roles last as long as before",
}
_INVITATIONS = {
    "open": ("Open", "blue"),
    "expired": ("Expired", "yellow"),
    "accepted": ("Taken up", "green"),
    "cancelled": ("Called back", "grey"),
}
INVITATION_STATES = tuple((state, words) for state, (words, _) in _INVITATIONS.items())


def role_name(code: str) -> str:
    """What a role is called, or its code where there is no such role any more."""
    return BY_CODE[code].name if code in BY_CODE else code.replace("_", " ").capitalize()


def role_names(codes: Sequence[str]) -> str:
    """ "Coach and Project lead"."""
    names = [role_name(code) for code in codes]
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)


def until_words(last_day: date | None) -> str:
    """ "until 30 June 2027", or that there is no end."""
    return f"until {british_date(last_day)}" if last_day else "no end"


def invitation_state(state: str) -> StateWords:
    """How far an invitation is."""
    words, tag = _INVITATIONS[state]
    return StateWords(state=state, words=words, tag=tag)
