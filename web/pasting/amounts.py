"""Numbers as people write them in a spreadsheet, and the ways to say that there is none. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

#: As many digits as a point keeps, before and after the decimal point.
_WHOLE_DIGITS, _DECIMALS = 14, 6

_NOTHING = frozenset(
    {
        *("", "-", "\u2013", "\u2014", ".", "..", "...", "?", "n/a", "na", "n.a.", "#n/a"),
        *(
            "no data",
            "not known",
            "unknown",
            "missing",
            "none",
            "null",
            "nan",
            "not collected",
            "nil return",
        ),
        *("#div/0!", "#value!", "#ref!", "blank", "gap", "closed"),
    }
)
_SPACES = re.compile(r"[\s\u00a0\u2009\u202f]+")
_GROUPED = re.compile(r"\d{1,3}(,\d{3})+(\.\d+)?")
_PLAIN = re.compile(r"\d+(\.\d*)?|\.\d+")
_SCIENCE = re.compile(r"\d+(\.\d+)?e[+-]?\d+", re.IGNORECASE)
_DECIMAL_COMMA = re.compile(r"\d+,\d{1,2}|\d+,\d{4,}")
_CLOCK = re.compile(r"\d{1,3}:\d{2}(:\d{2})?")


class UnclearAmount(ValueError):
    """The cell holds no number; the message says what to write instead."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Amount:
    """A number, and whether it was written as a percentage."""

    value: Decimal
    percent: bool = False


def read_amount(text: str) -> Amount | None:
    """The number of a cell, as written; None where it says that there is none.

    Raises:
        UnclearAmount: it holds something else.
    """
    plain = text.strip()
    if plain.lower() in _NOTHING:
        return None
    negative, plain = _sign(plain)
    percent = plain.endswith("%")
    digits = _SPACES.sub("", plain.removesuffix("%").removeprefix("£").removesuffix("*"))
    if _GROUPED.fullmatch(digits):
        digits = digits.replace(",", "")
    if not _PLAIN.fullmatch(digits):
        raise UnclearAmount(_told(text.strip(), digits))
    value = Decimal(digits)
    if len(digits.partition(".")[0]) > _WHOLE_DIGITS:
        raise UnclearAmount(f"“{_short(text)}” is too large")
    if len(digits.partition(".")[2]) > _DECIMALS:  # worked out by the spreadsheet
        value = round(value, _DECIMALS)
    return Amount(value=-value if negative else value, percent=percent)


def is_nothing(text: str) -> bool:
    """Does the cell say that there is no number?"""
    return text.strip().lower() in _NOTHING


def _sign(text: str) -> tuple[bool, str]:
    """Minus in front, of any length, or the brackets of accountants."""
    if text.startswith("(") and text.endswith(")"):
        return True, text[1:-1].strip()
    if text[:1] in ("-", "\u2212", "\u2013"):  # typed, minus sign, dash
        return True, text[1:].strip()
    return False, text.removeprefix("+").strip()


def _told(text: str, digits: str) -> str:
    if _SCIENCE.fullmatch(digits):
        return f"The spreadsheet shortened “{_short(text)}”. Show the whole number and copy again"
    if _DECIMAL_COMMA.fullmatch(digits):
        return f"Write “{_short(text)}” with a point, like {digits.replace(',', '.')}"
    if _CLOCK.fullmatch(digits):
        return f"Write “{_short(text)}” as one number, such as minutes"
    return f"“{_short(text)}” is not a number. Leave the cell empty where there is none"


def _short(text: str) -> str:
    return text if len(text) <= 30 else f"{text[:30]}…"
