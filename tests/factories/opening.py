"""Files of opening positions: small ones to break, and one as large as a real trust's."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from openpyxl import Workbook

from projects.opening_position.format import BY_NAME

Rows = Sequence[Mapping[str, Any]]
TODAY = date(2026, 11, 20)


def small() -> dict[str, list[dict[str, Any]]]:
    """One committee with two partners, one of them by a second term, and one project."""
    return {
        "units": [
            {"external_id": "U1", "name": "Medicine", "type": "division"},
            {"external_id": "U2", "name": "Ward 7", "type": "ward", "parent": "U1"},
        ],
        "people": [
            {"external_id": "P1", "name": "Amara Okafor", "partner_kind": "patient"},
            {"external_id": "P2", "name": "Jonáš Dvořák", "partner_kind": "carer"},
            {"external_id": "P3", "name": "Dr Priya Raman", "employment_basis": "contract",
             "employed_from": date(2015, 4, 1)},
        ],
        "committees": [
            {"external_id": "C1", "name": "Patient Safety Committee", "state": "active",
             "established_on": date(2021, 4, 1), "safety_related": "yes", "chair": "P3",
             "meeting_frequency": "monthly", "terms_of_reference": "SharePoint",
             "terms_dated_on": date(2026, 4, 1), "unit": "U1"},
        ],
        "seats": [
            {"committee": "C1", "seat_no": 1, "seat_kind": "psp"},
            {"committee": "C1", "seat_no": 2, "seat_kind": "psp"},
        ],
        "appointments": [
            {"external_id": "A1", "person": "P1", "state": "active",
             "applied_on": date(2022, 1, 10), "inducted_on": date(2022, 3, 20)},
            {"external_id": "A2", "person": "P2", "state": "active",
             "applied_on": date(2024, 5, 1), "inducted_on": date(2024, 6, 20)},
        ],
        "terms": [
            {"appointment": "A1", "from_date": date(2022, 4, 1), "to_date": date(2024, 3, 31)},
            {"appointment": "A1", "from_date": date(2024, 4, 1), "to_date": date(2027, 3, 31)},
            {"appointment": "A2", "from_date": date(2024, 7, 1), "to_date": date(2027, 6, 30)},
        ],
        "seat_assignments": [
            {"committee": "C1", "seat_no": 1, "appointment": "A1", "from_date": date(2022, 4, 1)},
            {"committee": "C1", "seat_no": 2, "appointment": "A2", "from_date": date(2024, 7, 1)},
        ],
        "projects": [
            {"external_id": "J1", "title": "Always told what happens next", "stage": "testing",
             "stage_since": date(2026, 6, 1), "method": "always_event", "unit": "U2"},
        ],
        "stages": [
            {"project": "J1", "stage": "co_design", "from_date": date(2026, 2, 1)},
        ],
        "team": [
            {"project": "J1", "person": "P3", "team": "oversight", "role": "executive_sponsor",
             "from_date": date(2026, 1, 1)},
            {"project": "J1", "person": "P1", "team": "oversight", "role": "partner",
             "from_date": date(2026, 1, 1), "relevant_experience": "yes"},
        ],
    }  # fmt: skip


def large(*, committees: int = 9, partners: int = 14, projects: int = 140) -> dict[str, list[Any]]:
    """A trust as it arrives: partners since 2022, projects at every stage, four on each team."""
    stages = ("setup", "co_design", "testing", "implementing", "spreading", "sustained")
    start = date(2022, 4, 1)
    holders = [(number % committees, number // committees + 1) for number in range(partners)]
    return {
        "people": [
            *({"external_id": f"P{n}", "name": f"Partner {n}"} for n in range(partners)),
            *({"external_id": f"S{n}", "name": f"Colleague {n}"} for n in range(60)),
        ],
        "committees": [
            {"external_id": f"C{n}", "name": f"Committee {n}", "state": "active",
             "established_on": start, "safety_related": "yes", "chair": f"S{n}"}
            for n in range(committees)
        ],
        "seats": [
            {"committee": f"C{n}", "seat_no": seat, "seat_kind": "psp"}
            for n in range(committees) for seat in (1, 2)
        ],
        "appointments": [
            {"external_id": f"A{n}", "person": f"P{n}", "state": "active", "applied_on": start,
             "inducted_on": start + timedelta(days=60)}
            for n in range(partners)
        ],
        "terms": [
            {"appointment": f"A{n}", "from_date": start + timedelta(days=90),
             "to_date": date(2027, 3, 31)}
            for n in range(partners)
        ],
        "seat_assignments": [
            {"committee": f"C{committee}", "seat_no": seat, "appointment": f"A{n}",
             "from_date": start + timedelta(days=90)}
            for n, (committee, seat) in enumerate(holders)
        ],
        "projects": [
            {"external_id": f"J{n}", "title": f"Project {n}", "stage": stages[n % len(stages)],
             "stage_since": start + timedelta(days=5 * n)}
            for n in range(projects)
        ],
        "team": [
            {"project": f"J{n}", "person": person, "team": team, "role": role, "from_date": start}
            for n in range(projects)
            for person, team, role in (
                (f"S{n % 60}", "oversight", "executive_sponsor"),
                (f"S{(n + 1) % 60}", "oversight", "project_lead"),
                (f"P{n % partners}", "oversight", "partner"),
                (f"P{n % partners}", "point_of_care", "partner"),
            )
        ],
    }  # fmt: skip


def workbook(sheets: Mapping[str, Rows]) -> bytes:
    """An XLSX file of these rows."""
    book = Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        page = book.create_sheet(name)
        columns = _columns(name, rows)
        page.append(columns)
        for row in rows:
            page.append([row.get(column) for column in columns])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def zipped(sheets: Mapping[str, Rows]) -> bytes:
    """The same as a ZIP of CSV files."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, rows in sheets.items():
            archive.writestr(f"arrival/{name}.csv", comma_separated(name, rows))
    return out.getvalue()


def comma_separated(name: str, rows: Rows) -> str:
    text = io.StringIO()
    writer = csv.DictWriter(text, _columns(name, rows))
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def _columns(name: str, rows: Rows) -> list[str]:
    """The columns of the sheet that are used, then whatever else the rows hold."""
    used = {column for row in rows for column in row}
    known = BY_NAME.get(name)
    declared = [column.name for column in known.columns] if known else []
    always = [column.name for column in known.columns if column.required] if known else []
    first = [column for column in declared if column in used or column in always]
    return first + sorted(used - set(first))
