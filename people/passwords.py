"""Which passwords are accepted: long and not easily guessed; no other rule about characters."""

from __future__ import annotations

import re
from collections.abc import Iterable

from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError

from kernel.errors import Invalid

#: Without a second factor. Source: reliability.md 6.3 (ASVS 5.0 V6.2.1, V6.2.9).
SHORTEST = 15
LONGEST = 1000
_COMMON = CommonPasswordValidator()


def require_acceptable(password: str, *, about: Iterable[str], pointer: str = "/password") -> None:
    """Refuse a password that others would guess. It is taken exactly as typed, spaces and all.

    `about`: the user's name and address, which it must not consist of.

    Raises:
        Invalid
    """
    problem = _problem(password, [text.lower() for text in about if text])
    if problem:
        raise Invalid.one(pointer, problem, code="weak_password")


def _problem(password: str, about: list[str]) -> str:
    if "\x00" in password or not is_encodable(password):
        return "Leave out the characters that cannot be typed."
    if len(password) < SHORTEST:
        return f"Use at least {SHORTEST} characters. Three or four words together are fine."
    if len(password) > LONGEST:
        return f"Use at most {LONGEST} characters."
    if _is_common(password):
        return "This password is too common. Choose one that nobody would guess."
    if any(text in password.lower() or password.lower() in text for text in _words(about)):
        return "Do not use your name or your address in the password."
    return ""


def is_encodable(password: str) -> bool:
    """Half of a surrogate pair cannot be stored, typed or hashed."""
    try:
        password.encode()
    except UnicodeEncodeError:
        return False
    return True


def _is_common(password: str) -> bool:
    """Common as it stands, or a common word or run of digits made longer."""
    lowered = password.strip().lower()
    if len(set(lowered)) < 5 and lowered:
        return True
    core = re.sub(r"[\d\W_]+", "", lowered)
    return any(_listed(candidate) for candidate in {lowered, core} if candidate)


def _listed(word: str) -> bool:
    try:
        _COMMON.validate(word)
    except ValidationError:
        return True
    return False


def _words(about: list[str]) -> list[str]:
    return [text for text in about if len(text) > 5]
