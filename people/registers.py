"""Reads a file with the register of organisations. Pure: no framework, no database.

Columns: `ods_code`, `name`, `icb`, `region`, and `type` if it is there (`trust` if not). Other
columns are named and left out.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

NEEDED = ("ods_code", "name", "icb", "region")
OPTIONAL = ("type",)
LONGEST: Mapping[str, int] = MappingProxyType({"name": 200, "icb": 200, "region": 100})
MOST_ROWS = 20_000
_CODE = re.compile(r"[A-Z0-9]{3,8}")
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
#: Written first by a byte-order mark, then tried in this order.
_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterRow:
    """One body of the file; `line` is where it stands."""

    line: int
    ods_code: str
    name: str
    type: str
    icb: str
    region: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RowError:
    """What is wrong where. An empty `column` is about the line or the file."""

    line: int
    column: str
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Register:
    """A file as read: usable only when `errors` is empty."""

    rows: tuple[RegisterRow, ...]
    errors: tuple[RowError, ...]
    ignored_columns: tuple[str, ...] = ()
    encoding: str = "utf-8"


def read_register(raw: bytes, *, types: Sequence[str]) -> Register:
    """Read every line and name everything that is wrong, so that a file is mended in one go."""
    decoded = _decode(raw)
    if isinstance(decoded, RowError):
        return Register(rows=(), errors=(decoded,))
    text, encoding = decoded
    lines = list(_records(text))
    if not lines:
        return _only(RowError(line=1, column="", message="The file is empty."))
    if isinstance(lines[-1], RowError):
        return _only(lines[-1])
    (_, header), *records = (line for line in lines if not isinstance(line, RowError))
    names = [name.strip().lower() for name in header]
    if wrong := _header_errors(names):
        return Register(rows=(), errors=tuple(wrong))
    if len(records) > MOST_ROWS:
        return _only(RowError(line=1, column="", message=f"At most {MOST_ROWS} rows."))
    rows, errors = _read_rows(names, records, types)
    ignored = tuple(name for name in names if name not in NEEDED + OPTIONAL)
    return Register(rows=rows, errors=errors, ignored_columns=ignored, encoding=encoding)


def _only(error: RowError) -> Register:
    return Register(rows=(), errors=(error,))


def _decode(raw: bytes) -> tuple[str, str] | RowError:
    if raw[:4] == b"PK\x03\x04":
        return RowError(line=1, column="", message="This is a workbook. Save it as CSV first.")
    for mark, encoding in _MARKS:
        if raw.startswith(mark):
            return _with(raw, encoding)
    try:
        return raw.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        return _with(raw, "cp1252")


def _with(raw: bytes, encoding: str) -> tuple[str, str] | RowError:
    try:
        return raw.decode(encoding), encoding
    except UnicodeDecodeError as error:
        message = f"The file is not {encoding} at byte {error.start}. Save it as UTF-8."
        return RowError(line=1, column="", message=message)


def _records(text: str) -> Iterator[tuple[int, list[str]] | RowError]:
    first = text.split("\n", 1)[0]
    delimiter = "\t" if "\t" in first and "," not in first else ","
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    while True:
        line = reader.line_num + 1
        try:
            record = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield RowError(line=line, column="", message=f"Not readable as CSV: {error}.")
            return
        if any(cell.strip() for cell in record):
            yield line, record


def _header_errors(names: list[str]) -> list[RowError]:
    missing = [name for name in NEEDED if name not in names]
    twice = sorted({name for name in names if name and names.count(name) > 1})
    return [
        RowError(line=1, column=name, message="This column is missing.") for name in missing
    ] + [RowError(line=1, column=name, message="This column stands twice.") for name in twice]


def _read_rows(
    names: list[str], records: Sequence[tuple[int, list[str]]], types: Sequence[str]
) -> tuple[tuple[RegisterRow, ...], tuple[RowError, ...]]:
    rows: list[RegisterRow] = []
    errors: list[RowError] = []
    first_line: dict[str, int] = {}
    for line, record in records:
        if len(record) != len(names):
            message = f"{len(record)} cells, but {len(names)} columns."
            errors.append(RowError(line=line, column="", message=message))
            continue
        row = _row(line, {name: cell.strip() for name, cell in zip(names, record, strict=True)})
        wrong = list(_row_errors(row, types))
        if (earlier := first_line.setdefault(row.ods_code, line)) != line and row.ods_code:
            wrong.append(_error(row, "ods_code", f"The same code stands on line {earlier}."))
        errors.extend(wrong)
        rows.append(row)
    return tuple(rows), tuple(errors)


def _row(line: int, cells: Mapping[str, str]) -> RegisterRow:
    return RegisterRow(
        line=line,
        ods_code=cells["ods_code"].upper(),
        name=cells["name"],
        type=cells.get("type", "").lower() or "trust",
        icb=cells["icb"],
        region=cells["region"],
    )


def _row_errors(row: RegisterRow, types: Sequence[str]) -> Iterator[RowError]:
    if not _CODE.fullmatch(row.ods_code):
        yield _error(row, "ods_code", "Use 3 to 8 letters and digits, such as RA7.")
    if not row.name:
        yield _error(row, "name", "Enter the name.")
    if row.type not in types:
        yield _error(row, "type", f"Use one of: {', '.join(types)}.")
    for column, longest in LONGEST.items():
        value: str = getattr(row, column)
        if len(value) > longest:
            yield _error(row, column, f"At most {longest} characters.")
        if _CONTROL.search(value):
            yield _error(row, column, "Remove the control characters.")


def _error(row: RegisterRow, column: str, message: str) -> RowError:
    return RowError(line=row.line, column=column, message=message)
