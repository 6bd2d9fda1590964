"""Odd requests of projects, committees, appointments and units, with their declared answers.

Source: the catalogue of bad inputs, part 2 (workflow, rules, committees), for what exists.
"""

from __future__ import annotations

import json
from typing import Any
from uuid import uuid4

import pytest
from django.http import HttpResponse

from kernel import clock
from people.models import Organisation, RoleGrant
from projects.models import Project
from tests.factories import people as make
from tests.factories import projects as make_projects
from tests.integration.api.test_bad_bodies import API, problem
from tests.integration.walls.callers import Caller, member
from tests.integration.walls.conftest import undone
from tests.integration.walls.world import Relation, World

PEOPLE = f"{API}/people"
TOMORROW = "2199-01-01"


@pytest.fixture
def lead(world: World) -> Caller:
    return member("project_lead", world.home)


def take(
    caller: Caller, project: Project | str, body: Any, version: int | None = 1
) -> HttpResponse:
    number = project if isinstance(project, str) else project.pk
    headers = {} if version is None else {"If-Match": f'"v{version}"'}
    return caller.send("POST", f"{API}/projects/{number}/transitions", body, headers=headers)


def draft(organisation: Organisation) -> Project:
    return make_projects.project(organisation, now=clock.now())


class TestUnknownStep:
    @pytest.mark.parametrize(
        "name",
        [
            "nope",
            "delete",
            "save",
            "__class__",
            "Propose",
            "propose ",
            "return_",
            "refresh_from_db",
        ],
    )
    @pytest.mark.parametrize(
        "path",
        [
            "projects/{project}/transitions",
            "committees/{committee}/transitions",
            "psp-appointments/{appointment}/transitions",
        ],
    )
    def test_is_not_found(self, admin: Caller, ids: dict[str, str], path: str, name: str) -> None:
        if name == "propose " and path.startswith("projects"):
            name = "propose\u00a0x"  # spaces around are trimmed
        address = f"{API}/{path.format(**ids)}"

        answer = admin.send("POST", address, {"transition": name}, headers={"If-Match": '"v1"'})

        assert problem(answer, 404)["code"] == "not_found"

    @pytest.mark.parametrize("value", [None, 7, ["propose"], {"name": "propose"}, "", "x" * 41])
    def test_that_is_no_name_is_a_wrong_field(
        self, admin: Caller, ids: dict[str, str], value: Any
    ) -> None:
        found = problem(take(admin, ids["project"], {"transition": value}), 400)

        assert found["errors"][0]["pointer"] == "/transition"


class TestStep:
    def test_from_the_wrong_state_is_blocked_and_says_the_state(
        self, admin: Caller, ids: dict[str, str]
    ) -> None:
        found = problem(take(admin, ids["project"], {"transition": "declare_sustained"}), 409)

        assert found["state"] == "draft"

    def test_taken_twice_is_blocked(self, world: World, lead: Caller) -> None:
        with undone():
            project = draft(world.home)
            assert take(lead, project, {"transition": "propose"}).status_code == 201

            problem(take(lead, project, {"transition": "propose"}, version=2), 409)

    def test_of_a_stale_version_is_refused(self, world: World, lead: Caller) -> None:
        with undone():
            problem(take(lead, draft(world.home), {"transition": "propose"}, version=7), 412)

    def test_without_a_version_is_refused(self, world: World, lead: Caller) -> None:
        with undone():
            problem(take(lead, draft(world.home), {"transition": "propose"}, version=None), 428)

    def test_of_another_organisation_is_not_found(self, world: World, admin: Caller) -> None:
        foreign = world.ids[Relation.FOREIGN]["project"]

        problem(take(admin, foreign, {"transition": "propose"}), 404)

    def test_of_the_future_is_refused(self, world: World, lead: Caller) -> None:
        body = {"transition": "propose", "effective_on": TOMORROW}
        with undone():
            found = problem(take(lead, draft(world.home), body), 400)

            assert found["errors"][0]["pointer"] == "/effective_on"

    def test_of_long_ago_needs_somebody_else(self, world: World, lead: Caller) -> None:
        body = {"transition": "propose", "effective_on": "2001-01-01"}
        with undone():
            found = problem(take(lead, draft(world.home), body), 400)

            pointers = {one["pointer"] for one in found["errors"]}
            assert pointers & {"/approved_by", "/effective_on"}

    def test_names_everything_that_is_unmet(self, world: World, admin: Caller) -> None:
        with undone():
            project = draft(world.home)
            lead = member("project_lead", world.home)
            assert take(lead, project, {"transition": "propose"}).status_code == 201

            found = problem(take(admin, project, {"transition": "approve_setup"}, version=2), 422)

            assert len(found["unmet"]) > 3
            assert all(guard["sentence"] and guard["code"] for guard in found["unmet"])

    def test_approving_what_one_proposed_is_denied(self, world: World, admin: Caller) -> None:
        with undone():
            project = draft(world.home)
            assert take(admin, project, {"transition": "propose"}).status_code == 201

            problem(take(admin, project, {"transition": "approve_setup"}, version=2), 403)

    def test_of_an_archived_project_is_blocked(self, world: World, admin: Caller) -> None:
        with undone():
            project = draft(world.home)
            Project.objects.filter(pk=project.pk).update(stage="archived")

            problem(take(admin, project, {"transition": "propose"}), 409)
            change = admin.send(
                "PATCH",
                f"{API}/projects/{project.pk}",
                {"title": "x"},
                headers={"If-Match": '"v1"'},
            )
            problem(change, 409)

    @pytest.mark.parametrize("reason", ["x" * 2001, "a\x00b", 7, ["x"]])
    def test_with_a_reason_that_is_none_is_a_wrong_field(
        self, admin: Caller, ids: dict[str, str], reason: Any
    ) -> None:
        body = {"transition": "propose", "reason": reason}

        found = problem(take(admin, ids["project"], body), 400)

        assert found["errors"][0]["pointer"] == "/reason"

    def test_takes_no_field_of_another_step(self, admin: Caller, ids: dict[str, str]) -> None:
        path = f"{API}/committees/{ids['committee']}/transitions"
        body = {"transition": "suspend", "into": str(uuid4())}

        answer = admin.send("POST", path, body, headers={"If-Match": '"v1"'})

        assert problem(answer, 400)["errors"][0]["code"] == "unknown_field"


class TestManySteps:
    def test_are_all_or_none(self, world: World, admin: Caller) -> None:
        foreign = world.ids[Relation.FOREIGN]["project"]
        with undone():
            project = draft(world.home)
            steps = [
                {"project_id": str(number), "version": 1, "transition": "propose"}
                for number in (project.pk, foreign)
            ]

            answer = admin.send("POST", f"{API}/projects/transitions", {"steps": steps})

            assert foreign not in answer.content.decode()
            problem(answer, 404)
            assert Project.objects.get(pk=project.pk).stage == "draft"

    @pytest.mark.parametrize("steps", [[], [{}], "x", None, [[]], {"0": {}}])
    def test_of_another_shape_are_wrong(self, admin: Caller, steps: Any) -> None:
        problem(admin.send("POST", f"{API}/projects/transitions", {"steps": steps}), 400)

    def test_over_a_hundred_are_too_many(self, admin: Caller) -> None:
        one = {"project_id": str(uuid4()), "version": 1, "transition": "propose"}

        problem(admin.send("POST", f"{API}/projects/transitions", {"steps": [one] * 101}), 400)

    def test_of_one_project_twice_are_refused(self, world: World, admin: Caller) -> None:
        with undone():
            one = {"project_id": str(draft(world.home).pk), "version": 1, "transition": "propose"}

            answer = admin.send("POST", f"{API}/projects/transitions", {"steps": [one, one]})

            assert answer.status_code in (400, 409), answer.content


#: A place where an id stands in a body, and the thing of another organisation that is put there.
REFERENCES = [
    (
        "POST",
        "projects/{project}/team",
        "person_id",
        "person",
        {"team": "support", "role": "coach"},
    ),
    (
        "POST",
        "projects/{project}/sign-offs",
        "person_id",
        "person",
        {"about": "aim", "given_as": "partner", "way": "meeting"},
    ),
    ("PATCH", "projects/{project}", "unit_id", "unit", {}),
    ("PATCH", "committees/{committee}", "unit_id", "unit", {}),
    ("PATCH", "committees/{committee}", "chair_id", "person", {}),
    ("POST", "committees/{committee}/recruitment", "owner_id", "person", {"seat_id": "{seat}"}),
    ("POST", "committees/{committee}/recruitment", "seat_id", "seat", {"owner_id": "{person}"}),
    (
        "POST",
        "psp-appointments",
        "person_id",
        "person",
        {"organisation_id": "{organisation}"},
    ),
    (
        "POST",
        "seat-assignments",
        "seat_id",
        "seat",
        {
            "committee_id": "{committee}",
            "appointment_id": "{appointment}",
            "from_date": "2026-01-01",
        },
    ),
    (
        "POST",
        "seat-assignments",
        "appointment_id",
        "appointment",
        {"committee_id": "{committee}", "seat_id": "{seat}", "from_date": "2026-01-01"},
    ),
    (
        "POST",
        "seat-assignments",
        "pool_id",
        "pool",
        {"committee_id": "{committee}", "seat_id": "{seat}", "from_date": "2026-01-01"},
    ),
    (
        "POST",
        "psp-pools/{pool}/members",
        "appointment_id",
        "appointment",
        {"from_date": "2026-01-01"},
    ),
    ("POST", "units", "parent_id", "unit", {"name": "x", "type": "ward"}),
    ("POST", "units/{unit}/places", "parent_id", "unit", {"from_date": "2026-01-01"}),
    ("POST", "people/{person}/link", "user_id", "user", {}),
    ("POST", "people/{person}/merge", "into_id", "person", {}),
    ("POST", "users/{user}/role-grants", "unit_id", "unit", {"role": "coach"}),
]


@pytest.mark.parametrize(
    ("method", "path", "field", "thing", "rest"),
    REFERENCES,
    ids=[f"{case[1]} {case[2]}" for case in REFERENCES],
)
class TestReference:
    def test_to_another_organisation_is_as_one_to_nothing(
        self,
        world: World,
        admin: Caller,
        method: str,
        path: str,
        field: str,
        thing: str,
        rest: dict[str, Any],
    ) -> None:
        own = world.ids[Relation.OWN]
        told = []
        for relation in (Relation.FOREIGN, Relation.MISSING):
            body = {name: value.format(**own) for name, value in rest.items()}
            body[field] = world.ids[relation][thing]
            with undone():
                answer = admin.send(
                    method,
                    f"{API}/{path.format(**own)}",
                    body,
                    headers=current(world, path) if method == "PATCH" else {},
                )
            assert answer.status_code in (400, 404), answer.content
            told.append({**json.loads(answer.content), "request_id": ""})

        assert told[0] == told[1]


def current(world: World, path: str) -> dict[str, str]:
    return {"If-Match": f'"v{world.versions[path.partition("/")[0]]}"'}


class TestOwnRole:
    def test_is_not_given_to_oneself(self, world: World) -> None:
        with undone():
            user = make.user("administrator", world.home)
            caller = Caller(name="admin")
            caller.client.force_login(user)

            answer = caller.send("POST", f"{API}/users/{user.pk}/role-grants", {"role": "coach"})

            problem(answer, 403)

    def test_is_not_handed_on_by_who_lacks_it(self, world: World, ids: dict[str, str]) -> None:
        with undone():
            caller = member("senior_lead", world.home)

            answer = caller.send(
                "POST", f"{API}/users/{ids['user']}/role-grants", {"role": "administrator"}
            )

            problem(answer, 403)

    def test_that_was_cut_counts_at_once(self, world: World) -> None:

        with undone():
            user = make.user("administrator", world.home)
            caller = Caller(name="admin")
            caller.client.force_login(user)
            assert caller.send("GET", PEOPLE).json()["results"]

            RoleGrant.objects.filter(user=user).update(to_date="2020-12-31")

            assert caller.send("GET", PEOPLE).json()["results"] == []
            problem(caller.send("POST", PEOPLE, {"name": "x"}), 400)


class TestStandard:
    @pytest.mark.parametrize(
        ("change", "pointer"),
        [
            ({"value": 10**9}, "/value"),
            ({"value": None, "organisation_id": None}, None),
            ({"name": "nope"}, None),
            ({"source": ""}, "/source"),
            ({"valid_from": "2026-02-30"}, "/valid_from"),
            ({"dry_run": "yes"}, "/dry_run"),
        ],
    )
    def test_of_an_odd_value_is_refused(
        self, admin: Caller, ids: dict[str, str], change: dict[str, Any], pointer: str | None
    ) -> None:
        body = {
            "organisation_id": ids["organisation"],
            "name": "min_psp",
            "value": 2,
            "valid_from": "2026-01-01",
            "source": "Board",
            **change,
        }

        answer = admin.send("POST", f"{API}/standards", body)

        assert answer.status_code in (400, 403, 404), answer.content
        if pointer:
            assert problem(answer, 400)["errors"][0]["pointer"] == pointer


class TestUnitTree:
    def test_below_itself_is_refused(self, admin: Caller, ids: dict[str, str]) -> None:
        body = {"parent_id": ids["unit"], "from_date": "2026-01-01"}

        problem(admin.send("POST", f"{API}/units/{ids['unit']}/places", body), 400)
