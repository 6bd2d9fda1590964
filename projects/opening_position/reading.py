"""From an uploaded file or a folder to raw sheets, by content and never by the file's name."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from projects.opening_position.format import BY_NAME
from records.tables.csv_text import read_csv
from records.tables.faults import Fault, Unreadable, unreadable
from records.tables.raw import (
    RawFile,
    RawSheet,
    make_sheet,
    sheet_name,
)
from records.tables.workbook import (
    LARGEST_FILE,
    Lines,
    open_archive,
    refuse_active,
    sheets_of,
    unpacked,
)

NOTES_SHEET = "read_me"  # the template's own explanation


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
    archive = open_archive(content)
    names = archive.namelist()
    if "xl/workbook.xml" in names:
        refuse_active(archive)
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


def _members(archive: zipfile.ZipFile) -> Iterator[tuple[str, bytes]]:
    for member in archive.infolist():
        if member.is_dir() or "__MACOSX" in member.filename:
            continue
        yield member.filename, unpacked(archive, member)


def _workbook(content: bytes) -> RawFile:
    found = _Gathering()
    for title, lines in sheets_of(content):
        found.take(title, _reader(lines))
    return found.done()


def _reader(lines: Lines) -> Callable[[str], RawSheet | None]:
    return lambda name: make_sheet(name, lines)
