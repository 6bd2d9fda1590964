"""What came of a file: counts by sheet, what is to be mended, what was left aside. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any
from uuid import UUID

from records.tables.faults import Fault


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetReport:
    """`new` rows are or would be loaded; `already_here` ones were loaded before and stay."""

    sheet: str
    rows: int
    new: int
    already_here: int
    ignored_columns: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """`loaded`: the rows are kept, as the opening position `position_id` if any was new.

    With faults nothing is ever kept.
    """

    position_id: UUID | None = None
    loaded: bool = False
    sheets: tuple[SheetReport, ...] = ()
    faults: tuple[Fault, ...] = ()
    notes: tuple[str, ...] = ()
    ignored_sheets: tuple[str, ...] = ()

    @property
    def new(self) -> int:
        """Rows that are or would be added."""
        return sum(sheet.new for sheet in self.sheets)

    @property
    def changes_nothing(self) -> bool:
        return not self.faults and not self.new

    def as_data(self) -> dict[str, Any]:
        """The report for JSON."""
        return {
            "id": str(self.position_id) if self.position_id else None,
            "loaded": self.loaded,
            "new": self.new,
            "changes_nothing": self.changes_nothing,
            "sheets": [asdict(sheet) for sheet in self.sheets],
            "errors": [{**asdict(fault), "pointer": fault.pointer} for fault in self.faults],
            "notes": list(self.notes),
            "ignored_sheets": list(self.ignored_sheets),
        }

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Report:
        """The report that `as_data` wrote."""
        return cls(
            position_id=UUID(data["id"]) if data["id"] else None,
            loaded=data["loaded"],
            sheets=tuple(SheetReport(**_tuples(sheet)) for sheet in data["sheets"]),
            faults=tuple(
                Fault(**{name: error[name] for name in _FAULT}) for error in data["errors"]
            ),
            notes=tuple(data["notes"]),
            ignored_sheets=tuple(data["ignored_sheets"]),
        )


_FAULT = ("sheet", "code", "message", "row", "field")


def _tuples(sheet: Mapping[str, Any]) -> dict[str, Any]:
    return {**sheet, "ignored_columns": tuple(sheet["ignored_columns"])}
