"""What is wrong with data as people enter them, and what they would change."""

from datetime import date
from decimal import Decimal

import pytest

from projects.measures.entered import Entered, Entering, look

TODAY = date(2027, 3, 10)
D = Decimal


def wrong(
    data_kind: str, *rows: Entered, frequency: str = "month", **into
) -> list[tuple[str, str]]:
    entering = Entering(data_kind=data_kind, frequency=frequency, today=TODAY, **into)
    return [(one.pointer, one.code) for one in look(rows, {}, entering).faults]


def row(day: date = date(2027, 1, 9), **values) -> Entered:
    return Entered(on_date=day, **values)


class TestARow:
    @pytest.mark.parametrize(
        ("data_kind", "values", "expected"),
        [
            ("proportion", {"numerator": D(19), "denominator": D(20)}, []),
            ("proportion", {"numerator": D(0), "denominator": D(0)}, []),
            ("proportion", {}, []),
            ("proportion", {"numerator": D(21), "denominator": D(20)}, ["more_than_all"]),
            ("proportion", {"numerator": D(1), "denominator": D(0)}, ["more_than_all"]),
            ("proportion", {"numerator": D(1)}, ["required"]),
            ("proportion", {"denominator": D(1)}, ["required"]),
            ("proportion", {"numerator": D("1.5"), "denominator": D(20)}, ["not_whole"]),
            ("proportion", {"numerator": D(-1), "denominator": D(20)}, ["negative"]),
            ("proportion", {"value": D(95)}, ["not_taken"]),
            ("rate", {"numerator": D(30), "denominator": D("20.5")}, []),
            ("rate", {"numerator": D(1), "denominator": D(0)}, ["more_than_all"]),
            ("count", {"value": D("1.0")}, []),
            ("count", {"value": D("1.2")}, ["not_whole"]),
            ("count", {"value": D(-2)}, ["negative"]),
            ("value", {"value": D("-2.125")}, []),
            ("value", {"value": D("0.1234567")}, ["too_fine"]),
            ("value", {"value": D("1E+20")}, ["too_large"]),
            ("value", {"value": D("NaN")}, ["too_large"]),
            ("time_between", {"value": D(0)}, ["not_positive"]),
            ("time_between", {"value": D("0.5")}, []),
            ("cases_between", {"value": D(0)}, []),
            ("cases_between", {"value": D("0.5")}, ["not_whole"]),
            ("sample", {"sample": (D(1), D(-2))}, []),
            ("sample", {"sample": ()}, ["sample_size"]),
            ("sample", {"sample": (D("1E+20"),)}, ["too_large"]),
            ("sample", {"numerator": D(1)}, ["not_taken"]),
        ],
        ids=str,
    )
    def test_is_judged_by_the_kind_of_data(self, data_kind, values, expected):
        assert [code for _, code in wrong(data_kind, row(**values))] == expected

    @pytest.mark.parametrize(
        ("day", "ended_on", "expected"),
        [
            (TODAY, None, []),
            (date(2027, 3, 31), None, []),  # in a month that has begun
            (date(2027, 4, 1), None, ["future"]),
            (date(2027, 2, 27), date(2027, 2, 15), []),
            (date(2027, 3, 1), date(2027, 2, 15), ["after_end"]),
        ],
        ids=["today", "this month", "next month", "month of the end", "after the end"],
    )
    def test_is_of_a_period_that_has_begun_and_is_counted(self, day, ended_on, expected):
        found = wrong("count", row(day, value=D(1)), ended_on=ended_on)
        assert [code for _, code in found] == expected


class TestRows:
    def test_of_one_period_are_told_apart(self):
        rows = [row(date(2027, 2, day), value=D(1)) for day in (1, 14)]
        entering = Entering(data_kind="count", frequency="month", today=TODAY)
        (fault,) = look(rows, {}, entering).faults
        assert fault.pointer == "/points/1/on_date"
        assert fault.message == "Entry 1 is of the same period, February 2027. Keep one of them."

    def test_are_compared_with_what_is_known(self):
        entering = Entering(data_kind="count", frequency="week", today=TODAY)
        known = {
            date(2027, 2, 1): row(date(2027, 2, 1), value=D("4.000000")),
            date(2027, 2, 8): row(date(2027, 2, 8), value=D(5)),
        }
        rows = [row(date(2027, 2, day), value=D(4)) for day in (7, 14, 15)]
        seen = look(rows, known, entering)
        assert [
            [one.on_date.day for one in group]
            for group in (seen.unchanged, seen.changed, seen.added)
        ] == [[1], [8], [15]]
        assert seen.dates == (date(2027, 2, 8), date(2027, 2, 15))
