"""Who does not meet what on a day: a table of subjects by rules, and the sums of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from kernel.api.pages import Page
from kernel.rules.rulebook import RULEBOOK
from people import queries as people
from web.pages.findings import FindingLine, finding_line
from web.pages.subjects import href_of_judged, subject_href, subject_names
from web.visit import Visit
from workflows.queries import compliance, findings

#: Which rules stand in which table, in the order of their ids.
KINDS = (
    ("committee", "Committees"),
    ("project", "Projects"),
    ("psp_appointment", "Patient safety partners"),
    ("organisation", "Organisations"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """The day that is looked at, and as known when."""

    as_at: date
    known_at: datetime | None
    today: date

    @property
    def position(self) -> str:
        if self.as_at == self.today:
            return "today"
        return "past" if self.as_at < self.today else "ahead"


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A rule as a column of the table."""

    id: str
    title: str
    sentence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TableRow:
    """One subject with its answer to each rule; None where a rule says nothing of it."""

    name: str
    href: str
    organisation: str
    cells: tuple[FindingLine | None, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sum:
    """How many meet one rule in one organisation."""

    organisation: str
    rule_id: str
    title: str
    meet: int
    do_not: int
    at_risk: int
    unknown: int
    in_scope: int


def columns(kind: str, *, rule: str = "") -> tuple[Column, ...]:
    """The rules of a kind of subject."""
    return tuple(
        Column(id=one.id, title=one.title, sentence=one.sentence)
        for one in RULEBOOK.of(kind)
        if rule in ("", one.id)
    )


def table(
    visit: Visit, rows: Sequence[Mapping[str, Any]], shown: Sequence[Column], kind: str, day: Day
) -> tuple[TableRow, ...]:
    """The cells of these subjects, in one query for all of them."""
    found = findings.finding_on(
        actor=visit.actor,
        subject_ids=[row["id"] for row in rows],
        rules=[column.id for column in shown],
        as_at=day.as_at,
        known_at=day.known_at,
    )
    bodies = people.organisation_names({row["organisation_id"] for row in rows})
    return tuple(
        TableRow(
            name=row["name"],
            href=subject_href(kind, row["id"]),
            organisation=bodies[row["organisation_id"]].name,
            cells=tuple(_cell(found.get((row["id"], column.id))) for column in shown),
        )
        for row in rows
    )


def sums(
    visit: Visit, day: Day, *, organisation: UUID | None, unit: UUID | None
) -> tuple[Sum, ...]:
    """Roll-up by organisation and rule on the day."""
    rows = compliance.compliance(
        actor=visit.actor,
        page=Page(limit=100),
        filters=compliance.Filters(
            as_at=day.as_at, known_at=day.known_at, organisation=organisation, unit=unit
        ),
    )
    bodies = people.organisation_names({row["organisation_id"] for row in rows})
    return tuple(
        Sum(
            organisation=bodies[row["organisation_id"]].name,
            rule_id=row["rule_id"],
            title=findings.rule_of(row["rule_id"]).get("title", row["rule_id"]),
            meet=row["met_today"].get("yes", 0),
            do_not=row["met_today"].get("no", 0),
            at_risk=row["outcomes"].get("at_risk", 0),
            unknown=row["met_today"].get("unknown", 0),
            in_scope=row["in_scope"],
        )
        for row in rows
        if row["in_scope"]
    )


def named_lines(
    visit: Visit, rows: Sequence[Mapping[str, Any]]
) -> tuple[tuple[str, str, FindingLine], ...]:
    """Findings with the name and page of whom they are about."""
    names = subject_names(visit, {(row["subject_kind"], row["subject_id"]) for row in rows})
    return tuple(
        (
            names[row["subject_kind"], row["subject_id"]],
            href_of_judged(visit, row),
            finding_line(row),
        )
        for row in rows
    )


def _cell(row: Mapping[str, Any] | None) -> FindingLine | None:
    return finding_line(row) if row else None
