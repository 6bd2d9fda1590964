"""P15 on single days and as a timeline."""

from datetime import date

import pytest

from kernel.rules.outcomes import Severity
from kernel.rules.standards import Standards
from kernel.rules.timeline import outcome_on, timeline
from projects.facts.values import StageFrom
from projects.rules import DATA_UP_TO_DATE as P15
from tests.unit.projects.histories import facts
from tests.unit.projects.measured import (
    BEGAN,
    DAY,
    HORIZON,
    IN_TESTING,
    TESTING,
    measure,
    point,
    points,
    said,
    shown,
    turns_where_it_may_not,
)

HALF_YEAR = tuple(points(["9/10"] * 6))  # January to June
JUNE_DUE, JULY_DUE, AUGUST_DUE = date(2026, 7, 15), date(2026, 8, 15), date(2026, 9, 15)


def project(*measures, history=IN_TESTING, **values):
    return facts(history=history, measures=measures, **values)


class TestCondition:
    def test_a_period_is_missed_from_the_day_after_it_was_due(self):
        history = project(measure(points=HALF_YEAR))

        assert said(P15, history, JULY_DUE) == ("yes", "up_to_date")
        assert said(P15, history, JULY_DUE + DAY) == ("no", "one_missed")
        assert P15.condition(history, JULY_DUE + DAY).params == {
            "measure": str(history.measures[0].measure_id),
            "period": "July 2026",
            "due_on": "2026-08-15",
        }

    def test_two_missed_weigh_as_major(self):
        history = project(measure(points=HALF_YEAR))

        assert P15.condition(history, AUGUST_DUE).severity is None
        assert P15.condition(history, AUGUST_DUE + DAY).severity is Severity.MAJOR
        assert said(P15, history, AUGUST_DUE + DAY) == ("no", "several_missed")

    def test_one_each_of_two_measures_is_not_two_missed(self):
        history = project(measure(points=HALF_YEAR), measure(points=HALF_YEAR))

        assert said(P15, history, JULY_DUE + DAY) == ("no", "one_missed")

    def test_each_measure_has_its_own_lag(self):
        slow = measure(points=HALF_YEAR, lag_days=60)

        assert said(P15, project(slow), date(2026, 9, 29)) == ("yes", "up_to_date")
        assert said(P15, project(slow), date(2026, 9, 30)) == ("no", "one_missed")

    def test_data_that_came_late_were_missing_until_then(self):
        came = JULY_DUE + 10 * DAY
        history = project(measure(points=(*HALF_YEAR, point(date(2026, 7, 1), "9/10", in_on=came))))

        assert said(P15, history, came - DAY) == ("no", "one_missed")
        assert said(P15, history, came) == ("yes", "up_to_date")

    @pytest.mark.parametrize("found", ["gap", "0/0"])
    def test_a_known_gap_is_data_too(self, found):
        history = project(measure(points=(*HALF_YEAR, point(date(2026, 7, 1), found))))

        assert said(P15, history, JULY_DUE + DAY) == ("yes", "up_to_date")

    def test_asks_for_nothing_that_ended_before_the_measure_was_written_down(self):
        history = project(measure(created_on=date(2026, 6, 30)))

        assert said(P15, history, JUNE_DUE) == ("yes", "up_to_date")
        assert P15.condition(history, JUNE_DUE + DAY).params["period"] == "June 2026"

    def test_asks_for_whole_periods_of_the_life_of_a_measure(self):
        begun = measure(begins_on=date(2026, 7, 2), created_on=date(2026, 7, 2))
        ended = measure(points=HALF_YEAR, ended_on=date(2026, 8, 30))

        assert said(P15, project(begun), JULY_DUE + DAY) == ("yes", "up_to_date")
        assert said(P15, project(begun), AUGUST_DUE + DAY) == ("no", "one_missed")
        assert said(P15, project(ended), date(2026, 8, 30)) == ("no", "one_missed")
        assert said(P15, project(ended, measure(points=HALF_YEAR, frequency="irregular")),
                    date(2026, 12, 1)) == ("yes", "up_to_date")  # fmt: skip

    def test_rare_events_are_never_due(self):
        assert said(P15, project(measure(frequency="irregular")), HORIZON)[1] == "up_to_date"

    def test_what_ended_in_a_pause_is_not_asked_for(self):
        paused = (
            *IN_TESTING,
            StageFrom(day=date(2026, 7, 20), stage="paused"),
            StageFrom(day=date(2026, 8, 20), stage="testing"),
        )
        history = project(measure(points=HALF_YEAR), history=paused)

        assert said(P15, history, date(2026, 8, 1)) == ("not_applicable", "paused")
        assert said(P15, history, AUGUST_DUE) == ("yes", "up_to_date")
        assert P15.condition(history, AUGUST_DUE + DAY).params["period"] == "August 2026"

    def test_what_ended_before_qiflow_is_not_asked_for(self):
        history = project(measure(), opened_on=date(2026, 7, 31))

        assert said(P15, history, JULY_DUE) == ("yes", "up_to_date")
        assert P15.condition(history, JULY_DUE + DAY).params["period"] == "July 2026"

    def test_without_a_measure_nobody_knows_from_testing_on(self):
        assert said(P15, project(), TESTING - DAY) == ("not_applicable", "no_measures_yet")
        assert said(P15, project(), TESTING) == ("unknown", "no_measures")

    def test_ends_with_the_project(self):
        closed = (*IN_TESTING, StageFrom(day=JULY_DUE, stage="stopped"))

        assert said(P15, project(measure(), history=closed), JULY_DUE)[1] == "closed"


class TestTimeline:
    def test_foresees_a_week_ahead_what_will_be_missing(self):
        history = project(measure(points=HALF_YEAR))

        assert shown(P15, history, JULY_DUE - 7 * DAY) == "pass"
        assert shown(P15, history, JULY_DUE - 6 * DAY) == "at_risk"
        assert shown(P15, history, JULY_DUE) == "at_risk"
        assert shown(P15, history, JULY_DUE + DAY) == "fail"

    def test_is_unknown_without_measures(self):
        assert shown(P15, project(), TESTING) == "unknown"

    def test_forecasts_a_year_without_an_interval_for_every_period(self):
        daily = measure(points=tuple(points(["1/2"] * 9, frequency="day")), frequency="day")

        intervals = timeline(P15, project(daily), horizon=HORIZON)

        assert len(intervals) < 6
        last = outcome_on(intervals, HORIZON)
        assert last is not None
        assert (last.code, last.severity) == ("several_missed", Severity.MAJOR)

    def test_an_organisation_may_ask_sooner(self):
        standards = Standards({"data_lag_days": ((date(2020, 1, 1), 5),)})
        history = project(measure(points=HALF_YEAR), standards=standards)

        assert said(P15, history, date(2026, 8, 5)) == ("yes", "up_to_date")
        assert said(P15, history, date(2026, 8, 6)) == ("no", "one_missed")

    @pytest.mark.parametrize(
        "found",
        [
            ["9/10"] * 12,
            ["9/10", "", "gap", "", "", "9/10"],
            [],
        ],
        ids=("whole", "gaps", "none"),
    )
    def test_changes_only_on_its_boundaries(self, found):
        history = (
            *IN_TESTING,
            StageFrom(day=date(2026, 7, 20), stage="paused"),
            StageFrom(day=date(2026, 8, 20), stage="testing"),
        )
        late = tuple(
            point(each.on, "9/10", in_on=each.on + 70 * DAY)
            for each in points(found, first=date(2026, 3, 1))
        )
        history = project(
            measure(points=late), measure(begins_on=BEGAN + 99 * DAY), history=history
        )

        assert turns_where_it_may_not(P15, history) == []
