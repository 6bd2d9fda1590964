"""A status by day, from steps as they were recorded."""

from datetime import date, timedelta

from governance.facts.spans import OPEN, steps_to_spans

DAY = date(2026, 3, 10)


class TestStatusByDay:
    def test_what_was_only_registered_has_no_status_yet(self) -> None:
        assert steps_to_spans(()) == ()

    def test_each_status_ends_the_day_before_the_next(self) -> None:
        later = DAY + timedelta(days=5)

        assert steps_to_spans(((DAY, "active"), (later, "paused"))) == (
            (DAY, later - timedelta(days=1), "active"),
            (later, OPEN, "paused"),
        )

    def test_of_one_day_the_later_recorded_decides(self) -> None:
        assert steps_to_spans(((DAY, "suspended"), (DAY, "active"))) == ((DAY, OPEN, "active"),)
