"""What a cell means in its column."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest

from projects.opening_position.format import COMMITTEES, PEOPLE, PROJECTS, SEATS, Sheet
from records.tables.cells import Unclear, read_cell

MARCH = date(2027, 3, 31)


def _read(sheet: Sheet, column: str, cell: Any) -> Any:
    return read_cell(sheet.column(column), cell)


def _refused(sheet: Sheet, column: str, cell: Any) -> str:
    with pytest.raises(Unclear) as problem:
        _read(sheet, column, cell)
    return problem.value.code


class TestDays:
    @pytest.mark.parametrize(
        "cell",
        [
            MARCH,
            datetime(2027, 3, 31),  # noqa: DTZ001 - as workbooks have it
            "2027-03-31",
            "2027-03-31 00:00:00",
            "31/3/2027",
            "31/03/2027",
            "31.03.2027",
            "31 March 2027",
            "31-Mar-2027",
        ],
    )
    def test_in_every_usual_form(self, cell: Any) -> None:
        assert _read(COMMITTEES, "established_on", cell) == MARCH

    @pytest.mark.parametrize(
        "cell", ["tomorrow", "31/4/2027", "2027-02-29", "31/3/27", "1/1/1066", 46477, "=TODAY()"]
    )
    def test_what_is_no_day_is_refused(self, cell: Any) -> None:
        assert _refused(COMMITTEES, "established_on", cell) == "not_a_date"


class TestText:
    @pytest.mark.parametrize(
        ("cell", "value"), [(" Wei ", "Wei"), (12, "12"), (12.0, "12"), ("é", "é")]
    )
    def test_is_trimmed_and_kept(self, cell: Any, value: str) -> None:
        assert _read(PEOPLE, "name", cell) == value

    @pytest.mark.parametrize("cell", [None, "", "   "])
    def test_nothing_is_nothing(self, cell: Any) -> None:
        assert _read(PEOPLE, "name", cell) is None

    def test_a_shortened_number_is_not_guessed(self) -> None:
        assert _refused(PEOPLE, "external_id", "9.43E+09") == "number_lost"

    def test_a_lost_zero_is_asked_for(self) -> None:
        assert _refused(PEOPLE, "phone", 7700900123) == "leading_zero"
        assert _read(PEOPLE, "phone", "07700 900123") == "07700 900123"

    def test_too_long_says_how_much_too_long(self) -> None:
        assert _refused(PEOPLE, "name", "a" * 201) == "too_long"

    def test_control_characters_and_dates(self) -> None:
        assert _refused(PEOPLE, "name", "a\x07b") == "bad_text"
        assert _refused(PEOPLE, "name", MARCH) == "not_text"


class TestOthers:
    @pytest.mark.parametrize(("cell", "value"), [("Yes", True), (True, True), ("n", False)])
    def test_yes_and_no(self, cell: Any, value: bool) -> None:
        assert _read(SEATS, "required", cell) is value

    def test_choices_as_people_type_them(self) -> None:
        assert _read(PROJECTS, "stage", "Co-design") == "co_design"
        assert _refused(PROJECTS, "stage", "dreaming") == "not_a_choice"

    @pytest.mark.parametrize("cell", ["-1", "1.5", "two", True, "1,000"])
    def test_whole_numbers(self, cell: Any) -> None:
        assert _refused(SEATS, "seat_no", cell) == "not_a_number"

    def test_addresses(self) -> None:
        assert _refused(PEOPLE, "email", "wei at example") == "not_an_email"
