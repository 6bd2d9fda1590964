"""Thresholds that rules read: their definitions and their resolved values. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

DEFINITIONS: dict[str, StandardDefinition] = {}


@dataclass(frozen=True, slots=True, kw_only=True)
class StandardDefinition:
    """A threshold that sources disagree on or that may change, with its national default.

    Units: `unit` is days, months, percent, yes/no (1 or 0), or what is counted (people, points).
    """

    name: str
    sentence: str
    unit: str
    default: int
    minimum: int
    maximum: int
    source: str


def define(
    name: str,
    *,
    sentence: str,
    unit: str,
    default: int,
    minimum: int = 0,
    maximum: int = 3650,
    source: str,
) -> str:
    """Add a threshold to the catalogue and give back its name."""
    if name in DEFINITIONS:
        raise ValueError(f"The standard {name} is defined twice.")
    DEFINITIONS[name] = StandardDefinition(
        name=name,
        sentence=sentence,
        unit=unit,
        default=default,
        minimum=minimum,
        maximum=maximum,
        source=source,
    )
    return name


@dataclass(frozen=True, slots=True)
class Standards:
    """The values in force for one organisation: steps `(from this day, value)`, oldest first."""

    steps: Mapping[str, tuple[tuple[date, int], ...]]

    def on(self, name: str, day: date) -> int:
        """The value of a threshold on a day; before its first step, the catalogue's default."""
        value = DEFINITIONS[name].default
        for valid_from, stepped in self.steps.get(name, ()):
            if valid_from > day:
                break
            value = stepped
        return value

    def changes(self, names: Iterable[str]) -> list[date]:
        """The days on which one of these thresholds changes."""
        return [day for name in names for day, _ in self.steps.get(name, ())]


DEFAULTS = Standards({})


def resolve(
    *,
    national: Mapping[str, Iterable[tuple[date, int]]],
    own: Mapping[str, Iterable[tuple[date, int | None]]],
) -> Standards:
    """Merge national and own rows into steps: an own value wins from its day, None gives back."""
    steps = {}
    for name in {*national, *own}:
        ours = sorted(own.get(name, ()), key=lambda row: row[0])
        theirs = sorted(national.get(name, ()), key=lambda row: row[0])
        days = sorted({day for day, _ in ours} | {day for day, _ in theirs})
        steps[name] = tuple(
            (day, value)
            for day in days
            if (value := _in_force(day, ours, theirs, DEFINITIONS[name].default)) is not None
        )
    return Standards(steps)


def _in_force(
    day: date,
    ours: list[tuple[date, int | None]],
    theirs: list[tuple[date, int]],
    default: int,
) -> int:
    mine = [value for start, value in ours if start <= day]
    if mine and mine[-1] is not None:
        return mine[-1]
    national = [value for start, value in theirs if start <= day]
    return national[-1] if national else default
