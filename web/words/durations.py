"""How long something took or has been, for operators."""

from __future__ import annotations

_STEPS = ((86_400, "day"), (3_600, "hour"), (60, "minute"))


def lasted(seconds: float) -> str:
    """ "3 seconds", "2 minutes", "5 hours": the largest unit that fits."""
    for size, unit in _STEPS:
        if seconds >= size:
            return _counted(int(seconds // size), unit)
    return _counted(int(seconds), "second")


def _counted(number: int, unit: str) -> str:
    return f"{number} {unit}" if number == 1 else f"{number} {unit}s"
