"""What the rows of a file say about each other."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import uuid4

import pytest

from projects.opening_position.checks import find_faults
from projects.opening_position.entries import read_entries
from projects.opening_position.known import Known
from projects.opening_position.reading import read_file
from tests.factories import opening

Rows = dict[str, list[dict[str, Any]]]
KNOWN = Known(ids={"appointments": {"A0": uuid4()}, "people": {}}, keys={})


def _faults(sheets: Rows, known: Known | None = None) -> list[tuple[str, str]]:
    entries, unread = read_entries(read_file("arrival.xlsx", opening.workbook(sheets)))
    assert not unread
    found = find_faults(entries, known or Known(), today=opening.TODAY)
    return [(fault.pointer, fault.code) for fault in found]


def _set(sheet: str, row: int, **values: Any) -> Callable[[Rows], None]:
    return lambda sheets: sheets[sheet][row].update(values)


def _add(sheet: str, **values: Any) -> Callable[[Rows], None]:
    return lambda sheets: sheets[sheet].append(values)


class TestChecks:
    def test_a_sound_file_has_none(self) -> None:
        assert _faults(opening.small()) == []

    @pytest.mark.parametrize(
        ("break_it", "fault"),
        [
            (_add("people", external_id="P1", name="Twin"), ("people/5/external_id", "twice")),
            (_set("committees", 0, chair="P9"), ("committees/2/chair", "not_found")),
            (_set("seat_assignments", 0, seat_no=7), ("seat_assignments/2/seat_no", "not_found")),
            (_set("terms", 0, to_date=date(2022, 3, 1)), ("terms/2/to_date", "before_start")),
            (
                _set("committees", 0, established_on=date(2027, 1, 1), terms_dated_on=None),
                ("committees/2/established_on", "in_the_future"),
            ),
            (_set("units", 0, parent="U2"), ("units/2/parent", "circle")),
            (
                _set("people", 2, employment_basis=None),
                ("people/4/employment_basis", "required"),
            ),
            (_set("people", 2, employed_from=None), ("people/4/employed_from", "required")),
            (_set("committees", 0, state="suspended"), ("committees/2/state_since", "required")),
            (_set("committees", 0, quorum=0), ("committees/2/quorum", "too_few")),
            (
                _set("committees", 0, duties_go_to="C1"),
                ("committees/2/duties_go_to", "itself"),
            ),
            (
                _set("seats", 0, from_date=date(2020, 1, 1)),
                ("seats/2/from_date", "before_committee"),
            ),
            (_set("appointments", 1, state="paused"), ("appointments/3/state_since", "required")),
            (
                _set("appointments", 1, state="ended", state_since=date(2026, 1, 1)),
                ("appointments/3/end_reason", "required"),
            ),
            (_set("appointments", 1, role_level=5), ("appointments/3/role_level", "not_a_choice")),
            (_set("appointments", 1, person="P1"), ("appointments/3/person", "twice")),
            (_set("terms", 1, from_date=date(2024, 3, 31)), ("terms/3/from_date", "overlap")),
            (_set("projects", 0, stage_since=None), ("projects/2/stage_since", "required")),
            (_set("projects", 0, stage="draft"), ("projects/2/stage_since", "draft")),
            (
                _set("projects", 0, stage="paused"),
                ("projects/2/stage_before_pause", "required"),
            ),
            (_set("projects", 0, stage="stopped"), ("projects/2/stop_reason", "required")),
            (_set("stages", 0, from_date=date(2026, 6, 1)), ("stages/2/from_date", "not_earlier")),
        ],
    )
    def test_what_cannot_be_is_told_by_row_and_field(
        self, break_it: Callable[[Rows], None], fault: tuple[str, str]
    ) -> None:
        sheets = opening.small()
        break_it(sheets)

        assert (f"/file/{fault[0]}", fault[1]) in _faults(sheets)

    def test_served_without_a_term(self) -> None:
        sheets = opening.small()
        sheets["terms"] = [row for row in sheets["terms"] if row["appointment"] != "A2"]

        assert _faults(sheets) == [("/file/appointments/3/state", "no_term")]

    def test_all_are_told_at_once_in_the_order_of_the_sheets(self) -> None:
        sheets = opening.small()
        _set("projects", 0, unit="U9")(sheets)
        _set("committees", 0, unit="U9")(sheets)

        assert _faults(sheets) == [
            ("/file/committees/2/unit", "not_found"),
            ("/file/projects/2/unit", "not_found"),
        ]

    def test_a_term_of_what_is_here_already_is_not_lost_in_silence(self) -> None:
        term = {"appointment": "A0", "from_date": date(2026, 1, 1), "to_date": date(2027, 1, 1)}

        assert _faults({"terms": [term]}, KNOWN) == [("/file/terms/2/appointment", "loaded_before")]
