"""Giving out kept files: to be saved, never shown in our own origin, whole or a part of them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import IO

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from kernel.errors import NotSatisfiable
from records.api.files import file_answer
from records.files import store
from records.queries.file_content import Content

_RANGE = re.compile(r"bytes=(\d*)-(\d*)", re.ASCII)
#: Whatever a browser does with the file, it may do nothing on our behalf.
_SANDBOX = "sandbox; default-src 'none'"


def content_answer(request: HttpRequest, content: Content) -> HttpResponseBase:
    """The file, or the one part of it that was asked for.

    Raises:
        NotSatisfiable: that part lies beyond its end.
        FileNotFoundError: the store no longer has it.
    """
    tag = f'"{content.sha256}"'
    start, end = _asked(request, content.size, tag)
    length = end - start
    answer = file_answer(
        _Pieces(store.open_at(content.stored_as, start), length),
        name=content.name,
        media_type=content.media_type,
        size=length,
    )
    if length < content.size:
        answer.status_code = 206
        answer["Content-Range"] = f"bytes {start}-{end - 1}/{content.size}"
    answer["Accept-Ranges"] = "bytes"
    answer["ETag"] = tag
    answer["Content-Security-Policy"] = _SANDBOX
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cross-Origin-Resource-Policy"] = "same-origin"
    return answer


def _asked(request: HttpRequest, size: int, tag: str) -> tuple[int, int]:
    """From where to where. Several parts at once are answered with the whole."""
    found = _RANGE.fullmatch(request.headers.get("Range", "").strip())
    if found is None or request.headers.get("If-Range", tag) != tag:
        return 0, size
    first, last = found.groups()
    if not first and not last:
        return 0, size
    if not first:
        start, end = max(0, size - int(last[:18])), size
    else:
        start = int(first[:18])
        end = min(int(last[:18]) + 1, size) if last else size
    if start >= size or end <= start:
        raise NotSatisfiable(f"The file has {size} bytes.", size=size)
    return start, end


class _Pieces:
    """So many bytes of an open file, piece by piece. The database is not asked.

    The answer closes it, also where nobody reads it to its end.
    """

    def __init__(self, file: IO[bytes], length: int) -> None:
        self._file = file
        self._left = length

    def __iter__(self) -> Iterator[bytes]:
        with self._file as file:
            while self._left > 0 and (piece := file.read(min(store.PIECE, self._left))):
                self._left -= len(piece)
                yield piece

    def close(self) -> None:
        self._file.close()
