"""Forms with a file, read once and with limits, before anything else of the service reads them.

Django's own reader tidies names up before anybody can refuse them, takes a form that was cut off
for a whole one, and reads nothing where a form comes without its length.
"""

from __future__ import annotations

import hashlib
import io
import shutil
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import IO, Any, Protocol, cast

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, QueryDict
from django.http.multipartparser import (
    ChunkIter,
    LazyStream,
    MultiPartParser,
    MultiPartParserError,
    Parser,
)
from django.utils.datastructures import MultiValueDict
from django.utils.http import parse_header_parameters

from kernel.errors import Invalid, Refusal, TooLarge

MOST_PARTS = 100
MOST_TEXT = 1_000_000  # bytes of all fields that are no file
#: So much beyond the limit is read and thrown away, so that the sender hears the answer.
DRAINED = 64 * 1024 * 1024
_CHUNK = 64 * 1024
_IN_MEMORY = 1024 * 1024
_TAIL = 4096


class Arrived(UploadedFile):  # type: ignore[type-arg]
    """A file as it came: `raw_name` is what the sender called it, with nothing taken away.

    It has no name in the file system, so that nothing is left of it when the process ends.
    """

    def __init__(self, file: Any, *, raw_name: str, declared: str, size: int, sha256: str) -> None:
        super().__init__(file=file, name="file", content_type=declared, size=size)
        self.raw_name = raw_name
        self.sha256 = sha256


@dataclass(slots=True)
class Form:
    """What a form held. `problem` says why it cannot be taken, though it was read to its end."""

    fields: list[tuple[str, str]] = field(default_factory=list)
    files: list[tuple[str, Arrived]] = field(default_factory=list)
    problem: Refusal | None = None

    @property
    def repeated(self) -> list[str]:
        """Names that stand twice."""
        named = Counter(name for name, _ in (*self.fields, *self.files))
        return sorted(name for name, count in named.items() if count > 1)

    def check(self) -> None:
        """Raises: Invalid, TooLarge."""
        if self.problem:
            raise self.problem
        if self.repeated:
            raise Invalid.one(f"/{self.repeated[0][:60]}", "Send it once.", code="repeated")


class _Readable(Protocol):
    def read(self, size: int, /) -> bytes: ...


class _Source:
    """The body, counted: it ends at its length, and never goes on for ever."""

    def __init__(self, stream: _Readable, *, length: int | None, most: int) -> None:
        self._stream = stream
        self._length = length
        self._most = most
        self.taken = 0
        self.tail = b""

    def read(self, size: int = _CHUNK) -> bytes:
        left = size if self._length is None else min(size, self._length - self.taken)
        data = self._stream.read(left) if left > 0 else b""
        self.taken += len(data)
        self.tail = (self.tail + data)[-_TAIL:]
        if self.taken > self._most + DRAINED:
            raise _too_large(self._most)
        return data

    def drain(self) -> None:
        while self.read():
            pass

    def is_whole(self, boundary: bytes) -> bool:
        if self._length is not None and self.taken < self._length:
            return False
        return b"--" + boundary + b"--" in self.tail


def read_form(
    stream: _Readable, *, content_type: str, length: int | None, most: int
) -> tuple[Form, int]:
    """The form, and how many bytes it had. A file of more than `most` bytes is read past, not kept.

    Raises:
        TooLarge: so large that it was not read to its end.
    """
    boundary = _boundary(content_type)
    form = Form()
    source = _Source(stream, length=length, most=most + MOST_TEXT)
    if boundary is None:
        form.problem = Invalid.one("", "Send a form of parts (multipart/form-data).")
        return form, 0
    try:
        _read_parts(source, boundary, form, most)
        if not source.is_whole(boundary):
            raise Invalid.one("", "The upload was cut off. Send it again.", code="cut")
    except (MultiPartParserError, OSError):
        form.problem = Invalid.one("", "The form could not be read. Send it again.", code="cut")
    except Refusal as refusal:
        form.problem = refusal
        if source.taken <= most + MOST_TEXT + DRAINED:
            source.drain()
    return form, source.taken


def _boundary(content_type: str) -> bytes | None:
    kind, options = parse_header_parameters(content_type)
    found = options.get("boundary", "")
    plain = MultiPartParser.boundary_re.fullmatch(found)
    return found.encode("ascii") if kind == "multipart/form-data" and plain else None


def _read_parts(source: _Source, boundary: bytes, form: Form, most: int) -> None:
    text = 0
    chunks: Any = ChunkIter(cast("Any", source), _CHUNK)
    parts = Parser(LazyStream(chunks), boundary)
    for number, (_, meta, stream) in enumerate(parts):
        if number > MOST_PARTS:
            raise TooLarge(f"Too large: the limit is {MOST_PARTS} parts.")
        _, options = meta.get("content-disposition", ("", {}))
        name = _text(options.get("name", b""))
        if not name:
            _skip(stream)
        elif "filename" in options:
            try:
                form.files.append((name, _file(stream, _text(options["filename"]), meta, most)))
            except TooLarge as refusal:
                form.problem = refusal  # what stands after it is still read, to be shown again
        else:
            value = _value(stream, MOST_TEXT - text)
            text += len(value)
            form.fields.append((name, value))


def _file(stream: Iterator[bytes], raw_name: str, meta: Mapping[str, Any], most: int) -> Arrived:
    kept: IO[bytes] = io.BytesIO()
    digest = hashlib.sha256()
    size = 0
    try:
        for chunk in stream:
            if size <= _IN_MEMORY < size + len(chunk):
                kept = _onto_disk(kept)
            size += len(chunk)
            if size <= most:
                kept.write(chunk)
                digest.update(chunk)
        if size > most:
            raise _too_large(most)
    except BaseException:
        kept.close()
        raise
    kept.seek(0)
    declared = str(meta.get("content-type", ("", {}))[0]).strip()
    return Arrived(kept, raw_name=raw_name, declared=declared, size=size, sha256=digest.hexdigest())


def _onto_disk(kept: IO[bytes]) -> IO[bytes]:
    """The same, in a file without a name that ends with the process."""
    file = tempfile.TemporaryFile()  # noqa: SIM115 - the request closes it
    kept.seek(0)
    shutil.copyfileobj(kept, file)
    return file


def _value(stream: Iterator[bytes], most: int) -> str:
    parts, size = [], 0
    for chunk in stream:
        size += len(chunk)
        if size > most:
            raise TooLarge("Too large: the limit is 1 MB of text.")
        parts.append(chunk)
    return b"".join(parts).decode("utf-8", "replace")


def _skip(stream: Iterator[bytes]) -> None:
    for _ in stream:
        pass


def _text(value: bytes | str) -> str:
    return value if isinstance(value, str) else value.decode("utf-8", "surrogateescape")


def _too_large(most: int) -> TooLarge:
    return TooLarge(f"Too large: the limit is {most // (1024 * 1024)} MB.")


View = Callable[..., HttpResponse]


def takes_upload(view: View) -> View:
    """Marks the view of a page whose form carries a file; API views say `takes_upload = True`."""
    view.takes_upload = True  # type: ignore[attr-defined]
    return view


class UploadDoor:
    """Reads forms that carry a file, with limits, for the views that are marked.

    Before the check of the form's own token, which would otherwise have Django read them.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Any, args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> None:
        marked = getattr(view, "takes_upload", False) or getattr(
            getattr(view, "view_class", None), "takes_upload", False
        )
        form = request.META.get("CONTENT_TYPE", "").startswith("multipart/form-data")
        if marked and form and request.method == "POST" and request.actor.signed_in:  # type: ignore[attr-defined]
            _load(request)


def _load(request: HttpRequest) -> None:
    chunked = "chunked" in request.META.get("HTTP_TRANSFER_ENCODING", "").lower()
    sent = request.META.get("CONTENT_LENGTH") or ""
    length = int(sent) if sent.isdecimal() else (None if chunked else 0)
    stream: Any = request.META["wsgi.input"] if length is None else request
    form, taken = read_form(
        stream,
        content_type=request.META["CONTENT_TYPE"],
        length=length,
        most=settings.QIFLOW_LARGEST_FILE,
    )
    request.META["CONTENT_LENGTH"] = str(taken)
    request._read_started = True  # type: ignore[attr-defined]
    request.upload = form  # type: ignore[attr-defined]
    texts = QueryDict(mutable=True)
    for name, value in form.fields:
        texts.appendlist(name, value)
    files: MultiValueDict[str, Arrived] = MultiValueDict()
    for name, file in form.files:
        files.appendlist(name, file)
    request._post, request._files = texts, files  # type: ignore[attr-defined]
