"""A pasted block as the data of a measure."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest

from projects.measures.entered import Entered
from web.pasting.reading import Fault, Pasted, Row, Shape, read_pasted

WEEKLY = Shape(data_kind="proportion", frequency="week")
MONTHLY = Shape(data_kind="value", frequency="month")
MONDAY = date(2026, 1, 5)


def entered(pasted: Pasted) -> list[Entered]:
    return [row.entered for row in pasted.rows]


def told(pasted: Pasted) -> list[tuple[int, str]]:
    return [(fault.line, fault.message) for fault in pasted.faults]


class TestHalfAYearOfWeeks:
    """What a ward copies out of its spreadsheet, two weeks without anybody in it."""

    def block(self) -> str:
        lines = ["Week commencing\tPatients told\tPatients asked"]
        for week in range(26):
            day = MONDAY + timedelta(weeks=week)
            counts = {7: "\t", 19: "0\t0"}.get(week, f"{14 + week % 5}\t20")
            lines.append(f"{day:%d/%m/%Y}\t{counts}")
        return "\r\n".join([*lines, ""])

    def test_is_read_whole(self) -> None:
        pasted = read_pasted(self.block(), WEEKLY)

        assert pasted.faults == ()
        assert pasted.heading == ("Week commencing", "Patients told", "Patients asked")
        assert len(pasted.rows) == 26
        assert [row.line for row in pasted.rows if not row.entered.denominator] == [9, 21]
        assert pasted.rows[0] == Row(
            line=2,
            entered=Entered(on_date=MONDAY, numerator=Decimal(14), denominator=Decimal(20)),
        )

    def test_is_read_across_as_well(self) -> None:
        rows = [line.split("\t") for line in self.block().splitlines()]
        turned = "\n".join("\t".join(cells) for cells in zip(*rows, strict=True))

        pasted = read_pasted(turned, WEEKLY)

        assert pasted.across
        assert entered(pasted) == entered(read_pasted(self.block(), WEEKLY))


class TestColumns:
    def test_are_found_by_their_headings(self) -> None:
        text = "Total\tNote\tWeek\tNumber\n20\tSnow\t5/1/2026\t14"

        (row,) = read_pasted(text, WEEKLY).rows

        assert row.line == 2
        assert row.entered == Entered(
            on_date=MONDAY, numerator=Decimal(14), denominator=Decimal(20), note="Snow"
        )

    def test_are_found_by_the_words_of_the_measure(self) -> None:
        shape = Shape(
            data_kind="proportion",
            frequency="week",
            numerator_words="People who were told",
            denominator_words="People who came",
        )
        text = "Date,People who came,people who were told\n5/1/2026,20,14"

        (point,) = entered(read_pasted(text, shape))

        assert (point.numerator, point.denominator) == (Decimal(14), Decimal(20))

    def test_of_a_count_may_be_called_so(self) -> None:
        (point,) = entered(
            read_pasted("Month;Count\nMar-26;7", Shape(data_kind="count", frequency="month"))
        )

        assert point.value == Decimal(7)

    def test_may_be_parted_by_spaces(self) -> None:
        (point,) = entered(read_pasted("March 2026   12.5", MONTHLY))

        assert (point.on_date, point.value) == (date(2026, 3, 1), Decimal("12.5"))

    def test_that_are_missing_are_named(self) -> None:
        assert told(read_pasted("5/1/2026\t93.4%\n12/1/2026\t91%", WEEKLY)) == [
            (0, "This measure needs these columns: the date, how many, out of how many")
        ]

    def test_of_values_may_hold_percentages(self) -> None:
        (point,) = entered(read_pasted("Mar-26\t93.4%", MONTHLY))

        assert point.value == Decimal("93.4")

    def test_of_a_sample_are_all_the_rest(self) -> None:
        shape = Shape(data_kind="sample", frequency="week")

        first, second = entered(
            read_pasted("5/1/2026\t3\t4\t\t5\n12/1/2026\t1; 2\n12/1/2026\t7", shape)
        )

        assert first.sample == (Decimal(3), Decimal(4), Decimal(5))
        assert second.sample == (Decimal(1), Decimal(2), Decimal(7))


class TestFaults:
    def test_are_all_named_with_their_lines(self) -> None:
        text = "\n".join(
            ["5/1/2026\t14\t20", "", "40/1/2026\tx\t20", "19/1/2026\t93%\t20", "6/1/2026\t1\t2",
             "2/2/2026\t\t20"]
        )  # fmt: skip

        pasted = read_pasted(text, WEEKLY)

        assert [row.line for row in pasted.rows] == [1, 5, 6]
        assert told(pasted) == [
            (3, "January 2026 has 31 days"),
            (3, "“x” is not a number. Leave the cell empty where there is none"),
            (4, "“93%” is a percentage. Give how many, and out of how many, as two columns"),
        ]

    @pytest.mark.parametrize(
        ("text", "message"),
        [
            ("  \n\t\n", "Paste cells into the box"),
            ("Week\tYes\tTotal", "There is a heading and nothing below it"),
            ("1/1/2026\t1\t2\n" * 2_001, "Paste at most 2,000 lines at a time. There are 2,001"),
        ],
        ids=["nothing", "heading", "too-much"],
    )
    def test_of_the_whole_block(self, text: str, message: str) -> None:
        assert read_pasted(text, WEEKLY).faults == (Fault(line=0, message=message),)

    def test_of_a_first_line_are_not_taken_for_a_heading(self) -> None:
        assert told(read_pasted("January\t14\t20", WEEKLY)) == [(1, "Add the year to “January”")]

    def test_of_a_note_that_is_too_long(self) -> None:
        assert told(read_pasted(f"5/1/2026\t1\t2\t{'n' * 301}", WEEKLY)) == [
            (1, "The note is longer than 300 characters")
        ]
