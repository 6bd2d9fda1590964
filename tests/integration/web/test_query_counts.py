"""A list costs the same number of queries whatever its length."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from kernel import clock
from records.commands.imports import start_import
from records.commands.jobs import queue_job
from tests.factories import governance, people, projects
from tests.integration.web.conftest import Trust

pytestmark = pytest.mark.django_db(transaction=True)

_FEW, _MANY = 10, 60


def _projects(trust: Trust) -> None:
    projects.project(trust.organisation, now=clock.now())


def _committees(trust: Trust) -> None:
    governance.committee(trust.organisation, state="proposed", now=clock.now())


def _people(trust: Trust) -> None:
    people.person(trust.organisation)


def _partners(trust: Trust) -> None:
    governance.appointment(trust.organisation, state="applied", now=clock.now())


def _users(trust: Trust) -> None:
    people.user("auditor", trust.organisation)


def _jobs(trust: Trust) -> None:
    user = people.user("auditor", trust.organisation)
    queue_job(
        "export",
        title="People as CSV",
        organisation_id=trust.organisation.pk,
        actor=people.actor_of(user),
        now=clock.now(),
    )


def _imports(trust: Trust) -> None:
    start_import(
        what="people",
        organisation_id=trust.organisation.pk,
        file_name="people.csv",
        content=b"external_id,name",
        actor=people.actor_of(trust.administrator),
        now=clock.now(),
    )


def _units(trust: Trust) -> None:
    people.unit(trust.organisation)


class TestLists:
    @pytest.mark.parametrize(
        ("path", "add"),
        [
            ("/projects", _projects),
            ("/committees", _committees),
            ("/people", _people),
            ("/committees/partners", _partners),
            ("/me/users", _users),
            ("/me/units", _units),
            ("/jobs", _jobs),
            ("/imports", _imports),
            ("/assurance", _committees),
            ("/assurance?kind=project", _projects),
            ("/", _partners),
            ("/rulebook", _committees),
        ],
    )
    def test_cost_the_same_at_any_length(
        self, trust: Trust, path: str, add: Callable[[Trust], None]
    ) -> None:
        client = trust.client()
        for _ in range(_FEW):
            add(trust)
        client.get(path)
        few = _queries(client, path)

        for _ in range(_MANY - _FEW):
            add(trust)

        assert _queries(client, path) == few


def _queries(client: Client, path: str) -> int:
    with CaptureQueriesContext(connection) as counted:
        assert client.get(path).status_code == 200
    return len(counted)
