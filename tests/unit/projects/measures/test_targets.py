from datetime import date
from decimal import Decimal
from fractions import Fraction

from projects.measures.targets import Target, Targets, targets_at


def step(day, value):
    return Target(on=day, value=Decimal(value))


def line(day, value):
    return Target(on=day, value=Decimal(value), line=True)


class TestSteps:
    def test_hold_from_their_day_until_the_next(self):
        targets = [step(date(2027, 4, 1), "95"), step(date(2027, 1, 1), "80.5")]

        assert targets_at(
            targets, [date(2026, 12, 31), date(2027, 1, 1), date(2027, 3, 31), date(2027, 4, 1)]
        ) == [None, Fraction(161, 2), Fraction(161, 2), Fraction(95)]

    def test_none_is_no_target(self):
        assert Targets([]).on(date(2027, 1, 1)) is None


class TestLines:
    def test_are_reached_in_equal_parts_by_day(self):
        targets = Targets([step(date(2028, 2, 1), "80"), line(date(2028, 3, 1), "95")])

        assert targets.on(date(2028, 2, 1)) == 80
        assert targets.on(date(2028, 2, 2)) == 80 + Fraction(15, 29)  # a leap year
        assert targets.on(date(2028, 3, 1)) == 95
        assert targets.on(date(2029, 1, 1)) == 95

    def test_may_fall(self):
        targets = Targets([step(date(2027, 1, 1), "10"), line(date(2027, 1, 11), "5")])

        assert targets.on(date(2027, 1, 5)) == 8

    def test_follow_one_another(self):
        targets = Targets(
            [
                line(date(2027, 1, 21), "95"),
                step(date(2027, 1, 1), "80"),
                line(date(2027, 1, 11), "90"),
                step(date(2027, 2, 1), "98"),
            ]
        )

        assert [targets.on(date(2027, 1, day)) for day in (6, 11, 16, 21, 31)] == [
            85,
            90,
            Fraction(185, 2),
            95,
            95,
        ]
        assert targets.on(date(2027, 2, 1)) == 98

    def test_with_nothing_before_hold_from_their_day(self):
        targets = Targets([line(date(2027, 1, 11), "90")])

        assert targets.on(date(2027, 1, 10)) is None
        assert targets.on(date(2027, 1, 11)) == 90
