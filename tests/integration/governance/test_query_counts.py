"""Lists, details and steps of committees ask the same number of questions at any size."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kernel import clock, tenancy
from people.models import Organisation
from tests.factories import governance as make
from tests.integration.governance.caller import Caller
from workflows.drain import settle

FEW, MANY = 10, 200


def asked(caller: Caller, path: str) -> int:
    """How many statements a request sends; the first one of a kind may prepare something."""
    assert caller.get(path).status_code == 200
    with CaptureQueriesContext(
        connection,
    ) as questions:
        answer = caller.get(path)
    assert answer.status_code == 200, answer.content
    return len(questions)


def add(trust: Organisation, count: int) -> None:
    """Committees with terms of reference and a classification, and no seats: numbers matter."""
    tenancy.open_to_all()
    for _ in range(count):
        make.committee(trust, seats=0, now=clock.now())


@pytest.fixture
def staffed(trust: Organisation) -> make.Staffed:
    return make.staffed(trust, now=clock.now())


class TestQuestionsToTheDatabase:
    @pytest.mark.slow
    def test_do_not_grow_with_the_number_of_committees(
        self, trust: Organisation, staffed: make.Staffed
    ):
        one = f"/committees/{staffed.committee.pk}"
        paths = (
            "/committees?limit=200",
            f"/committees?organisation={trust.pk}&limit=200",
            one,
            f"{one}/transitions",
            f"{one}/seats",
            f"{one}/history",
        )
        add(trust, FEW - 1)
        settle()
        caller = Caller("administrator", trust)
        few = {path: asked(caller, path) for path in paths}
        add(trust, MANY - FEW)
        settle()
        many = {path: asked(caller, path) for path in paths}

        assert len(listed(caller)) == MANY
        assert all(row["standing"] for row in listed(caller))
        assert many == few
        assert max(few.values()) <= LARGEST

    def test_of_a_committee_do_not_grow_with_its_seats(
        self, trust: Organisation, staffed: make.Staffed
    ):
        caller = Caller("administrator", trust)
        one = f"/committees/{staffed.committee.pk}"
        paths = (one, f"{one}/seats", f"{one}/transitions")
        few = {path: asked(caller, path) for path in paths}
        tenancy.open_to_all()
        bigger = make.committee(trust, seats=20, now=clock.now())
        for seat in make.seats_of(bigger):
            make.assignment(seat, make.appointment(trust, now=clock.now()), now=clock.now())
        many = {
            path: asked(caller, path.replace(str(staffed.committee.pk), str(bigger.pk)))
            for path in paths
        }
        assert many == few


#: Statements of the dearest of these requests, with entering and leaving.
LARGEST = 40


def listed(caller: Caller) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = caller.get("/committees?limit=200").json()["results"]
    return rows
