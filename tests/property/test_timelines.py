"""Stored timelines equal day-by-day evaluation by an oracle that imports no rule."""

from datetime import date, timedelta
from itertools import pairwise
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kernel.rules.standards import DEFAULTS
from kernel.rules.timeline import outcome_on, timeline
from tests.factories.wards import BEGINNING, W01, Place, WardFacts
from tests.property.oracle import EVERY, Row, Said, of, shown, stay

HORIZON = date(2027, 6, 30)
HISTORIES = 1000

days = st.integers(0, 500).map(lambda n: BEGINNING + timedelta(days=n))
stays = st.lists(
    st.tuples(days, st.none() | st.integers(0, 250)).map(
        lambda pair: (pair[0], None if pair[1] is None else pair[0] + timedelta(days=pair[1]))
    ),
    max_size=5,
)


def facts_of(places) -> WardFacts:
    return WardFacts(
        subject_id=UUID(int=1),
        organisation_id=UUID(int=2),
        unit_id=None,
        begins_on=BEGINNING,
        standards=DEFAULTS,
        places=tuple(Place(first, last) for first, last in places),
        others=(),
    )


def of_w01(places):
    """A ward lies in a division: tolerated for 7 days, foreseen for 90."""
    there = of([Row(first, last) for first, last in places])
    return shown(Said(there, EVERY & ~there), since=BEGINNING, grace=7, ahead=90)


class TestTimeline:
    @pytest.mark.slow
    @settings(max_examples=HISTORIES, deadline=None)
    @given(stays)
    def test_equals_the_oracle_day_by_day(self, places):
        intervals = timeline(W01, facts_of(places), horizon=HORIZON)

        right = of_w01(places)
        for offset in range(0, (HORIZON - BEGINNING).days, 5):
            day = BEGINNING + timedelta(days=offset)
            found = outcome_on(intervals, day)
            assert found is not None
            assert right[found.outcome.value] & stay(day, day), day

    @settings(max_examples=200, deadline=None)
    @given(stays)
    def test_covers_every_day_once(self, places):
        intervals = timeline(W01, facts_of(places), horizon=HORIZON)

        assert intervals[0].starts_on == BEGINNING
        assert intervals[-1].ends_on is None
        for before, after in pairwise(intervals):
            assert before.ends_on == after.starts_on - timedelta(days=1)


class TestOracle:
    def test_knows_its_own_edges(self):
        last = date(2026, 3, 31)
        found = of_w01([(BEGINNING, last)])

        assert on(found, BEGINNING) == ["pass"]
        assert on(found, date(2026, 1, 7)) == ["pass"]
        assert on(found, date(2026, 1, 8)) == ["at_risk"]  # 90 days before it fails
        assert on(found, date(2026, 4, 1)) == ["at_risk"]
        assert on(found, date(2026, 4, 7)) == ["at_risk"]
        assert on(found, date(2026, 4, 8)) == ["fail"]


def on(found, day) -> list[str]:
    return [outcome for outcome, days in found.items() if days & stay(day, day)]
