"""What a list looks like as a file. Every app declares its own lists."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from kernel import clock
from kernel.actors import Actor
from kernel.api.filters import Filter
from kernel.api.pages import Page
from kernel.errors import FieldError, Invalid

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Who asks for which page of a list, narrowed how."""

    actor: Actor
    page: Page
    now: datetime
    filters: Mapping[str, Any]

    @property
    def today(self) -> date:
        return clock.london_date(self.now)


@dataclass(frozen=True, slots=True)
class OutColumn:
    """One column; `value` is the name of a row's value, or finds it. None is an empty cell."""

    name: str
    value: str | Callable[[Row], Any] = ""

    def of(self, row: Row) -> Any:
        if callable(self.value):
            return self.value(row)
        return row.get(self.value or self.name)


@dataclass(frozen=True, slots=True, kw_only=True)
class ListExport:
    """A list as a file.

    `rows` gives at most one row more than the page holds, as the list's query does; `key` is the
    sort key of a row. Columns that an import of the same name takes have the import's names.
    """

    name: str
    title: str
    columns: tuple[OutColumn, ...]
    filters: Mapping[str, Filter] = field(default_factory=dict)
    rows: Callable[[Asked], Sequence[Row]]
    key: Callable[[Row], Sequence[Any]]

    def read_filters(self, sent: Mapping[str, str]) -> dict[str, Any]:
        """The values of filters that were sent as text.

        Raises:
            Invalid: unknown names or unreadable values, all of them.
        """
        values: dict[str, Any] = {}
        wrong = []
        for name, text in sent.items():
            try:
                if name not in self.filters:
                    allowed = ", ".join(sorted(self.filters)) or "none"
                    raise ValueError(f"Unknown filter. This list knows: {allowed}.")
                values[name] = self.filters[name].read(text)
            except ValueError as error:
                pointer = f"/filters/{name[:60]}"
                wrong.append(FieldError(pointer=pointer, code="invalid_filter", message=str(error)))
        if wrong:
            raise Invalid(*wrong)
        return values


def columns(*names: str | tuple[str, str | Callable[[Row], Any]]) -> tuple[OutColumn, ...]:
    """Columns by name, or by name and what is in them."""
    return tuple(OutColumn(one) if isinstance(one, str) else OutColumn(*one) for one in names)


EXPORTS: dict[str, ListExport] = {}


def register(*exports: ListExport) -> None:
    """Add lists; a second of one name is a fault."""
    for export in exports:
        if EXPORTS.get(export.name, export) is not export:
            raise ValueError(f"There are two lists named {export.name}.")
        EXPORTS[export.name] = export
