"""Seats of which the terms of reference say nothing, as known."""

from kernel.rules.outcomes import Met
from tests.unit.governance.histories import ONE, TWO, committee, held, met, partner


class TestSeatWithoutTerm:
    def test_that_is_held_counts_for_nothing(self):
        first, second = partner(), partner()

        facts = committee(
            first, second, seats=(ONE,), holdings=(held(ONE, first), held(TWO, second))
        )

        assert met(facts) is Met.NO
