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
from tests.property.histories import CommitteeHistory, ProjectHistory
from tests.property.judging import differences
from tests.property.measured import MeasuredHistory
from tests.property.pen import Pen
from tests.property.rows import Tables
from workflows.drain import settle
from workflows.horizons import drift, roll_ups_agree

pytestmark = [pytest.mark.usefixtures("everywhere"), pytest.mark.slow]
BATCH = 25  # of each kind, in one organisation
MEASURED = 4  # projects with measures, in each organisation
BATCHES = 20


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


class TestStoredFindings:
    def test_equal_the_oracle_on_every_day_as_known_now_and_before(self):
        self._histories()

        assert drift() == []
        assert roll_ups_agree()

    @settings(
        max_examples=BATCHES,
        deadline=None,
        phases=[Phase.generate],  # a seed does not get simpler
        suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    )
    @given(st.integers(0, 2**32))
    def _histories(self, seed):
        chance = random.Random(seed)
        organisation = people.organisation()
        pen = Pen(organisation, chance)
        histories = [CommitteeHistory(pen) for _ in range(BATCH)]
        histories += [ProjectHistory(pen) for _ in range(BATCH)]
        histories += [MeasuredHistory(pen) for _ in range(MEASURED)]
        instants = []
        for _ in range(3):
            pen.write()
            settle()
            instants.append(clock.now())
            pen = Pen(organisation, chance)
            for history in histories:
                if pen.maybe(0.5):
                    history.change(pen)

        until = clock.today() + timedelta(days=364)
        for instant in instants:
            tables = Tables(ask, instant, organisation=organisation.pk)
            assert differences(tables, until=until) == []
