"""The kinds of file that are taken, in one place, and every limit on them. Pure.

A file is taken when its content, its name and what the sender says it is agree on one row here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

MOST_FILES_OF_A_THING = 100
MOST_PAGES = 2_000  # of a PDF
MOST_PIXELS = 50_000_000  # of a picture: ten thousand by five thousand
MOST_FRAMES = 100  # of a picture that moves
MOST_MEMBERS = 5_000  # parts of an Office file
MOST_UNPACKED = 100 * 1024 * 1024  # bytes of all parts together
MOST_RATIO = 100  # unpacked against packed
MOST_ROWS = 100_000  # of a workbook
MOST_WORDS = 200_000  # characters of text that are kept for search

_OFFICE = "application/vnd.openxmlformats-officedocument"
_ZIP = frozenset({"application/zip", "application/x-zip-compressed"})
#: What browsers say when they do not know.
UNKNOWN = frozenset({"", "application/octet-stream", "binary/octet-stream"})


@dataclass(frozen=True, slots=True, kw_only=True)
class FileKind:
    """One kind. `extensions`: the first is given to a file whose name has none.

    `declared`: what a sender may call it. `judge`: the module of `contents` that looks through it.
    """

    code: str
    title: str
    media_type: str
    extensions: tuple[str, ...]
    judge: str
    also_declared: frozenset[str] = frozenset()

    @property
    def declared(self) -> frozenset[str]:
        return UNKNOWN | self.also_declared | {self.media_type}


_KINDS = (
    FileKind(
        code="pdf",
        title="PDF",
        media_type="application/pdf",
        extensions=("pdf",),
        judge="pdf",
        also_declared=frozenset({"application/x-pdf"}),
    ),
    FileKind(
        code="png",
        title="PNG picture",
        media_type="image/png",
        extensions=("png",),
        judge="pictures",
        also_declared=frozenset({"image/apng"}),
    ),
    FileKind(
        code="jpeg",
        title="JPEG picture",
        media_type="image/jpeg",
        extensions=("jpg", "jpeg"),
        judge="pictures",
        also_declared=frozenset({"image/jpg", "image/pjpeg"}),
    ),
    FileKind(
        code="webp",
        title="WebP picture",
        media_type="image/webp",
        extensions=("webp",),
        judge="pictures",
    ),
    FileKind(
        code="gif",
        title="GIF picture",
        media_type="image/gif",
        extensions=("gif",),
        judge="pictures",
    ),
    FileKind(
        code="docx",
        title="Word document",
        media_type=f"{_OFFICE}.wordprocessingml.document",
        extensions=("docx",),
        judge="office",
        also_declared=_ZIP,
    ),
    FileKind(
        code="xlsx",
        title="Excel workbook",
        media_type=f"{_OFFICE}.spreadsheetml.sheet",
        extensions=("xlsx",),
        judge="office",
        also_declared=_ZIP,
    ),
    FileKind(
        code="pptx",
        title="PowerPoint presentation",
        media_type=f"{_OFFICE}.presentationml.presentation",
        extensions=("pptx",),
        judge="office",
        also_declared=_ZIP,
    ),
    FileKind(
        code="odt",
        title="OpenDocument text",
        media_type="application/vnd.oasis.opendocument.text",
        extensions=("odt",),
        judge="office",
        also_declared=_ZIP,
    ),
    FileKind(
        code="txt",
        title="Plain text",
        media_type="text/plain",
        extensions=("txt",),
        judge="text",
    ),
    FileKind(
        code="csv",
        title="CSV table",
        media_type="text/csv",
        extensions=("csv",),
        judge="text",
        # Windows calls a CSV file by the programme that opens it.
        also_declared=frozenset({"text/plain", "application/vnd.ms-excel", "application/csv"}),
    ),
)

KINDS: Mapping[str, FileKind] = {kind.code: kind for kind in _KINDS}
BY_EXTENSION: Mapping[str, FileKind] = {
    extension: kind for kind in _KINDS for extension in kind.extensions
}
#: For sentences and for the box in which a file is chosen.
LISTED = ", ".join(f".{extension}" for kind in _KINDS for extension in kind.extensions)
