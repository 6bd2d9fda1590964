from datetime import date

import pytest

from projects.measures import periods
from projects.measures.periods import DAY, IRREGULAR, MONTH, QUARTER, WEEK


class TestPeriodOf:
    @pytest.mark.parametrize(
        ("frequency", "day", "first"),
        [
            (DAY, date(2028, 2, 29), date(2028, 2, 29)),
            (WEEK, date(2027, 1, 3), date(2026, 12, 28)),
            (WEEK, date(2027, 1, 4), date(2027, 1, 4)),
            (MONTH, date(2028, 2, 29), date(2028, 2, 1)),
            (QUARTER, date(2027, 3, 31), date(2027, 1, 1)),
            (QUARTER, date(2027, 4, 1), date(2027, 4, 1)),
            (QUARTER, date(2027, 12, 31), date(2027, 10, 1)),
            (IRREGULAR, date(2027, 5, 17), date(2027, 5, 17)),
        ],
    )
    def test_is_named_by_its_first_day(self, frequency, day, first):
        assert periods.period_of(frequency, day) == first

    @pytest.mark.parametrize("frequency", periods.REGULAR)
    def test_holds_every_day_from_its_first_to_its_last(self, frequency):
        day = date(2027, 11, 20)
        for _ in range(800):
            first = periods.period_of(frequency, day)
            assert first <= day <= periods.last_day(frequency, first)
            day += periods.ONE_DAY

    def test_of_a_frequency_nobody_knows_is_an_error(self):
        with pytest.raises(ValueError, match="fortnight"):
            periods.period_of("fortnight", date(2027, 1, 1))


class TestNextPeriod:
    @pytest.mark.parametrize(
        ("frequency", "first", "following"),
        [
            (DAY, date(2028, 2, 28), date(2028, 2, 29)),
            (WEEK, date(2026, 12, 28), date(2027, 1, 4)),
            (MONTH, date(2026, 12, 1), date(2027, 1, 1)),
            (QUARTER, date(2026, 10, 1), date(2027, 1, 1)),
        ],
    )
    def test_follows_over_leap_days_and_new_years(self, frequency, first, following):
        assert periods.next_period(frequency, first) == following
        assert periods.next_period(frequency, following, steps=-1) == first
        assert periods.consecutive(frequency, first, following)
        assert not periods.consecutive(
            frequency, first, periods.next_period(frequency, first, steps=2)
        )

    def test_of_rare_events_is_an_error(self):
        with pytest.raises(ValueError, match="irregular"):
            periods.next_period(IRREGULAR, date(2027, 1, 1))


class TestDue:
    @pytest.mark.parametrize(
        ("frequency", "first", "last", "due"),
        [
            (MONTH, date(2028, 2, 1), date(2028, 2, 29), date(2028, 3, 15)),
            (MONTH, date(2027, 2, 1), date(2027, 2, 28), date(2027, 3, 15)),
            (QUARTER, date(2027, 1, 1), date(2027, 3, 31), date(2027, 4, 15)),
            (WEEK, date(2027, 3, 1), date(2027, 3, 7), date(2027, 3, 22)),
            (DAY, date(2027, 3, 1), date(2027, 3, 1), date(2027, 3, 16)),
            (IRREGULAR, date(2027, 3, 1), date(2027, 3, 1), date(2027, 3, 16)),
        ],
    )
    def test_is_the_end_and_the_lag(self, frequency, first, last, due):
        assert periods.last_day(frequency, first) == last
        assert periods.due_on(frequency, first, lag_days=15) == due

    def test_a_period_is_overdue_from_the_day_after(self):
        def overdue(on):
            return list(periods.overdue(MONTH, date(2027, 1, 1), on=on, lag_days=15))

        assert overdue(date(2027, 2, 15)) == []
        assert overdue(date(2027, 2, 16)) == [date(2027, 1, 1)]
        assert overdue(date(2027, 3, 16)) == [date(2027, 1, 1), date(2027, 2, 1)]

    def test_a_period_that_had_begun_before_is_not_asked_for(self):
        assert list(periods.overdue(MONTH, date(2027, 1, 2), on=date(2027, 3, 1), lag_days=0)) == [
            date(2027, 2, 1)
        ]


class TestPeriods:
    def test_touch_the_days_asked_for(self):
        since, until = date(2027, 1, 31), date(2027, 3, 1)
        assert list(periods.periods(MONTH, since, until)) == [
            date(2027, 1, 1),
            date(2027, 2, 1),
            date(2027, 3, 1),
        ]
        assert list(periods.whole_periods(MONTH, since, until)) == [date(2027, 2, 1)]


class TestInWords:
    @pytest.mark.parametrize(
        ("frequency", "first", "words"),
        [
            (DAY, date(2027, 3, 1), "1 March 2027"),
            (WEEK, date(2027, 3, 1), "the week of 1 March 2027"),
            (MONTH, date(2027, 3, 1), "March 2027"),
            (QUARTER, date(2027, 1, 1), "January to March 2027"),
            (IRREGULAR, date(2027, 3, 4), "4 March 2027"),
        ],
    )
    def test_are_as_people_say_them(self, frequency, first, words):
        assert periods.in_words(frequency, first) == words
