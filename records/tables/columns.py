"""Columns of files that come in: what each means and how its cells are read. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """How a cell is read."""

    TEXT = "text"
    LONG = "long text"
    EMAIL = "email address"
    PHONE = "telephone number"
    DAY = "date"
    WHOLE = "whole number"
    NUMBER = "number"
    YES_NO = "yes or no"
    CHOICE = "one of a list"
    CHOICES = "some of a list"


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column. `refers_to` names the sheet whose external ids it repeats.

    `free`: people write in their own words, so the text guard looks at it; long text always is.
    """

    name: str
    meaning: str
    kind: Kind = Kind.TEXT
    required: bool = False
    choices: tuple[str, ...] = ()
    refers_to: str = ""
    longest: int = 200
    free: bool = False

    @property
    def guarded(self) -> bool:
        return self.free or self.kind is Kind.LONG
