"""Office files: archives of XML from strangers. Nothing in them may run, lead away or blow up."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from typing import Any

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser, ParseError

from kernel.errors import Refusal
from records.files import refusals
from records.files.kinds import (
    KINDS,
    MOST_MEMBERS,
    MOST_RATIO,
    MOST_ROWS,
    MOST_UNPACKED,
    MOST_WORDS,
)

_TYPES = "[Content_Types].xml"
_MAIN = {
    "wordprocessingml.document.main+xml": "docx",
    "spreadsheetml.sheet.main+xml": "xlsx",
    "presentationml.presentation.main+xml": "pptx",
}
_RATIO_FROM = 1024 * 1024  # bytes; a small part may well be repetitive
_DEEPEST = 6  # archives in archives
_PIECE = 64 * 1024
#: Beginnings of what must not lie in a document: archives, older Office files, programs.
_INSIDE = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"MZ", b"\x7fELF", b"Rar!", b"7z\xbc\xaf")
_MACROS = re.compile(r"vbaProject|vbaData|activeX/|^Basic/|^Scripts/|customUI", re.IGNORECASE)
_OTHER_FILES = re.compile(r"^xl/(externalLinks/|connections\.xml|queryTables/)", re.IGNORECASE)
_DDE = re.compile(r"\bDDE(AUTO)?\b|[\w'.]\|[^!|]{0,300}!", re.IGNORECASE)
#: Elements in which a document tells another programme what to do.
_COMMANDING = {"ddeLink", "oleLink", "dde-connection-decl", "dde-source", "dde-link", "script"}
_FORMULAS = {"instrText", "f", "fldSimple"}


def recognise(content: bytes) -> str | None:
    """The kind of document that an archive is, or None.

    Raises:
        TooLarge, WrongKind: what is wrong with it already as an archive.
    """
    archive = _opened(content)
    names = set(archive.namelist())
    if "mimetype" in names:
        said = _unpacked(archive, archive.getinfo("mimetype"), most=200).strip()
        return "odt" if said == KINDS["odt"].media_type.encode() else None
    if _TYPES not in names:
        return None
    reading = _ContentTypes()
    _parse(_unpacked(archive, archive.getinfo(_TYPES), most=_RATIO_FROM), reading)
    if reading.macros:
        raise refusals.active("It has macros.")
    return next((code for kind, code in _MAIN.items() if kind in reading.found), None)


def check(content: bytes, code: str) -> bytes:
    """The file as it is.

    Raises:
        WrongKind: damaged, or something in it runs, leads away or is a file of its own.
        TooLarge: it unpacks to too much.
    """
    archive = _opened(content)
    reading = _Looking()
    for member in archive.infolist():
        if _MACROS.search(member.filename):
            raise refusals.active("It has macros.")
        if _OTHER_FILES.match(member.filename):
            raise refusals.active("It fetches data from other files.")
        _look_at(archive, member, reading)
    return content


def words(content: bytes, code: str) -> str:
    """The text of the document, in the order of its parts."""
    archive = _opened(content)
    taking = _Taking("*" if code == "odt" else "t")
    for member in archive.infolist():
        if _TEXTS[code].fullmatch(member.filename) and taking.size < MOST_WORDS:
            _parse(_unpacked(archive, member), taking)
    return "".join(taking.found)


_TEXTS = {
    "docx": re.compile(r"word/(document|header\d*|footer\d*|footnotes|comments)\.xml"),
    "xlsx": re.compile(r"xl/(sharedStrings|worksheets/sheet\d+)\.xml"),
    "pptx": re.compile(r"ppt/(slides|notesSlides)/\w+\.xml"),
    "odt": re.compile(r"content\.xml"),
}


def _opened(content: bytes) -> zipfile.ZipFile:
    """An archive whose size is known before anything of it is unpacked."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
        members = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        raise refusals.damaged() from None
    _refuse_bomb(members, packed=len(content))
    if len({member.filename for member in members}) != len(members):
        raise refusals.damaged()
    for member in members:
        _refuse_name(member)
    return archive


def _refuse_bomb(members: list[zipfile.ZipInfo], *, packed: int) -> None:
    if len(members) > MOST_MEMBERS:
        raise refusals.unpacks(f"{MOST_MEMBERS:,} parts")
    total = sum(member.file_size for member in members)
    if total > MOST_UNPACKED:
        raise refusals.unpacks("100 MB unpacked")
    swollen = [
        member
        for member in members
        if member.file_size > max(_RATIO_FROM, MOST_RATIO * member.compress_size)
    ]
    if swollen or total > max(_RATIO_FROM, MOST_RATIO * packed):
        raise refusals.unpacks(f"{MOST_RATIO} times its packed size")


def _refuse_name(member: zipfile.ZipInfo) -> None:
    name = member.orig_filename.replace("\\", "/")
    if name.startswith("/") or ".." in name.split("/") or ":" in name or "\x00" in name:
        raise refusals.liar("A part of it would be unpacked outside of its folder.")
    if member.flag_bits & 0x1:
        raise refusals.active("It has a password.")


def _look_at(archive: zipfile.ZipFile, member: zipfile.ZipInfo, reading: _Looking) -> None:
    data = _unpacked(archive, member)
    if data.startswith(_INSIDE):
        _refuse_deep_bomb(data, depth=1)
        raise refusals.active("It holds another file, such as the workbook behind a chart.")
    if member.filename.lower().endswith((".xml", ".rels", ".vml")):
        reading.rows = 0
        _parse(data, reading)


def _refuse_deep_bomb(data: bytes, *, depth: int) -> None:
    """An archive in an archive: what it would unpack to counts."""
    if depth > _DEEPEST or not data.startswith(_INSIDE[0]):
        return
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        members = archive.infolist()
        _refuse_bomb(members, packed=len(data))
        first = _unpacked(archive, members[0]) if members else b""
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return
    _refuse_deep_bomb(first, depth=depth + 1)


def _unpacked(
    archive: zipfile.ZipFile, member: zipfile.ZipInfo, *, most: int = MOST_UNPACKED
) -> bytes:
    """One part, whole: its checksum is compared when its end is reached."""
    parts = []
    try:
        for piece in _pieces(archive, member):
            most -= len(piece)
            if most < 0:
                raise refusals.unpacks("100 MB unpacked")
            parts.append(piece)
    except (zipfile.BadZipFile, OSError, EOFError, NotImplementedError, RuntimeError, zlib.error):
        raise refusals.damaged() from None
    return b"".join(parts)


def _pieces(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> Iterator[bytes]:
    with archive.open(member) as part:
        while piece := part.read(_PIECE):
            yield piece


def _parse(data: bytes, target: Any) -> None:
    parser = DefusedXMLParser(target=target, forbid_dtd=True)
    try:
        parser.feed(data)
        parser.close()
    except Refusal:
        raise
    except (ParseError, DefusedXmlException, ValueError, LookupError):
        raise refusals.damaged() from None


def _plain(tag: str) -> str:
    return tag.rpartition("}")[2]


class _Target:
    """What the parser tells of a part; it keeps no tree."""

    def start(self, tag: str, attributes: dict[str, str]) -> None: ...
    def end(self, tag: str) -> None: ...
    def data(self, text: str) -> None: ...
    def close(self) -> None: ...


class _ContentTypes(_Target):
    """The kinds of all parts of a document."""

    def __init__(self) -> None:
        self.found = ""
        self.macros = False

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        kind = attributes.get("ContentType", "")
        self.macros = self.macros or "macroEnabled" in kind or "vbaProject" in kind
        self.found += f" {kind} "


class _Looking(_Target):
    """Refuses what leads to other files or tells another programme what to do."""

    def __init__(self) -> None:
        self.rows = 0
        self._formula = False

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        name = _plain(tag)
        if name == "Relationship":
            _refuse_relation(attributes)
        elif name in _COMMANDING:
            raise refusals.active("It tells another programme what to do (DDE or a script).")
        elif name == "row":
            self.rows += 1
            if self.rows > MOST_ROWS:
                raise refusals.unpacks(f"{MOST_ROWS:,} rows")
        self._formula = name in _FORMULAS
        told = " ".join(attributes.values()) if name == "fldSimple" else ""
        if _DDE.search(told):
            raise refusals.active("It tells another programme what to do (DDE).")
        _refuse_picture(name, attributes)

    def end(self, tag: str) -> None:
        self._formula = False

    def data(self, text: str) -> None:
        if self._formula and _DDE.search(text):
            raise refusals.active("It tells another programme what to do (DDE).")


def _refuse_relation(attributes: dict[str, str]) -> None:
    """A document leads elsewhere by links that a person follows, and by nothing else."""
    if attributes.get("TargetMode", "").lower() != "external":
        return
    link = attributes.get("Type", "").lower().endswith("/hyperlink")
    target = attributes.get("Target", "").lower()
    if not link or target.startswith(("file:", "\\\\", "javascript:", "vbscript:", "data:")):
        raise refusals.active("It fetches something from elsewhere when it is opened.")


def _refuse_picture(name: str, attributes: dict[str, str]) -> None:
    """OpenDocument names pictures and parts where they stand."""
    if name in ("image", "object", "object-ole", "section-source", "plugin"):
        target = next((text for key, text in attributes.items() if _plain(key) == "href"), "")
        if re.match(r"(?i)[a-z][a-z0-9+.-]+:|//|\.\./\.\.", target):
            raise refusals.active("It fetches something from elsewhere when it is opened.")


class _Taking(_Target):
    """Collects the text of elements of one name, or of all."""

    def __init__(self, wanted: str) -> None:
        self.found: list[str] = []
        self.size = 0
        self._wanted = wanted
        self._inside = wanted == "*"

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if self._wanted != "*":
            self._inside = _plain(tag) == self._wanted

    def end(self, tag: str) -> None:
        if self._wanted != "*":
            self._inside = False
        if _plain(tag) in ("p", "si", "h", "is"):
            self.data_of("\n")

    def data(self, text: str) -> None:
        if self._inside:
            self.data_of(text)

    def data_of(self, text: str) -> None:
        if self.size < MOST_WORDS:
            self.found.append(text)
            self.size += len(text)
