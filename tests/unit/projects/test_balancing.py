"""Whether something else got worse, and nobody has said why."""

from datetime import date

import pytest

from projects.rules.balancing import unexplained
from tests.unit.projects.histories import facts
from tests.unit.projects.measured import AT_WORK, BEGAN, measure, points

CALM = ["10/1000", "12/1000"] * 6  # 2026
WORSE = "90/1000"
ON = date(2027, 4, 10)


def project(*spring: str, **values):
    found = tuple(points([*CALM, *spring]))
    return facts(
        history=AT_WORK,
        measures=(measure("balancing", direction="decrease", points=found, **values),),
    )


def asks(history, *marked: date) -> bool:
    return unexplained(history, {history.measures[0].measure_id: marked}, ON)


class TestUnexplained:
    @pytest.mark.parametrize(
        ("spring", "marked", "answer"),
        [
            (["11/1000"], (), False),
            ([WORSE], (), True),
            ([WORSE], (date(2027, 1, 31),), False),
            ([WORSE], (date(2026, 12, 31),), True),
            ([WORSE], (date(2027, 2, 1),), True),
            ([WORSE, WORSE], (date(2027, 2, 28),), False),
            ([WORSE, "11/1000", WORSE], (date(2027, 1, 1),), True),
            ([WORSE, "11/1000", WORSE], (date(2027, 1, 1), date(2027, 3, 5)), False),
            (["10/1000", "10/1000", "10/1000", WORSE], (), False),
        ],
        ids=("calm", "worse", "said", "before", "after", "stretch", "again", "both", "not-over"),
    )
    def test_asks_for_a_word_in_each_stretch_that_is_worse(self, spring, marked, answer):
        assert asks(project(*spring), *marked) is answer

    def test_asks_nothing_of_what_went_before_new_limits(self):
        assert not asks(project(WORSE, "11/1000", rebases=(date(2027, 2, 1),)))

    def test_asks_nothing_of_a_measure_that_ended_or_has_no_better_side(self):
        assert not asks(project(WORSE, ended_on=date(2027, 4, 9)))
        assert not unexplained(facts(measures=(measure("balancing"),)), {}, BEGAN)
