"""Plain text and CSV: real text, nothing that a browser or a shell would run."""

from __future__ import annotations

import re

from records.files import refusals

_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_RUNS = re.compile(
    r"\s*(<!doctype|<html|<head|<body|<svg|<script|<\?xml|<\?php|<iframe|<img|#!)", re.IGNORECASE
)
_LOOKED_AT = 4096


def is_text(content: bytes) -> bool:
    """Nothing but characters, and not the beginning of a page or a program."""
    text = _decoded(content)
    return text is not None and not _CONTROL.search(text) and not _RUNS.match(text[:_LOOKED_AT])


def check(content: bytes, code: str) -> bytes:
    """Raises: WrongKind."""
    if not is_text(content):
        raise refusals.not_taken()
    return content


def words(content: bytes, code: str) -> str:
    return _decoded(content) or ""


def _decoded(content: bytes) -> str | None:
    """UTF-8, or what Windows writes where it is not."""
    if b"\x00" in content:
        return None
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None
