"""Text that a spreadsheet would run is quoted on its way out, unquoted on its way in. Pure."""

from __future__ import annotations

_RUNS = ("=", "+", "-", "@", "\t", "\r")


def quoted(text: str) -> str:
    """With an apostrophe before what a spreadsheet would take for a formula."""
    return f"'{text}" if text.startswith(_RUNS) or _quoted(text) else text


def unquoted(text: str) -> str:
    """What `quoted` was given."""
    return text[1:] if _quoted(text) else text


def _quoted(text: str) -> bool:
    return text.startswith("'") and text.lstrip("'").startswith(_RUNS)
