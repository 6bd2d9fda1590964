"""The process that reads a PDF: `check` or `words` on standard input, JSON on standard output."""

from __future__ import annotations

import io
import json
import logging
import re
import resource
import sys
from collections.abc import Iterator
from typing import Any

from pypdf import PdfReader
from pypdf.errors import PyPdfError
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, NameObject, StreamObject

from records.files.kinds import MOST_PAGES, MOST_WORDS

_SECONDS = 20  # of processor
_MEMORY = 1024 * 1024 * 1024  # bytes
_MOST_OBJECTS = 200_000
_READ_PAGES = 100  # for search
_PAGE = re.compile(rb"<\s*(html|script|!doctype|svg|body|iframe)", re.IGNORECASE)
_KEYS = {
    "/JS": "script",
    "/JavaScript": "script",
    "/XFA": "form",
    "/EmbeddedFiles": "files",
    "/EF": "files",
    "/RichMediaContent": "files",
}
_NAMES = {
    "/JavaScript": "script",
    "/Rendition": "script",
    "/Launch": "opens",
    "/ImportData": "opens",
    "/SubmitForm": "opens",
    "/GoToR": "opens",
    "/GoToE": "opens",
    "/EmbeddedFile": "files",
    "/FileAttachment": "files",
    "/RichMedia": "files",
    "/Movie": "files",
    "/3D": "files",
}
#: Names long enough that no compressed bytes hold them by chance; `#61` is another way to say `a`.
_SPELT = re.compile(rb"/(JavaScript|EmbeddedFiles?|RichMedia|SubmitForm|ImportData)\b")
_ESCAPED = re.compile(rb"#([0-9A-Fa-f]{2})")


class Found(Exception):
    """Why the file is not taken, in one word."""


def problem_of(content: bytes) -> str:
    """The word for what is wrong, or nothing."""
    try:
        _look_around(content)
        reader = PdfReader(io.BytesIO(content), strict=False)
        if reader.is_encrypted:
            return "encrypted"
        _count_pages(reader)
        _look_through(reader)
    except Found as found:
        return str(found)
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, IndexError, OSError):
        return "damaged"
    except (RecursionError, MemoryError):
        return "complicated"
    return ""


def words_of(content: bytes) -> str:
    """Text page by page, until there is enough of it."""
    parts: list[str] = []
    size = 0
    reader = PdfReader(io.BytesIO(content), strict=False)
    for page in reader.pages[:_READ_PAGES]:
        try:
            text = page.extract_text()
        except Exception:  # noqa: BLE001, S112 - a page that cannot be read is not found; others are
            continue
        parts.append(text)
        size += len(text)
        if size > MOST_WORDS:
            break
    return "\n".join(parts)[:MOST_WORDS].encode("utf-8", "replace").decode()


def _look_around(content: bytes) -> None:
    """Before the file, behind it, and at names written in the open."""
    end = content.rfind(b"%%EOF")
    if end < 0:
        raise Found("damaged")
    if _PAGE.search(content[:2048]) or content[end + 5 :].strip(b"\r\n\t \x00"):
        raise Found("two_in_one")
    if found := _SPELT.search(_ESCAPED.sub(lambda m: bytes.fromhex(m[1].decode()), content)):
        raise Found(_NAMES.get(f"/{found[1].decode()}", "files"))


def _count_pages(reader: PdfReader) -> None:
    root: Any = reader.trailer["/Root"].get_object()
    waiting = [root["/Pages"].get_object()]
    pages = seen = 0
    while waiting:
        node = waiting.pop()
        seen += 1
        if "/Kids" not in node:
            pages += 1
        elif int(node.get("/Count", 0)) > MOST_PAGES or len(node["/Kids"]) > MOST_PAGES:
            raise Found("pages")
        else:
            waiting += [kid.get_object() for kid in node["/Kids"]]
        if pages > MOST_PAGES or seen > 2 * MOST_PAGES:
            raise Found("pages")
    if not pages:
        raise Found("damaged")


def _look_through(reader: PdfReader) -> None:
    for number, one in enumerate(_objects(reader)):
        if number > _MOST_OBJECTS:
            raise Found("complicated")
        for key, value in _within(one):
            if key in _KEYS:
                raise Found(_KEYS[key])
            told = key in ("/S", "/Type", "/Subtype") and isinstance(value, NameObject)
            if told and str(value) in _NAMES:
                raise Found(_NAMES[str(value)])


def _objects(reader: PdfReader) -> Iterator[Any]:
    yield reader.trailer
    listed = [(number, generation) for generation, of in reader.xref.items() for number in of]
    listed += [(number, 0) for number in reader.xref_objStm]
    for number, generation in listed[: _MOST_OBJECTS + 1]:
        try:
            yield reader.get_object(IndirectObject(number, generation, reader))
        except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, IndexError):
            continue  # nobody can read it: no reader runs it


def _within(thing: Any) -> Iterator[tuple[str, Any]]:
    """Keys and values of an object and of everything written inside it."""
    waiting = [thing]
    count = 0
    while waiting:
        one = waiting.pop()
        count += 1
        if count > _MOST_OBJECTS:
            raise Found("complicated")
        if isinstance(one, DictionaryObject | StreamObject):
            for key, value in one.items():
                yield str(key), value
                waiting.append(value)
        elif isinstance(one, ArrayObject):
            waiting.extend(one)


def main() -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (_SECONDS, _SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    logging.disable(logging.CRITICAL)  # it tells of every oddity; the answer is what counts
    content = sys.stdin.buffer.read()
    if sys.argv[1] == "words":
        answer = {"words": words_of(content)}
    else:
        answer = {"problem": problem_of(content)}
    sys.stdout.write(json.dumps(answer))


if __name__ == "__main__":
    main()
