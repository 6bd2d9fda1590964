"""What makes two spellings the same tag. Pure."""

from __future__ import annotations

import unicodedata

from kernel.errors import Invalid
from kernel.text import BadText, clean

LONGEST = 40
MOST_OF_A_THING = 20


def tidy(word: str) -> str:
    """The word as it is shown: trimmed, one space between its parts, in NFC.

    Raises:
        Invalid: nothing to see, too long, or with a comma.
    """
    try:
        shown = " ".join(clean(word).split())
    except BadText as error:
        raise Invalid.one("/word", str(error), code="bad_text") from None
    if not shown:
        raise Invalid.one("/word", "Enter a word.", code="required")
    if len(shown) > LONGEST:
        raise Invalid.one("/word", f"Use {LONGEST} characters or fewer.", code="too_long")
    if "," in shown:
        raise Invalid.one("/word", "Enter one tag at a time, without a comma.", code="comma")
    return shown


def key_of(word: str) -> str:
    """ "Falls", "FALLS" and " falls" are one word."""
    return unicodedata.normalize("NFC", " ".join(word.split()).casefold())
