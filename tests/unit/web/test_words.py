"""Dates, times, outcomes and states as pages say them."""

from datetime import UTC, date, datetime

import pytest

from web.words.dates import british_date, british_moment, british_time
from web.words.outcomes import outcome_words
from web.words.states import appointment_state, committee_state, project_stage


class TestDates:
    def test_day_has_no_leading_zero(self):
        assert british_date(date(2027, 3, 3)) == "3 March 2027"

    def test_open_end_is_silent(self):
        assert british_date(None) == ""

    def test_instant_is_told_as_its_london_day(self):
        assert british_date(datetime(2026, 6, 30, 23, 30, tzinfo=UTC)) == "1 July 2026"


class TestTimes:
    @pytest.mark.parametrize(
        ("instant", "words"),
        [
            (datetime(2026, 1, 5, 14, 30, tzinfo=UTC), "2:30pm"),
            (datetime(2026, 7, 5, 14, 30, tzinfo=UTC), "3:30pm"),
            (datetime(2026, 1, 5, 0, 5, tzinfo=UTC), "12:05am"),
            (datetime(2026, 1, 5, 12, 0, tzinfo=UTC), "12:00pm"),
        ],
    )
    def test_clock_of_london_in_twelve_hours(self, instant, words):
        assert british_time(instant) == words

    def test_moment_joins_day_and_time(self):
        instant = datetime(2026, 1, 5, 14, 30, tzinfo=UTC)

        assert british_moment(instant) == "5 January 2026 at 2:30pm"

    def test_instant_without_zone_is_refused(self):
        with pytest.raises(ValueError, match="needs its zone"):
            british_time(datetime(2026, 1, 5))  # noqa: DTZ001 - the missing zone is the point


class TestOutcomes:
    @pytest.mark.parametrize(
        ("outcome", "details", "words"),
        [
            ("pass", {}, "Met"),
            ("fail", {}, "Not met"),
            ("at_risk", {"breaks_on": date(2027, 5, 3)}, "At risk from 3 May 2027"),
            (
                "at_risk",
                {"allowed_until": date(2027, 5, 2)},
                "Not met yet, allowed until 2 May 2027",
            ),
            ("unknown", {"missing": "say what it reviews"}, "Not known: say what it reviews"),
            ("unknown", {}, "Not known"),
            ("not_applicable", {}, "Does not apply"),
            ("fail", {"waived_until": date(2027, 1, 9)}, "Not met, waived until 9 January 2027"),
        ],
    )
    def test_says_it_in_plain_words(self, outcome, details, words):
        assert outcome_words(outcome, **details).words == words

    def test_every_tone_has_its_own_sign(self):
        said = [outcome_words(name) for name in ("pass", "fail", "at_risk", "unknown")]

        assert len({words.icon for words in said}) == len(said)
        assert len({words.tone for words in said}) == len(said)

    def test_waiver_does_not_hide_a_pass(self):
        assert outcome_words("pass", waived_until=date(2027, 1, 9)).words == "Met"

    def test_unheard_outcome_is_a_fault(self):
        with pytest.raises(KeyError):
            outcome_words("compliant")


class TestStates:
    def test_stopped_is_learning_and_not_red(self):
        stopped = project_stage("stopped")

        assert stopped.words == "Stopped, with learning"
        assert stopped.tag != "red"

    def test_no_state_is_red(self):
        assert committee_state("suspended").tag != "red"
        assert appointment_state("suspended").tag != "red"
