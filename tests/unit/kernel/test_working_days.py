"""Working days know the weekends and bank holidays of England."""

from __future__ import annotations

from datetime import date

import pytest

from kernel.working_days import is_working_day, working_days_after


class TestWorkingDays:
    def test_a_friday_is_followed_by_a_monday(self):
        assert working_days_after(date(2026, 3, 13), 1) == date(2026, 3, 16)

    def test_a_day_at_the_weekend_may_be_the_first(self):
        assert working_days_after(date(2026, 3, 14), 2) == date(2026, 3, 17)

    def test_none_after_a_day_is_the_day_itself(self):
        assert working_days_after(date(2026, 3, 14), 0) == date(2026, 3, 14)

    def test_easter_has_four_days_on_which_nobody_works(self):
        maundy_thursday, wednesday = date(2026, 4, 2), date(2026, 4, 8)
        assert working_days_after(maundy_thursday, 2) == wednesday

    @pytest.mark.parametrize(
        ("substitute", "for_what"),
        [
            (date(2026, 12, 28), "Boxing Day 2026, a Saturday"),
            (date(2027, 12, 27), "Christmas Day 2027, a Saturday"),
            (date(2027, 12, 28), "Boxing Day 2027, a Sunday"),
            (date(2028, 1, 3), "New Year's Day 2028, a Saturday"),
        ],
    )
    def test_a_substitute_day_is_no_working_day(self, substitute: date, for_what: str):
        assert substitute.weekday() < 5
        assert not is_working_day(substitute), for_what

    def test_days_that_only_scotland_or_northern_ireland_keep_are_worked(self):
        assert is_working_day(date(2026, 3, 17))
        assert is_working_day(date(2026, 11, 30))
        assert is_working_day(date(2026, 1, 2))
