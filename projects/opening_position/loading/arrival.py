"""What is carried from sheet to sheet while a file is loaded."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TypeVar
from uuid import UUID

from kernel.actors import Actor
from kernel.clock import london_date
from kernel.errors import Blocked, Invalid
from projects.opening_position.entries import Entries, Entry
from projects.opening_position.format import Sheet
from projects.opening_position.known import Known
from records.tables.faults import Fault

Made = TypeVar("Made")


@dataclass(slots=True, kw_only=True)
class Arrival:
    """One file being loaded for one organisation by one person at one instant.

    `ids`: what external ids stand for, by sheet, growing as rows are written. `faults`: what the
    commands refused; with one of them nothing is kept.
    """

    organisation_id: UUID
    actor: Actor
    now: datetime
    entries: Entries
    known: Known
    ids: dict[str, dict[str, UUID]] = field(default_factory=dict)
    written: Counter[str] = field(default_factory=Counter)
    faults: list[Fault] = field(default_factory=list)

    @property
    def today(self) -> date:
        return london_date(self.now)

    def new(self, sheet: Sheet) -> list[Entry]:
        """The rows that were not loaded before."""
        return [entry for entry in self.entries.of(sheet) if not self.known.has(entry)]

    def id_of(self, sheet: Sheet, external_id: str | None) -> UUID | None:
        """The id behind a reference; None where the cell is empty."""
        return self.ids[sheet.name][external_id] if external_id else None

    def must(self, sheet: Sheet, external_id: str) -> UUID:
        return self.ids[sheet.name][external_id]

    def write(
        self, entry: Entry, make: Callable[[], Made], *, fields: Mapping[str, str] | None = None
    ) -> Made | None:
        """Run a command for a row; a refusal becomes faults. `fields`: column by its pointer."""
        try:
            made = make()
        except Invalid as refusal:
            for error in refusal.errors:
                name = error.pointer.strip("/")
                column = (fields or {}).get(name, name.removesuffix("_id"))
                self.faults.append(entry.fault(column, error.code, error.message))
            return None
        except Blocked as refusal:
            self.faults.append(entry.fault("", refusal.code, refusal.sentence))
            return None
        return made

    def count(self, entry: Entry) -> None:
        self.written[entry.sheet] += 1
