"""P14 on single days and as a timeline."""

from datetime import date
from decimal import Decimal

import pytest

from projects.facts.values import StageFrom
from projects.measures.targets import Target
from projects.rules import RELIABILITY_HELD as P14
from projects.rules.held import periods_held
from tests.unit.projects.histories import facts
from tests.unit.projects.measured import (
    AT_WORK,
    DAY,
    DECLARED,
    RELIABLE,
    reliability,
    said,
    shown,
    turns_where_it_may_not,
)

GOOD, BAD = "19/20", "18/20"
BEFORE = [GOOD] * 12  # 2026
ON = date(2027, 5, 10)  # the data of April are not due yet


def project(*found: str, history=RELIABLE, **values):
    return facts(history=history, measures=(reliability(*BEFORE, *found, **values),))


class TestCondition:
    @pytest.mark.parametrize(
        ("spring", "answer"),
        [
            ([GOOD, GOOD, GOOD], ("yes", "held")),
            ([BAD, GOOD, GOOD], ("yes", "held")),
            ([GOOD, BAD, BAD], ("no", "below_target")),
            ([BAD, GOOD, GOOD, BAD], ("no", "below_target")),
            ([BAD, "0/0", GOOD, BAD], ("no", "below_target")),
            ([GOOD, "0/0", "0/0", GOOD], ("yes", "held")),
            ([GOOD, "gap", GOOD, GOOD], ("yes", "held")),
            ([GOOD, "", GOOD, GOOD], ("unknown", "data_missing")),
            ([GOOD, GOOD], ("unknown", "data_missing")),
            ([BAD, BAD], ("no", "below_target")),
        ],
        ids=range(10),
    )
    def test_judges_the_last_four_periods(self, spring, answer):
        assert said(P14, project(*spring), ON) == answer

    def test_old_misses_move_out_of_the_four(self):
        assert said(P14, project(BAD, BAD, GOOD, GOOD), ON) == ("no", "below_target")
        assert said(P14, project(BAD, BAD, GOOD, GOOD, GOOD), date(2027, 6, 1)) == ("yes", "held")

    def test_a_signal_for_the_worse_in_the_last_segment_fails(self):
        good = ["1000/1000", "998/1000"] * 6

        def answer(**values):
            measure = reliability(*good, GOOD, "1000/1000", "1000/1000", "955/1000", **values)
            return said(P14, facts(history=RELIABLE, measures=(measure,)), ON)

        assert answer() == ("no", "concern")
        assert answer(rebases=(date(2027, 1, 1),)) == ("yes", "held")

    @pytest.mark.parametrize(
        ("values", "code"),
        [
            ({"direction": "neutral"}, "no_direction"),
            ({"targets": (Target(on=date(2027, 3, 1), value=Decimal(95)),)}, "no_target"),
            ({"ended_on": ON - DAY}, "no_measure"),
        ],
        ids=("direction", "target", "ended"),
    )
    def test_what_is_missing_is_unknown(self, values, code):
        assert said(P14, project(GOOD, GOOD, GOOD, **values), ON) == ("unknown", code)

    def test_a_new_measure_has_no_data_yet(self):
        measure = reliability(begins_on=date(2027, 4, 20), created_on=date(2027, 4, 20))

        assert said(P14, facts(history=RELIABLE, measures=(measure,)), ON)[1] == "no_data_yet"

    @pytest.mark.parametrize(
        ("stage", "code"),
        [
            ("sustained", "held"),
            ("paused", "paused"),
            ("implementing", "before_reliable"),
            ("stopped", "closed"),
            ("archived", "closed"),
        ],
    )
    def test_watches_until_the_project_is_archived(self, stage, code):
        history = (*RELIABLE, StageFrom(day=ON, stage=stage))

        assert said(P14, project(GOOD, GOOD, GOOD, history=history), ON)[1] == code

    def test_says_nothing_before_the_project_was_declared_reliable(self):
        assert said(P14, project(history=AT_WORK), DECLARED)[1] == "before_reliable"


class TestPeriodsHeld:
    @pytest.mark.parametrize(
        ("found", "held"),
        [
            ([GOOD] * 7, 6),  # January had begun before the declaration
            ([GOOD, *[BAD, GOOD, GOOD, GOOD] * 2], 8),
            ([GOOD, BAD, BAD, *[GOOD] * 5], 3),
            ([GOOD, "0/0", *[GOOD] * 5], 5),
            ([*[GOOD] * 6, BAD, BAD], 0),
            ([*[GOOD] * 4, "", *[GOOD] * 2], 0),
        ],
        ids=range(6),
    )
    def test_are_those_since_the_declaration_without_a_break(self, found, held):
        on = date(2027, len(found) + 1, 1)

        assert periods_held(project(*found), on) == held

    def test_are_none_before_it(self):
        assert periods_held(project(GOOD, history=AT_WORK), ON) == 0


class TestTimeline:
    def test_passes_while_held_and_fails_with_the_second_miss(self):
        history = project(GOOD, BAD, GOOD, BAD)

        assert shown(P14, history, date(2027, 1, 25)) == "pass"
        assert shown(P14, history, date(2027, 4, 30)) == "at_risk"
        assert shown(P14, history, date(2027, 5, 1)) == "fail"

    def test_a_miss_in_a_period_that_is_not_over_is_foreseen(self):
        early = date(2027, 5, 20)
        found = project(GOOD, GOOD, GOOD, BAD, "2/20")

        assert shown(P14, found, early) == "at_risk"
        assert shown(P14, found, date(2027, 6, 1)) == "fail"

    def test_is_unknown_from_the_day_after_data_were_due(self):
        history = project(GOOD, GOOD, GOOD)

        assert shown(P14, history, date(2027, 5, 15)) == "pass"
        assert shown(P14, history, date(2027, 5, 16)) == "unknown"

    @pytest.mark.parametrize(
        "found",
        [
            [GOOD, BAD, "gap", GOOD, "", BAD, BAD, GOOD, "0/0", GOOD, "0/0", "", BAD],
            [GOOD] * 10,
            [BAD] * 3,
        ],
        ids=("mixed", "good", "bad"),
    )
    def test_changes_only_on_its_boundaries(self, found):
        assert turns_where_it_may_not(P14, project(*found)) == []
