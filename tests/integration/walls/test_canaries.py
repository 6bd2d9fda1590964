"""No list, filter, search, sum or feed shows a word of another organisation."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.http import HttpResponse

from kernel import clock
from tests.integration.walls.callers import Caller
from tests.integration.walls.conftest import undone
from tests.integration.walls.world import CANARIES, Relation, World

API = "/api/v1/"
#: Filters that name a thing, by list: each is tried with the other organisation's.
FILTERS = (
    ("organisations", "q={canary}"),
    ("units", "organisation={organisation}"),
    ("units", "parent={unit}"),
    ("people", "organisation={organisation}"),
    ("people", "q={canary}"),
    ("people", "removed=true&q={canary}"),
    ("users", "organisation={organisation}"),
    ("users", "q={canary}"),
    ("api-keys", "organisation={organisation}"),
    ("invitations", "organisation={organisation}"),
    ("committees", "organisation={organisation}"),
    ("committees", "unit={unit}"),
    ("committees", "q={canary}"),
    ("psp-appointments", "organisation={organisation}"),
    ("psp-appointments", "person={person}"),
    ("psp-pools", "organisation={organisation}"),
    ("psp-pools", "q={canary}"),
    ("seat-assignments", "committee={committee}"),
    ("seat-assignments", "appointment={appointment}"),
    ("projects", "organisation={organisation}"),
    ("projects", "unit={unit}"),
    ("projects", "q={canary}"),
    ("findings", "organisation={organisation}"),
    ("findings", "subject={committee}"),
    ("findings", "unit={unit}"),
    ("findings", "subject={committee}&as_at={far}"),
    ("compliance", "organisation={organisation}"),
    ("compliance", "unit={unit}"),
)


each_filter = pytest.mark.parametrize(("path", "query"), FILTERS, ids=lambda part: part)


@each_filter
@pytest.mark.usefixtures("first_wall_alone")
class TestFilter:
    def test_finds_nothing_of_another_organisation(
        self, world: World, callers: list[Caller], path: str, query: str
    ) -> None:
        # What is shared may be found: it names its organisation, and nothing else of it.
        alone = {
            name: value
            for name, value in world.ids[Relation.FOREIGN].items()
            if name not in ("organisation", "beside", "participant", "finding", "pending")
        }
        for caller in insiders(callers):
            answer = ask(caller, f"{API}{path}?{query}", world)

            assert answer.status_code in (200, 403), (caller.name, answer.content)
            told = answer.content.decode()
            assert CANARIES["other"] not in told, (caller.name, told)
            assert [name for name, value in alone.items() if f'"{value}"' in told] == []


@each_filter
class TestFilterAtHome:
    def test_finds_it(self, world: World, stranger: Caller, path: str, query: str) -> None:
        """The same question by an administrator of the other organisation is answered."""
        answer = ask(stranger, f"{API}{path}?{query}", world)

        assert answer.status_code == 200, answer.content
        if (path, query) not in EMPTY_AT_HOME:
            assert answer.json()["results"], answer.content


#: What the world has nothing of, at home either.
EMPTY_AT_HOME = {
    ("organisations", "q={canary}"),
    ("psp-appointments", "person={person}"),
    ("units", "parent={unit}"),
    ("people", "removed=true&q={canary}"),
    ("committees", "unit={unit}"),
    ("projects", "unit={unit}"),
    ("findings", "unit={unit}"),
    ("findings", "subject={committee}&as_at={far}"),
    ("compliance", "unit={unit}"),
}


@pytest.mark.usefixtures("first_wall_alone")
class TestSums:
    @pytest.mark.parametrize("query", ["", "?by=unit", "?organisation={organisation}"])
    def test_count_nothing_of_another_organisation(
        self, world: World, callers: list[Caller], query: str
    ) -> None:
        for caller in insiders(callers):
            rows = ask(caller, f"{API}compliance{query}", world).json()["results"]

            others = {row["organisation_id"] for row in rows} - {str(world.home.pk)}
            assert others == set(), caller.name


class TestSumsAtHome:
    def test_count_what_is_there(self, world: World, callers: list[Caller]) -> None:
        auditor = next(one for one in callers if one.name == "auditor")

        rows = ask(auditor, f"{API}compliance", world).json()["results"]

        assert {row["organisation_id"] for row in rows} == {str(world.home.pk)}


class TestLists:
    """That they show no word of another organisation is tried with every door of the matrix."""

    def test_show_their_own(self, callers: list[Caller]) -> None:
        administrator = next(one for one in callers if one.name == "administrator")
        for path in ("people", "committees", "projects", "units", "users", "api-keys", "psp-pools"):
            answer = administrator.send("GET", f"{API}{path}?limit=200")

            assert CANARIES["home"] in answer.content.decode(), path

    def test_of_what_is_shared_show_it(self, world: World, callers: list[Caller]) -> None:
        coach = next(one for one in callers if one.name == "coach")
        shared = world.ids[Relation.SHARED]

        for path, thing in (("projects", "project"), ("committees", "committee")):
            rows = coach.send("GET", f"{API}{path}?limit=200").json()["results"]
            assert shared[thing] in {row["id"] for row in rows}


def insiders(callers: list[Caller]) -> list[Caller]:
    """Who is signed in and keeps no register of every body."""
    return [one for one in callers if one.signed_in and not one.registrar]


def ask(
    caller: Caller, address: str, world: World, relation: Relation = Relation.FOREIGN
) -> HttpResponse:
    far = clock.today() + timedelta(days=800)
    canary = CANARIES["other"]
    with undone():
        return caller.send("GET", address.format(**world.ids[relation], canary=canary, far=far))
