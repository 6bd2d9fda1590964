"""Stored findings of real rules equal the oracle on every day, as known now and as known before."""

import random
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.db import connection
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from kernel import clock, tenancy
from tests.factories import people
from tests.property import oracle
from tests.property.histories import CommitteeHistory, ProjectHistory
from tests.property.pen import Pen
from tests.property.rows import Tables
from workflows.drain import settle
from workflows.horizons import drift, roll_ups_agree

pytestmark = [pytest.mark.usefixtures("everywhere"), pytest.mark.slow]
BATCH = 25  # of each kind, in one organisation
BATCHES = 20

QUESTIONS = {
    "C01": lambda it: oracle.shown(oracle.two_partners(it), since=it.begins, ahead=90),
    "C10": lambda it: oracle.shown(
        oracle.two_partners(it), since=it.begins, ahead=180, unmet="not_applicable"
    ),
    "C07": lambda it: oracle.shown(oracle.not_an_employee(it), since=it.begins, ahead=90),
    "P01": lambda it: oracle.shown(
        oracle.partners_on_both_teams(it), since=it.begins, grace=30, ahead=90
    ),
    "P02": lambda it: oracle.shown(oracle.sponsor(it), since=it.begins, grace=60, ahead=90),
}


@pytest.fixture
def everywhere(transactional_db: None) -> Iterator[None]:
    tenancy.open_to_all()
    yield
    tenancy.close()
    connection.close()


def ask(sql, parameters):
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return cursor.fetchall()


def differences(at) -> list[str]:
    """Where the stored findings of all subjects say something else than the oracle."""
    tables = Tables(ask, at)
    committees, projects = tables.committees(), tables.projects()
    served = tables.appointments()
    subjects = {"C01": committees, "C10": committees, "C07": served}
    subjects |= {"P01": projects, "P02": projects}
    days = oracle.stay(oracle.ORIGIN, clock.today() + timedelta(days=364))
    found = []
    for rule, histories in subjects.items():
        stored = {str(key): rows for key, rows in tables.findings(rule).items()}
        for key, history in histories.items():
            right, said = QUESTIONS[rule](history), stored.get(str(key), {})
            for outcome in sorted({*right, *said}):
                wrong = (right.get(outcome, 0) ^ said.get(outcome, 0)) & days
                if wrong:
                    found.append(f"{rule} {key} {outcome} {day_of(wrong)}: {history}")
    return found


def day_of(days: int):
    """The first of the days."""
    return oracle.ORIGIN + timedelta(days=(days & -days).bit_length() - 1)


class TestStoredFindings:
    @settings(
        max_examples=BATCHES,
        deadline=None,
        phases=[Phase.generate],  # a seed does not get simpler
        suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    )
    @given(st.integers(0, 2**32))
    def test_equal_the_oracle_on_every_day_as_known_now_and_before(self, seed):
        chance = random.Random(seed)
        organisation = people.organisation()
        pen = Pen(organisation, chance)
        histories = [CommitteeHistory(pen) for _ in range(BATCH)]
        histories += [ProjectHistory(pen) for _ in range(BATCH)]
        instants = []
        for _ in range(3):
            pen.write()
            settle()
            instants.append(clock.now())
            pen = Pen(organisation, chance)
            for history in histories:
                if pen.maybe(0.5):
                    history.change(pen)

        for instant in instants:
            assert differences(instant) == []
        assert drift() == []
        assert roll_ups_agree()
