"""Draws the icons of variation and assurance; words stand beside each of them.

The signs are drawn so that they can be told apart in grey: letter and course of the dots differ,
not the colour alone.
Source: NHS England, Making Data Count, icons of variation and assurance (drawn anew).
"""

from __future__ import annotations

from projects.spc.shapes import COLOURS
from web.words.measures import IconWords

_SIZE = 40
#: Where the dots of each course lie, and the letter below or above them.
_LEVEL = ((8.5, 21), (14.5, 15), (20, 21), (25.5, 26), (31.5, 19))
_RISING = ((10, 18), (16, 16), (22, 13), (28, 9))
_FALLING = ((10, 22), (16, 24), (22, 27), (28, 31))
_LETTERS = {"pass": "P", "fail": "F", "inconsistent": "?"}


def icon(words: IconWords) -> str:
    """The icon as SVG, hidden from screen readers: its words are on the page."""
    colour = COLOURS[words.tone]  # type: ignore[index]
    return (
        f'<svg class="qi-icon" viewBox="0 0 {_SIZE} {_SIZE}" width="{_SIZE}" height="{_SIZE}" '
        'aria-hidden="true" focusable="false">'
        f'<circle cx="20" cy="20" r="18" fill="#ffffff" stroke="{colour}" stroke-width="3"/>'
        f"{_sign(words.icon, colour)}</svg>"
    )


def _sign(name: str, colour: str) -> str:
    if name in _LETTERS:
        return _letter(_LETTERS[name], colour, y=27, size=20) + _limits(name, colour)
    if name.endswith("_high"):
        return _dots(_RISING, colour) + _letter("H", colour, y=32, size=15)
    if name.endswith("_low"):
        return _dots(_FALLING, colour) + _letter("L", colour, y=18, size=15)
    return _dots(_LEVEL, colour)


def _dots(spots: tuple[tuple[float, float], ...], colour: str) -> str:
    path = "L".join(f"{x} {y}" for x, y in spots)
    line = f'<path d="M{path}" fill="none" stroke="{colour}" stroke-width="1.5"/>'
    return line + "".join(f'<circle cx="{x}" cy="{y}" r="2.4" fill="{colour}"/>' for x, y in spots)


def _letter(letter: str, colour: str, *, y: int, size: int) -> str:
    return (
        f'<text x="20" y="{y}" text-anchor="middle" font-size="{size}" font-weight="700" '
        f'font-family="Frutiger, Arial, sans-serif" fill="{colour}">{letter}</text>'
    )


def _limits(name: str, colour: str) -> str:
    """The target as a dashed line: under what passes, over what fails, through hit or miss."""
    y = {"pass": 32, "fail": 9}.get(name)
    spots = (y,) if y is not None else (8, 32)
    return "".join(
        f'<path d="M11 {spot}H29" stroke="{colour}" stroke-width="1.5" stroke-dasharray="4 2"/>'
        for spot in spots
    )
