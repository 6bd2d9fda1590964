"""Which passwords are accepted: long and not easily guessed; no other rule about characters."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import pairwise

from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError

from kernel.errors import Invalid

#: Characters, without and with a second factor. Source: reliability.md 6.3 (ASVS 5.0 V6.2.1).
SHORTEST = 15
SHORTEST_WITH_SECOND_FACTOR = 12
#: At least 64 are allowed (ASVS 5.0 V6.2.9); a book would only keep the hash busy.
LONGEST = 1000
#: What everybody here would try first, beside one's own name. Source: ASVS 5.0 V6.1.2, V6.2.11.
CONTEXT = ("qiflow", "nhs", "hospital", "trust", "quality", "improvement", "patient", "safety")
#: So many letters must be left when such words are taken away.
_OF_ONES_OWN = 8
_FEWEST_DIFFERENT = 5
_RUN_SHARE = 0.8
_COMMON = CommonPasswordValidator()


def require_acceptable(
    password: str,
    *,
    about: Iterable[str],
    shortest: int = SHORTEST,
    pointer: str = "/password",
) -> None:
    """Refuse a password that others would guess. It is taken exactly as typed, spaces and all.

    `about`: the user's name and address, and the names of their organisations, of which it must
    not consist. `shortest`: fewer characters will do beside a second factor.

    Raises:
        Invalid
    """
    problem = _problem(password, [text.lower() for text in about if text], shortest)
    if problem:
        raise Invalid.one(pointer, problem, code="weak_password")


def _problem(password: str, about: list[str], shortest: int) -> str:
    if "\x00" in password or not is_encodable(password):
        return "Leave out the characters that cannot be typed."
    if len(password) < shortest:
        return f"Use at least {shortest} characters. Three or four words together are fine."
    if len(password) > LONGEST:
        return f"Use at most {LONGEST:,} characters."
    if _is_common(password):
        return "This password is too common. Choose one that nobody would guess."
    if _says(password.lower(), about):
        return "Do not use your name or your address in the password."
    if _is_built_of(password.lower(), about):
        return (
            "Do not build the password from your name, your address, your organisation or the "
            "name of this service."
        )
    return ""


def is_encodable(password: str) -> bool:
    """Half of a surrogate pair cannot be stored, typed or hashed."""
    try:
        password.encode()
    except UnicodeEncodeError:
        return False
    return True


def _is_common(password: str) -> bool:
    """Common as it stands, or a common word or run of digits made longer or said again."""
    lowered = password.strip().lower()
    if len(set(lowered)) < _FEWEST_DIFFERENT and lowered:
        return True
    core = re.sub(r"[\d\W_]+", "", lowered)
    candidates = {lowered, core, _said_once(lowered), _said_once(core)}
    return _is_a_run(lowered) or any(_listed(candidate) for candidate in candidates if candidate)


def _said_once(text: str) -> str:
    """ "letmein" of "letmeinletmein": the shortest part that makes the whole."""
    again = (text + text).find(text, 1)
    return text[:again] if 0 < again < len(text) else text


def _is_a_run(text: str) -> bool:
    """Characters that follow each other, as in 123456789 or abcdefgh."""
    steps = [ord(after) - ord(before) for before, after in pairwise(text)]
    follow = sum(step in (-1, 0, 1, -9, 9) for step in steps)
    return bool(steps) and follow >= _RUN_SHARE * len(steps)


def _listed(word: str) -> bool:
    try:
        _COMMON.validate(word)
    except ValidationError:
        return True
    return False


def _says(lowered: str, about: list[str]) -> bool:
    return any(text in lowered or lowered in text for text in about if len(text) > 5)


def _is_built_of(lowered: str, about: list[str]) -> bool:
    """Is little left when the words that others would try are taken out?"""
    words = {word for text in (*about, *CONTEXT) for word in re.findall(r"[^\W\d_]{3,}", text)}
    left = lowered
    for word in sorted(words, key=len, reverse=True):
        left = left.replace(word, " ")
    if left == lowered:
        return False
    return len(re.sub(r"[\s\d\W_]", "", left)) < _OF_ONES_OWN
