"""How access is told: roles with their last day, invitations, and what happened to a user."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from people.roles import BY_CODE
from web.words.changes import event_words
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


def access_words(
    kind: str, data: Mapping[str, Any], *, units: Mapping[UUID, str], by_themselves: bool
) -> str:
    """What happened to the access of a user, in a sentence."""
    what = kind.removeprefix(_USER).rsplit(".", 1)[0]
    if what == "registered" and by_themselves:
        return "Took up an invitation and can sign in"
    if what in _PLAIN:
        return _PLAIN[what]
    if "role" in data:
        return _of_role(what, data, units)
    if what in ("leaving", "left"):
        return _of_leaving(what, data)
    return event_words(kind)


def _of_role(what: str, data: Mapping[str, Any], units: Mapping[UUID, str]) -> str:
    name = role_name(data["role"])
    last_day = _day(data.get("last_day"))
    if what == "role_ended":
        return f"Role {name}: {until_words(last_day)}"
    if what == "role_extended":
        return f"Role {name} prolonged: {until_words(last_day)}"
    unit = data.get("unit_id")
    place = f" in {units.get(UUID(unit), 'a unit')}" if unit else ""
    to_date = _day(data.get("to_date"))
    return f"Role {name}{place} given{', ' + until_words(to_date) if to_date else ''}"


def _of_leaving(what: str, data: Mapping[str, Any]) -> str:
    day = british_date(_day(data["last_day"]))
    count = data.get("handed_over", 0)
    things = f"{count} {'thing' if count == 1 else 'things'} handed over"
    if what == "leaving":
        return f"Leaves, with {day} as the last day: {things}"
    return f"Left after {day}: every door is closed" + (f", {things}" if count else "")


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
