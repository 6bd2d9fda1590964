"""What a file is called: tidied where that is harmless, refused where a name hides something. Pure.

Source: reliability.md 10.4. Names are for people: on disk every file has a name of our own making.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from kernel.errors import Invalid

LONGEST = 120  # characters without the extension
NAMELESS = "file"
_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)
#: Windows can keep no file with these.
_AWKWARD = re.compile(r"[<>:|?*]")
#: Hidden characters that emoji and some scripts need.
_JOINERS = {"\u200c", "\u200d"}


@dataclass(frozen=True, slots=True)
class FileName:
    """`extension` is in lower case and without its dot, or empty."""

    stem: str
    extension: str


def read_name(raw: str) -> FileName:
    """The name as people will see it.

    Raises:
        Invalid: it holds characters that mislead, or nothing but dots.
    """
    _refuse_hidden(raw)
    name = re.split(r"[/\\]", unicodedata.normalize("NFC", raw))[-1].strip()
    if name and not name.strip("."):
        raise _bad("The name of the file is only dots. Give it a name.")
    name = _AWKWARD.sub("-", name).rstrip(" .")
    stem, dot, extension = name.rpartition(".")
    if not dot:
        stem, extension = name, ""
    stem = stem.strip() or NAMELESS
    if _RESERVED.fullmatch(stem):
        stem = f"_{stem}"
    return FileName(stem[:LONGEST].strip(), extension.lower()[:LONGEST])


def _refuse_hidden(raw: str) -> None:
    if any("\ud800" <= character <= "\udfff" for character in raw):
        raise _bad("The name of the file has broken characters. Rename it.")
    if '"' in raw:
        raise _bad("Take the quotation mark out of the name of the file.")
    for character in raw:
        kind = unicodedata.category(character)
        if kind in ("Cc", "Zl", "Zp") or (kind == "Cf" and character not in _JOINERS):
            raise _bad("The name of the file has hidden characters. Rename it.")


def _bad(sentence: str) -> Invalid:
    return Invalid.one("/file", sentence, code="bad_name")
