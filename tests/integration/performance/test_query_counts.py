"""Lists, pages, steps and re-checks send as many statements for a thousand rows as for a few."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.http import HttpResponse
from django.test import Client

from bench.population import Population, uid_of
from bench.sessions import cookie
from kernel import clock
from kernel.rules.rulebook import RULEBOOK
from tests.integration.performance.conftest import statements
from workflows.recheck import check
from workflows.sessions import everything_visible

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]

FEW, MANY = 40, 1_000
PROJECT = f"/api/v1/projects/{uid_of('project', 0)}"
#: Address -> the most statements that it may send, at any size. Lower them when work is saved.
READS = {
    "/api/v1/projects": 5,
    "/api/v1/projects?stage=testing": 5,
    "/api/v1/projects?q=falls": 6,
    PROJECT: 6,
    f"{PROJECT}/transitions": 8,
    f"{PROJECT}/history": 6,
    f"{PROJECT}/team": 6,
    "/api/v1/findings?outcome=fail": 4,
    "/api/v1/compliance": 4,
}
# One of each page counts what the visitor has not read.
PAGES = {
    "/": 18,
    "/projects": 17,  # one of them for the views that the visitor keeps
    # Among them: when the visitor was last here, what is planned, what was written, who was asked,
    # what was entered for others, its files, its tags, and its measures with their charts.
    f"/projects/{uid_of('project', 0)}": 40,
    "/assurance": 14,
}
A_STEP = 12
A_HUNDRED_STEPS = 14
A_RECHECK = {"committee": 26, "project": 16}
Ask = Callable[..., HttpResponse]


class TestReads:
    def test_send_as_many_statements_for_many_as_for_few(
        self, population: Population, ask: Ask
    ) -> None:
        population.add_projects(FEW, findings=True)
        of_few = {path: statements(lambda path=path: ask("get", path)) for path in READS}
        population.add_projects(MANY, start=FEW, findings=True)
        of_many = {path: statements(lambda path=path: ask("get", path)) for path in READS}

        assert of_many == of_few
        assert {path: sent for path, sent in of_many.items() if sent > READS[path]} == {}


class TestPages:
    def test_send_as_many_statements_for_many_as_for_few(self, population: Population) -> None:
        population.add_projects(FEW, findings=True)
        population.add_committees(FEW // 10)
        browser = Client(headers=cookie())

        def opened(path: str) -> None:
            assert browser.get(path).status_code == 200

        of_few = {path: statements(lambda path=path: opened(path)) for path in PAGES}
        population.add_projects(MANY, start=FEW, findings=True)
        of_many = {path: statements(lambda path=path: opened(path)) for path in PAGES}

        # A section that has nothing to show asks less, never more.
        assert {path: sent for path, sent in of_many.items() if sent > of_few[path]} == {}
        assert {path: sent for path, sent in of_many.items() if sent > PAGES[path]} == {}


class TestSteps:
    def test_one_step_sends_few_statements(self, population: Population, ask: Ask) -> None:
        population.add_projects(FEW)

        sent = statements(
            lambda: ask(
                "post",
                f"{PROJECT}/transitions",
                data={"transition": "start_testing"},
                headers={"If-Match": '"v3"', "Idempotency-Key": "once"},
            )
        )

        assert sent <= A_STEP

    def test_a_hundred_steps_send_hardly_more(self, population: Population, ask: Ask) -> None:
        population.add_projects(MANY)
        ready = [n for n in range(MANY) if n % 20 < 12 and n // 20 % 2 == 0]

        def take(numbers: list[int]) -> int:
            steps = [
                {
                    "project_id": str(uid_of("project", n)),
                    "transition": "start_testing",
                    "version": 3,
                }
                for n in numbers
            ]
            body = {"steps": steps}
            return statements(lambda: ask("post", "/api/v1/projects/transitions", data=body))

        assert take(ready[:2]) == take(ready[2:102]) <= A_HUNDRED_STEPS


class TestRecheck:
    @pytest.mark.parametrize("kind", ["committee", "project"])
    def test_sends_as_many_statements_for_a_thousand_as_for_few(
        self, population: Population, kind: str
    ) -> None:
        getattr(population, f"add_{kind}s")(MANY)
        population.settle_disk()  # else the server plans for empty tables

        few, many = _recheck(kind, FEW), _recheck(kind, MANY)

        assert few == many <= A_RECHECK[kind]


def _recheck(kind: str, count: int) -> int:
    """Statements of a second check, in which nothing has changed."""
    with everything_visible():
        ids = RULEBOOK.subjects[kind].ids_after(None, count)
        check({kind: ids}, now=clock.now())
        return statements(lambda: check({kind: ids}, now=clock.now()))
