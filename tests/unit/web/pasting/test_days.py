"""Days as people write them in a spreadsheet."""

from __future__ import annotations

from datetime import date

import pytest

from web.pasting.days import UnclearDay, read_day

MARCH_9 = date(2026, 3, 9)  # a Monday


class TestReadDay:
    @pytest.mark.parametrize(
        "text",
        [
            "09/03/2026", "9/3/26", "9.3.2026", "9-3-2026", "9 3 2026", "2026-03-09",
            "2026-03-09 00:00:00", "2026-03-09T00:00:00.000Z", "2026/03/09", "9 Mar 2026",
            "9-Mar-26", "9th March 2026", "9 March, 2026", "Mon 9 Mar 2026", "Monday, 9 March 2026",
            "March 9, 2026", "w/c 9/3/26", "wc 09/03/2026", "W/C Mon 9 March 2026",
            "Week commencing 9 March 2026", "week of 9 March 2026", "w/e 15/03/2026",
            "Week ending 15 March 2026", "2026-W11", "2026 week 11", "46090", "46090.0",
            "  9   March  2026 ",
        ],
    )  # fmt: skip
    def test_reads_every_usual_form(self, text: str) -> None:
        assert read_day(text, "week") == MARCH_9

    @pytest.mark.parametrize("text", ["11/3/2026", "Sunday 15 March 2026"])
    def test_names_a_week_by_its_monday(self, text: str) -> None:
        assert read_day(text, "week") == MARCH_9

    @pytest.mark.parametrize(
        "text", ["Mar-26", "Mar 26", "March 2026", "Mar-2026", "Mar '26", "2026-03", "31/3/2026"]
    )
    def test_names_a_month_by_its_first_day(self, text: str) -> None:
        assert read_day(text, "month") == date(2026, 3, 1)

    @pytest.mark.parametrize(
        ("text", "first"),
        [
            ("Q1 2026/27", date(2026, 4, 1)),
            ("Q4 2026/27", date(2027, 1, 1)),
            ("q3 2026-2027", date(2026, 10, 1)),
            ("1/5/2026", date(2026, 4, 1)),
        ],
    )
    def test_reads_quarters_of_the_nhs_year(self, text: str, first: date) -> None:
        assert read_day(text, "quarter") == first

    def test_keeps_the_day_of_a_rare_event(self) -> None:
        assert read_day("11/3/2026", "irregular") == date(2026, 3, 11)

    @pytest.mark.parametrize(
        ("text", "frequency", "told"),
        [
            ("3/31/2026", "week", "There is no month 31. Write the day first, like 31/3/2026"),
            ("30/2/2026", "week", "February 2026 has 28 days"),
            ("9/14/26", "day", "There is no month 14. Write the day first, like 14/9/2026"),
            ("9/3", "week", "Add the year to “9/3”"),
            ("9 March", "week", "Add the year to “9 March”"),
            ("March 2026", "week", "The day is missing. Write it like 31/3/2027"),
            (
                "Q1 2026",
                "quarter",
                "Say which year “Q1 2026” counts by: Q1 2026/27 for April to June 2026",
            ),
            (
                "Q1 2026/27",
                "month",
                "“Q1 2026/27” is a quarter. Write it like March 2027 or 1/3/2027",
            ),
            ("1234", "week", "“1234” is a number, not a day. Write it like 31/3/2027"),
            ("2026-W60", "week", "2026 has no week 60"),
            ("9/3/1926", "week", "The year 1926 cannot be right"),
            ("total", "week", "“total” is not a day. Write it like 31/3/2027"),
            ("", "month", "“” is not a day. Write it like March 2027 or 1/3/2027"),
            ("x" * 90, "day", f"“{'x' * 30}…” is not a day. Write it like 31/3/2027"),
        ],
        ids=str,
    )
    def test_says_what_to_write_instead(self, text: str, frequency: str, told: str) -> None:
        with pytest.raises(UnclearDay) as refusal:
            read_day(text, frequency)

        assert str(refusal.value) == told
