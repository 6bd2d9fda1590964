"""From an uploaded file or a folder to raw sheets, by content and never by the file's name."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any

from openpyxl import load_workbook

from projects.opening_position.csv_text import read_csv
from projects.opening_position.faults import Fault, Unreadable, unreadable
from projects.opening_position.format import BY_NAME
from projects.opening_position.raw import (
    MOST_ROWS,
    Cell,
    RawFile,
    RawSheet,
    make_sheet,
    sheet_name,
)

LARGEST_FILE = 10 * 1024 * 1024  # bytes, as uploaded
LARGEST_UNPACKED = 100 * 1024 * 1024
MOST_MEMBERS = 200
NOTES_SHEET = "read_me"  # the template's own explanation
#: Parts of a workbook that do something: macros, and links to other files.
_ACTIVE = ("xl/vbaProject.bin", "xl/externalLinks/", "xl/connections.xml")


def read_file(name: str, content: bytes) -> RawFile:
    """Read a workbook, a ZIP of CSV files, or one CSV file named after its sheet.

    Raises:
        Unreadable: too large, damaged, or none of the three.
    """
    if len(content) > LARGEST_FILE:
        raise unreadable("too_large", "Send a file of at most 10 MB.")
    if not content.strip():
        raise unreadable("empty", "The file is empty.")
    if not content.startswith(b"PK"):
        return _gathered([(name, content)])
    if name.lower().endswith(".csv"):
        raise unreadable("wrong_type", "This is not CSV: it is a workbook under another name.")
    archive = _opened(content)
    names = archive.namelist()
    if "xl/workbook.xml" in names:
        _refuse_active(archive)
        return _workbook(content)
    return _gathered(_members(archive))


def read_path(path: Path) -> RawFile:
    """The same for a file or a folder of CSV files on this machine.

    Raises:
        Unreadable: it cannot be opened, or `read_file` refuses it.
    """
    try:
        if path.is_dir():
            files = sorted(path.glob("*.csv"))
            return _gathered((file.name, file.read_bytes()) for file in files)
        return read_file(path.name, path.read_bytes())
    except OSError as error:
        raise unreadable("missing", f"The file cannot be opened: {error.strerror}.") from None


@dataclass(slots=True)
class _Gathering:
    """Sheets as they are found, with what is wrong with those that cannot be read."""

    sheets: list[RawSheet] = field(default_factory=list)
    ignored: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)

    def take(self, title: str, read: Callable[[str], RawSheet | None]) -> None:
        name = sheet_name(PurePosixPath(title).stem)
        if name == NOTES_SHEET:
            return
        if name not in BY_NAME:
            self.ignored.append(title)
            return
        try:
            sheet = read(name)
        except Unreadable as problem:
            self.faults.append(problem.fault)
            return
        if sheet and any(sheet.name == known.name for known in self.sheets):
            message = "There are two sheets of this name. Keep one."
            self.faults.append(Fault(sheet=name, code="duplicate_sheet", message=message))
        elif sheet:
            self.sheets.append(sheet)

    def done(self) -> RawFile:
        if not self.sheets and not self.faults:
            known = ", ".join(BY_NAME)
            raise unreadable("no_sheets", f"Nothing was found to load. The sheets are: {known}.")
        return RawFile(
            sheets=tuple(self.sheets),
            ignored=tuple(self.ignored),
            notes=tuple(self.notes),
            faults=tuple(self.faults),
        )


def _gathered(files: Iterable[tuple[str, bytes]]) -> RawFile:
    found = _Gathering()

    def read(content: bytes) -> Callable[[str], RawSheet | None]:
        def as_csv(name: str) -> RawSheet | None:
            result = read_csv(name, content)
            found.notes.extend(filter(None, [result.note]))
            return result.sheet

        return as_csv

    for path, content in files:
        found.take(path, read(content))
    return found.done()


def _opened(content: bytes) -> zipfile.ZipFile:
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
        members = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError):
        raise _damaged() from None
    if len(members) > MOST_MEMBERS or sum(one.file_size for one in members) > LARGEST_UNPACKED:
        raise unreadable("too_large", "The file unpacks to more than 100 MB.")
    if any(one.flag_bits & 0x1 for one in members):
        raise unreadable("locked", "The file has a password. Save it without one.")
    return archive


def _members(archive: zipfile.ZipFile) -> Iterator[tuple[str, bytes]]:
    for member in archive.infolist():
        if member.is_dir() or "__MACOSX" in member.filename:
            continue
        yield member.filename, _unpacked(archive, member)


def _unpacked(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> bytes:
    try:
        return archive.read(member)
    except (zipfile.BadZipFile, OSError, EOFError, NotImplementedError, zlib.error):
        raise _damaged() from None


def _refuse_active(archive: zipfile.ZipFile) -> None:
    """No macros, no links to other files, no XML that declares entities."""
    if any(name.startswith(_ACTIVE) for name in archive.namelist()):
        raise unreadable(
            "active_content", "The workbook has macros or links. Save it as a plain .xlsx."
        )
    for member in archive.infolist():
        if member.filename.endswith((".xml", ".rels")):
            with archive.open(member) as part:
                if b"<!DOCTYPE" in part.read(4096).upper():
                    raise _damaged()


def _workbook(content: bytes) -> RawFile:
    found = _Gathering()
    try:
        # Formulas stay the text they are: nothing of a file is ever calculated.
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=False)
        for sheet in book.worksheets:
            found.take(sheet.title, _reader(sheet))
        book.close()
    except Exception:  # noqa: BLE001 - its parsers raise anything, which all means the same
        raise _damaged() from None
    return found.done()


def _reader(sheet: Any) -> Callable[[str], RawSheet | None]:
    def rows(name: str) -> RawSheet | None:
        # A wrong size in the file would hide rows or claim a million of them.
        sheet.reset_dimensions()
        return make_sheet(name, _numbered(sheet.iter_rows(values_only=True), name))

    return rows


def _numbered(
    rows: Iterable[tuple[Cell, ...]], name: str
) -> Iterator[tuple[int, tuple[Cell, ...]]]:
    """Rows with their numbers; a million empty ones are not walked through."""
    for number, cells in enumerate(rows, start=1):
        if number > 10 * MOST_ROWS:
            raise unreadable("too_many_rows", f"Send at most {MOST_ROWS:,} rows.", sheet=name)
        yield number, cells


def _damaged() -> Unreadable:
    return unreadable("damaged", "The file is damaged. Save it again.")
