"""Finds in free text what belongs to a patient: an NHS number or a date of birth. Pure.

Free text of QIflow is read by teams, committees and the public; nothing in it may identify a
patient. A telephone number is only pointed out, because a team may well write its own.

Source: features.md idea 26; the NHS Data Dictionary, NHS NUMBER (modulus 11 check digit).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise


class Found(StrEnum):
    """What a piece of text looks like."""

    NHS_NUMBER = "nhs_number"
    BIRTH_DATE = "birth_date"
    PHONE = "phone_number"


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """Where something was found: characters `start` up to, not including, `end`."""

    found: Found
    start: int
    end: int

    @property
    def refused(self) -> bool:
        """A telephone number only warns."""
        return self.found is not Found.PHONE


#: Digits of an NHS number and the weight of each of the first nine.
_LENGTH = 10
_WEIGHTS = range(10, 1, -1)
#: Ways in which people write one number within a longer row of digits.
_USUAL = ((10,), (3, 3, 4), (3, 7), (6, 4), (5, 5), (3, 3, 2, 2))
_GAP = r"[\s\-\u2010-\u2015\u2212\u00ad\u200b-\u200d\u2060._/]"
_GROUPS = re.compile(rf"(?<![^\W_])\d+(?:{_GAP}{{1,3}}\d+)*(?![^\W_])")
_JOINED_BY_SPACE = re.compile(r"[\s\-\u2010-\u2015\u2212\u00ad\u200b-\u200d\u2060]+")

_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
_ORDINAL = r"(?:st|nd|rd|th)?"
_DATES = re.compile(
    r"(?<!\d)(?:"
    r"\d{4}[-/.]\d{1,2}[-/.]\d{1,2}"
    r"|\d{1,2}\s?[-/.]\s?\d{1,2}\s?[-/.]\s?(?:\d{4}|\d{2})"
    r"|\d{1,2} \d{1,2} (?:19|20)\d{2}"
    rf"|\d{{1,2}}{_ORDINAL}(?:\s+of)?[\s-]+{_MONTH}[\s,-]+(?:\d{{4}}|\d{{2}})"
    rf"|{_MONTH}\s+\d{{1,2}}{_ORDINAL},?\s+\d{{4}}"
    r")(?!\d)",
    re.IGNORECASE,
)
_BIRTH = re.compile(r"\b(?:born|birth(?:\s?date|day)?|d\.?\s?o\.?\s?b\.?)(?!\w)", re.IGNORECASE)
#: How far a date may stand from the word, in characters, within one sentence.
_BESIDE = 40
_SENTENCE_ENDS = re.compile(r"[!?;\n]|\.\s+[A-Z]")

_PHONE = re.compile(
    r"(?<![\w+])(?:(?:\+|00)44[\s-]?(?:\(0\)[\s-]?)?\d(?:[\s()-]{0,2}\d){8,9}"
    r"|\(?0\d(?:[\s()-]{0,2}\d){8,9})(?!\w)"
)
_INTERNATIONAL = re.compile(r"(?:\+|00)44")
_CALENDAR = re.compile(
    r"(?<!\d)(?:(?:19|20)\d{2}[-./](?:0?[1-9]|1[0-2])[-./](?:0?[1-9]|[12]\d|3[01])"
    r"|(?:0?[1-9]|[12]\d|3[01])[-./ ](?:0?[1-9]|1[0-2])[-./ ](?:19|20)\d{2})(?!\d)"
)


def look(text: str) -> tuple[Spot, ...]:
    """Everything in the text that should not be there, in the order in which it stands."""
    plain = _plain_digits(text)
    numbers = list(_nhs_numbers(plain))
    phones = [spot for spot in _phones(plain) if not _overlaps(spot, numbers)]
    return tuple(
        sorted([*numbers, *_birth_dates(plain), *phones], key=lambda spot: (spot.start, spot.end))
    )


def refused(text: str) -> tuple[Spot, ...]:
    """The spots for which text is not taken without a word from whoever wrote it."""
    return tuple(spot for spot in look(text) if spot.refused)


def is_nhs_number(digits: str) -> bool:
    """Do ten digits pass the check by modulus 11?"""
    if len(digits) != _LENGTH or not (digits.isascii() and digits.isdecimal()):
        return False
    total = sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, digits[:9], strict=True))
    check = (11 - total % 11) % 11
    return check == int(digits[9])  # a check of 10 equals no digit: such numbers are not given


def sentence(spot: Spot, text: str) -> str:
    """What somebody reads who typed this, with the spot named."""
    piece = text[spot.start : spot.end]
    if spot.found is Found.NHS_NUMBER:
        return (
            f"“{piece}” (from character {spot.start + 1}) looks like an NHS number. "
            "Take it out, or say that it is not one."
        )
    if spot.found is Found.BIRTH_DATE:
        return (
            f"“{piece}” (from character {spot.start + 1}) looks like a date of birth. "
            "Take it out, or say that it is not one."
        )
    return f"“{piece}” looks like a telephone number. Leave it only if everyone may read it."


def _plain_digits(text: str) -> str:
    """The same text, of the same length, with every kind of decimal digit as 0 to 9."""
    if text.isascii():
        return text
    return "".join(
        str(unicodedata.decimal(character)) if character.isdecimal() else character
        for character in text
    )


def _nhs_numbers(text: str) -> Iterator[Spot]:
    masked = _CALENDAR.sub(lambda match: "\x00" * len(match[0]), text)
    for run in _GROUPS.finditer(masked):
        before = masked[max(run.start() - 1, 0) : run.start()]
        abroad = before == "+" or _INTERNATIONAL.match(run[0])
        yield from _in_run(masked, run.start(), run.end(), abroad=bool(abroad))


def _in_run(text: str, start: int, end: int, *, abroad: bool) -> Iterator[Spot]:
    """Ten digits among groups that gaps join: any grouping if they stand alone, else usual ones."""
    groups = [
        (start + group.start(), start + group.end())
        for group in re.finditer(r"\d+", text[start:end])
    ]
    sizes = [last - first for first, last in groups]
    alone = sum(sizes) == _LENGTH
    position = 0
    while position < len(groups):
        count = _ten(sizes, position)
        if count is None:
            position += 1
            continue
        taken = groups[position : position + count]
        digits = "".join(text[first:last] for first, last in taken)
        usual = tuple(sizes[position : position + count]) in _USUAL
        if (alone or (usual and not abroad)) and _joined(text, taken) and is_nhs_number(digits):
            yield Spot(found=Found.NHS_NUMBER, start=taken[0][0], end=taken[-1][1])
            position += count
        else:
            position += 1


def _ten(sizes: list[int], position: int) -> int | None:
    """How many groups from here on hold ten digits together."""
    total = 0
    for count, last in enumerate(range(position, min(position + _LENGTH, len(sizes))), start=1):
        total += sizes[last]
        if total >= _LENGTH:
            return count if total == _LENGTH else None
    return None


def _joined(text: str, groups: list[tuple[int, int]]) -> bool:
    """A full stop or a stroke between digits makes amounts and dates, not NHS numbers."""
    return all(
        _JOINED_BY_SPACE.fullmatch(text[before[1] : after[0]]) for before, after in pairwise(groups)
    )


def _birth_dates(text: str) -> Iterator[Spot]:
    words = [match.span() for match in _BIRTH.finditer(text)]
    if not words:
        return
    for match in _DATES.finditer(text):
        if any(_beside(text, match.span(), word) for word in words):
            yield Spot(found=Found.BIRTH_DATE, start=match.start(), end=match.end())


def _beside(text: str, day: tuple[int, int], word: tuple[int, int]) -> bool:
    first, second = sorted([day, word])
    between = text[first[1] : second[0]]
    return len(between) <= _BESIDE and not _SENTENCE_ENDS.search(between)


def _phones(text: str) -> Iterator[Spot]:
    for match in _PHONE.finditer(text):
        yield Spot(found=Found.PHONE, start=match.start(), end=match.end())


def _overlaps(spot: Spot, others: list[Spot]) -> bool:
    return any(spot.start < other.end and other.start < spot.end for other in others)
