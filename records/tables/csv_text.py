"""CSV as people's programs write it: any usual encoding, any usual separator. Pure."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass

from records.tables.faults import unreadable
from records.tables.raw import RawSheet, make_sheet

_SEPARATORS = ",;\t|"
_UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_LONGEST_CELL = 131_072  # characters; what the csv module takes


@dataclass(frozen=True, slots=True, kw_only=True)
class CsvRead:
    """A CSV file as a sheet, and what somebody should check about it."""

    sheet: RawSheet | None
    note: str = ""


def read_csv(name: str, content: bytes) -> CsvRead:
    """Read one CSV file.

    Raises:
        Unreadable: an encoding nobody uses, an open quote, a cell that is far too long.
    """
    text, note = _decode(name, content)
    return CsvRead(sheet=make_sheet(name, _lines(name, text)), note=note)


def _decode(name: str, content: bytes) -> tuple[str, str]:
    if content.startswith(_UTF_16):
        return _or_refuse(name, content, "utf-16"), ""
    try:
        return content.decode("utf-8-sig"), ""
    except UnicodeDecodeError:
        text = _or_refuse(name, content, "cp1252")
        return text, (
            f"{name}: this is not UTF-8; it was read as Windows-1252. "
            "Check that names with accents are right."
        )


def _or_refuse(name: str, content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        raise unreadable(
            "encoding", "This is not text. Save it as “CSV UTF-8”.", sheet=name
        ) from None


def _lines(name: str, text: str) -> Iterator[tuple[int, list[str]]]:
    if "\x00" in text:
        raise unreadable("encoding", "This is not text. Save it as “CSV UTF-8”.", sheet=name)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_separator(text), strict=True)
    begins = 1
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise unreadable(*_told(str(error)), sheet=name, row=begins) from None
        yield begins, cells
        begins = reader.line_num + 1


def _separator(text: str) -> str:
    header = text.partition("\n")[0]
    return max(_SEPARATORS, key=header.count)


def _told(problem: str) -> tuple[str, str]:
    if "field larger" in problem:
        return "cell_too_long", f"A cell holds more than {_LONGEST_CELL:,} characters."
    if "unexpected end" in problem:
        return "open_quote", "A quotation mark opens here and is never closed."
    return "bad_quote", "A quotation mark stands in the middle of a cell. Double it."
