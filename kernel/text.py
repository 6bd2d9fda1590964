"""What happens to text on its way in: trimmed, normalised, refused where it cannot be stored."""

from __future__ import annotations

import re
import unicodedata

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_INVISIBLE = {"Cf", "Cc", "Zs", "Zl", "Zp"}


class BadText(ValueError):
    """The text holds something that cannot be kept; the message says what."""


def clean(value: str, *, multiline: bool = False) -> str:
    """Trim and normalise to NFC.

    Raises:
        BadText: control characters, lone surrogates, line breaks in a single line, or text of
            invisible characters only.
    """
    try:
        value.encode("utf-8")
    except UnicodeEncodeError:
        raise BadText("Remove the broken character (half of a surrogate pair).") from None
    if _CONTROL.search(value):
        raise BadText("Remove the control characters.")
    text = unicodedata.normalize("NFC", value).strip()
    if not multiline and ("\n" in text or "\r" in text):
        raise BadText("Use a single line.")
    if text and all(unicodedata.category(character) in _INVISIBLE for character in text):
        raise BadText("Enter some visible text.")
    return text
