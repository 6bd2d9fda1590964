"""Whether a file is taken, and as what: its content, its name and the sender must agree."""

from __future__ import annotations

import hashlib
import importlib
import io
import zipfile
from dataclasses import dataclass
from functools import cache
from typing import Any

from kernel.errors import Invalid
from records.files import refusals
from records.files.kinds import BY_EXTENSION, KINDS, MOST_WORDS, FileKind
from records.files.names import FileName, read_name

_MAGIC = (
    (b"%PDF-", "pdf"),
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"\xff\xd8\xff", "jpeg"),
    (b"GIF87a", "gif"),
    (b"GIF89a", "gif"),
)
_ZIPPED = b"PK\x03\x04"
#: The harmless file by which virus scanners are tried; written so that none finds it in here.
EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """A file that may be kept. `content` is without what told where and by whom it was made."""

    kind: FileKind
    name: str
    content: bytes
    sha256: str


def judge(content: bytes, *, raw_name: str, declared: str = "", called: str = "") -> Judged:
    """The file as it may be kept. `called`: a name that somebody gave it instead of its own.

    Raises:
        Invalid: it is empty, or its name misleads.
        WrongKind: of no kind that is taken, not what it says, or it does something when opened.
        TooLarge: over a limit of its kind.
    """
    if not content:
        raise Invalid.one("/file", "The file is empty. Choose another.", code="empty")
    named = read_name(raw_name)
    if named.extension and named.extension not in BY_EXTENSION:
        raise refusals.not_taken()
    if EICAR in content:
        raise refusals.infected()
    kind = _agreed(content, named, declared)
    if kind.judge != "office" and _is_archive_too(content):
        raise refusals.two_in_one()
    clean: bytes = _module(kind.judge).check(content, kind.code)
    return Judged(
        kind=kind,
        name=_display(called, named, kind),
        content=clean,
        sha256=hashlib.sha256(clean).hexdigest(),
    )


def words_of(content: bytes, code: str) -> str:
    """The text in a file that was taken, for search; cut where there is very much of it."""
    text: str = _module(KINDS[code].judge).words(content, code)
    return text.replace("\x00", " ")[:MOST_WORDS]


def _agreed(content: bytes, named: FileName, declared: str) -> FileKind:
    code = _recognised(content)
    if code is None:
        raise refusals.not_taken()
    said = declared.partition(";")[0].strip().lower()
    if code == "txt" and (named.extension == "csv" or (not named.extension and said == "text/csv")):
        code = "csv"
    kind = KINDS[code]
    if named.extension and named.extension not in kind.extensions:
        raise refusals.liar(
            f"Its name ends in .{named.extension}, and its content is: {kind.title}."
        )
    if said not in kind.declared:
        raise refusals.liar(f"It was sent as {said[:60]}, and its content is: {kind.title}.")
    return kind


def _recognised(content: bytes) -> str | None:
    """The kind that the content shows, by its first bytes and, of archives, by what is in them."""
    for magic, code in _MAGIC:
        if content.startswith(magic):
            return code
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "webp"
    if content.startswith(_ZIPPED):
        found: str | None = _module("office").recognise(content)
        return found
    return "txt" if _module("text").is_text(content) else None


def _is_archive_too(content: bytes) -> bool:
    return b"PK\x05\x06" in content and zipfile.is_zipfile(io.BytesIO(content))


def _display(called: str, named: FileName, kind: FileKind) -> str:
    stem = named.stem
    if called:
        given = read_name(called)
        stem = given.stem if given.extension in ("", *kind.extensions) else called
    extension = named.extension or kind.extensions[0]
    return f"{stem}.{extension}"


@cache
def _module(name: str) -> Any:
    """One of `contents`, with the libraries it needs: the web must not load them when it starts."""
    return importlib.import_module(f"records.files.contents.{name}")
