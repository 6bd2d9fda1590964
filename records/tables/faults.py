"""What is wrong with a file, told by sheet, row and field. Pure."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from records.tables.harmless import quoted


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One thing to mend. `row` is the number that a spreadsheet shows; None: the whole sheet.

    `sheet` is empty where the whole file cannot be read.
    """

    sheet: str
    code: str
    message: str
    row: int | None = None
    field: str = ""

    @property
    def pointer(self) -> str:
        """Where it is, as a JSON pointer."""
        parts = [self.sheet, str(self.row) if self.row else "", self.field]
        return "/file" + "".join(f"/{part}" for part in parts if part)


class Unreadable(Exception):
    """The file or one of its sheets cannot be read; carries the fault."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.message)
        self.fault = fault


def unreadable(code: str, message: str, *, sheet: str = "", row: int | None = None) -> Unreadable:
    return Unreadable(Fault(sheet=sheet, code=code, message=message, row=row))


def faults_as_csv(faults: Sequence[Fault | Mapping[str, Any]]) -> bytes:
    """The faults as a file that spreadsheets open, with nothing in it that they would run."""
    out = io.StringIO()
    out.write("\ufeff")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(("sheet", "row", "column", "problem", "what to do"))
    for one in faults:
        fault = asdict(one) if isinstance(one, Fault) else one
        cells = [fault.get(name) or "" for name in ("sheet", "row", "field", "code", "message")]
        writer.writerow([quoted(str(cell)) for cell in cells])
    return out.getvalue().encode()
