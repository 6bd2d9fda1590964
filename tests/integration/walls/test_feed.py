"""The feed shows a reader the events of what they may see, and nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from kernel import clock, tenancy
from kernel.actors import SYSTEM
from people.models import Organisation
from projects.commands import add_participant
from projects.models import Project
from tests.factories import people as make
from tests.factories import projects as make_projects
from tests.integration.walls.callers import Caller, member
from tests.integration.walls.conftest import without_second_wall
from tests.waiting import wait_until

# The feed leaves out what is not yet committed, so these tests commit.
pytestmark = pytest.mark.django_db(transaction=True)

FEED = "/api/v1/events"


@pytest.fixture
def trusts(transactional_db: None) -> tuple[Organisation, Organisation]:
    tenancy.open_to_all()
    return make.organisation(), make.organisation()


def project(organisation: Organisation) -> Project:
    return make_projects.project(organisation, now=clock.now())


def share(shared: Project, beside: Organisation) -> None:
    now = clock.now()
    add_participant(
        project_id=shared.pk,
        participant_id=beside.pk,
        from_date=clock.today() - timedelta(days=1),
        actor=SYSTEM,
        now=now,
    )


def pages(caller: Caller, limit: int = 200) -> Iterator[dict[str, Any]]:
    cursor = ""
    while True:
        query = {"limit": str(limit), **({"cursor": cursor} if cursor else {})}
        answer = caller.client.get(FEED, query)
        assert answer.status_code == 200, answer.content
        page = answer.json()
        yield page
        if not page["results"]:
            return
        cursor = page["next_cursor"]


def subjects(caller: Caller) -> str:
    return " ".join(one["subject"] for page in pages(caller) for one in page["results"])


def wait_for(reader: Caller, *shown: Project) -> None:
    """Events of transactions that began before one that is open elsewhere wait for it."""

    def told() -> bool:
        seen = subjects(reader)
        return all(str(one.pk) in seen for one in shown)

    wait_until(told, seconds=30, what="the feed shows what may be seen")


class TestFeed:
    def test_shows_own_and_shared_things_alone(
        self, trusts: tuple[Organisation, Organisation]
    ) -> None:
        home, other = trusts
        own, foreign, shared = project(home), project(other), project(other)
        share(shared, home)

        reader = member("administrator", home)

        wait_for(reader, own, shared)
        assert str(foreign.pk) not in subjects(reader)
        with without_second_wall():
            assert str(foreign.pk) not in subjects(reader)

    def test_follows_the_rights_of_the_moment(
        self, trusts: tuple[Organisation, Organisation]
    ) -> None:
        home, other = trusts
        foreign = project(other)
        reader = member("administrator", home)
        before = subjects(reader)
        tenancy.open_to_all()
        share(foreign, home)

        assert str(foreign.pk) not in before
        wait_for(reader, foreign)

    def test_is_empty_for_who_reads_no_events(
        self, trusts: tuple[Organisation, Organisation]
    ) -> None:
        home, _ = trusts
        project(home)

        answer = member("partner", home).send("GET", FEED)

        assert answer.status_code == 403 or answer.json()["results"] == []

    def test_takes_cursors_of_its_own_making_alone(
        self, trusts: tuple[Organisation, Organisation]
    ) -> None:
        home, _ = trusts
        own = project(home)
        reader = member("administrator", home)
        wait_for(reader, own)
        cursor = next(pages(reader, limit=1))["next_cursor"]

        for forged in (cursor[:-2], cursor[::-1], cursor + "x", "a" * 500, "a" * 501):
            assert reader.client.get(FEED, {"cursor": forged}).status_code == 400
        assert reader.client.get(FEED, {"cursor": cursor}).status_code == 200

    def test_gives_two_readers_of_one_cursor_the_same_page(
        self, trusts: tuple[Organisation, Organisation]
    ) -> None:
        home, _ = trusts
        own = project(home)
        first, second = member("administrator", home), member("administrator", home)
        wait_for(first, own)

        told = [one.send("GET", FEED).json()["results"] for one in (first, second)]

        assert told[0] == told[1]
