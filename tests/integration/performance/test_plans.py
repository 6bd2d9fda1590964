"""What is asked most is planned once for a connection, not each time."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import connection

from bench.population import Population, uid_of
from governance.models import Committee
from projects.facts.gate import papers_for
from projects.models import Project
from workflows import stored
from workflows.sessions import everything_visible

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]

#: Prepared at the fifth time, and then planned five times with the values of the moment.
OFTEN_ENOUGH = 15
PROJECT = uid_of("project", 0)


def _gate() -> None:
    papers_for(list(Project.objects.filter(pk=PROJECT)), ["start_testing"])


def _findings() -> None:
    stored.read_current([PROJECT])


def _committee() -> None:
    list(Committee.objects.filter(pk__among=[uid_of("committee", 0)]).values_list("pk"))


class TestPlans:
    @pytest.mark.parametrize(
        ("work", "table"),
        [
            (_gate, "FROM projects_project p"),
            (_gate, "FROM projects_signoff s"),
            (_findings, "FROM kernel_finding"),
            (_committee, 'FROM "governance_committee"'),
        ],
        ids=["facts at a gate", "sign-offs at a gate", "findings", "a committee"],
    )
    def test_of_one_thing_are_kept(
        self, population: Population, work: Callable[[], None], table: str
    ) -> None:
        population.add_projects(40)
        population.add_committees(2)
        population.settle_disk()
        with everything_visible():
            for _ in range(OFTEN_ENOUGH):
                work()

        assert _kept_plans(table) > 0


def _kept_plans(table: str) -> int:
    """How often a statement about the table ran without being planned again."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT coalesce(sum(generic_plans), 0) FROM pg_prepared_statements"
            " WHERE position(%s::text IN statement) > 0",
            [table],
        )
        return int(cursor.fetchone()[0])
