"""Turns of an outcome, each announced once."""

from datetime import date

from kernel.rules.outcomes import Interval, Met, Outcome
from workflows.edges import edges, next_change, state_on
from workflows.horizon import horizon_of

PASS, RISK, FAIL = Outcome.PASS, Outcome.AT_RISK, Outcome.FAIL


def line(*stretches: tuple[Outcome, date]) -> list[Interval]:
    """Intervals by outcome and first day, the last one open."""
    ends = [date.fromordinal(first.toordinal() - 1) for _, first in stretches[1:]]
    return [
        Interval(
            outcome=outcome,
            met=Met.NO if outcome is FAIL else Met.YES,
            code=f"{outcome}{number}",
            params={},
            starts_on=first,
            ends_on=last,
        )
        for number, ((outcome, first), last) in enumerate(
            zip(stretches, [*ends, None], strict=True)
        )
    ]


MARCH, APRIL, MAY, JUNE = (date(2027, month, 1) for month in (3, 4, 5, 6))


class TestEdges:
    def test_a_quiet_beginning_is_not_announced(self):
        assert edges(line((PASS, MARCH)), last=None, followed_to=None, today=MAY) == []

    def test_a_subject_that_begins_by_failing_is_announced(self):
        told = edges(line((FAIL, MARCH)), last=None, followed_to=None, today=MAY)

        assert [state.since for state in told] == [MARCH]

    def test_every_turn_since_the_last_is_announced_in_order(self):
        intervals = line((PASS, MARCH), (RISK, APRIL), (FAIL, MAY), (PASS, JUNE))
        told = edges(intervals, last=PASS, followed_to=MARCH, today=JUNE)

        assert [state.interval.outcome for state in told] == [RISK, FAIL, PASS]

    def test_a_correction_of_the_past_announces_today_only(self):
        intervals = line((PASS, MARCH), (FAIL, APRIL), (PASS, MAY))

        assert edges(intervals, last=PASS, followed_to=JUNE, today=JUNE) == []

    def test_a_turn_back_dated_is_announced_with_its_first_day(self):
        told = edges(line((PASS, MARCH), (FAIL, APRIL)), last=PASS, followed_to=JUNE, today=JUNE)

        assert [state.since for state in told] == [APRIL]


class TestStateOn:
    def test_since_goes_back_over_changes_of_sentence(self):
        state = state_on(line((FAIL, MARCH), (FAIL, APRIL), (PASS, JUNE)), MAY)

        assert state is not None
        assert (state.since, state.next_on, state.next_outcome) == (MARCH, JUNE, PASS)

    def test_is_none_before_the_subject_begins(self):
        assert state_on(line((PASS, APRIL)), MARCH) is None

    def test_next_change_is_of_sentence_too(self):
        assert next_change(line((FAIL, MARCH), (FAIL, JUNE)), APRIL) == JUNE


class TestHorizon:
    def test_is_the_end_of_the_month_a_year_ahead(self):
        assert horizon_of(date(2027, 2, 1)) == date(2028, 2, 29)
        assert horizon_of(date(2026, 12, 31)) == date(2027, 12, 31)
