"""How special causes are said, in plain words. Pure."""

from __future__ import annotations

from collections.abc import Mapping

#: What a rule found.
FOUND_SAID: Mapping[str, str] = {
    "astronomical": "A point lies outside the limits",
    "shift": "Seven points or more in a row lie on one side of the mean",
    "trend": "Seven points or more in a row go the same way",
    "two_of_three": "Two of three points in a row lie close to a limit",
    "sigma": "A point lies outside the limits",
    "runs": "The line stays on one side, or crosses the centre too seldom, for chance alone",
}
#: What it means.
MEANING_SAID: Mapping[str, str] = {
    "improvement": "Improvement",
    "concern": "Concern",
    "neutral_high": "Higher than usual",
    "neutral_low": "Lower than usual",
}
