"""The smallest pieces of ink: shapes that tell meanings apart, lengths, and safe text."""

import re
from html import escape

from projects.spc.picture import Meaning

# Characters that no XML document may hold, even escaped.
_UNPRINTABLE = re.compile(r"[^\t\n\r\x20-\uD7FF\uE000-\uFFFD\U00010000-\U0010FFFF]")

# Source: NHS identity guidelines, colours (blue, purple, mid grey). The orange is darker than the
# palette's, so that the shape keeps a contrast of 3 to 1 on white (WCAG 2.2, 1.4.11).
COLOURS: dict[Meaning, str] = {
    "improvement": "#005eb8",
    "concern": "#c55a11",
    "neutral": "#330072",
    "common": "#768692",
}


def shape(meaning: Meaning, x: float, y: float, size: float) -> str:
    """Circle, diamond and square tell the meanings apart without colour."""
    fill = f'fill="{COLOURS[meaning]}"'
    if meaning == "common":
        return f'<circle cx="{px(x)}" cy="{px(y)}" r="{px(size * 0.62)}" {fill} stroke="none"/>'
    if meaning == "improvement":
        return f'<circle cx="{px(x)}" cy="{px(y)}" r="{px(size)}" {fill}/>'
    if meaning == "concern":
        arm, top = px(size * 1.3), px(y - size * 1.3)
        path = f"M{px(x)} {top}l{arm} {arm}l-{arm} {arm}l-{arm} -{arm}z"
        return f'<path d="{path}" {fill}/>'
    side = px(size * 1.8)
    left, top = px(x - size * 0.9), px(y - size * 0.9)
    return f'<rect x="{left}" y="{top}" width="{side}" height="{side}" {fill}/>'


def px(value: float) -> str:
    """A length to a tenth of a pixel."""
    return f"{value:.1f}"


def text(words: str) -> str:
    """Words made safe for XML."""
    return escape(_UNPRINTABLE.sub("", words))
