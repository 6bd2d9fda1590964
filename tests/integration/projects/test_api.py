"""Projects through the API: every address, its answers and its refusals."""

from __future__ import annotations

import json
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from kernel import clock, tenancy
from kernel.models import Event
from people.models import Organisation, User
from tests.factories import people, projects

ROOT = "/api/v1/projects"


class Caller:
    """A signed-in user who speaks JSON."""

    def __init__(self, user: User) -> None:
        self.user = user
        self.client = Client()
        self.client.force_login(user)

    def __call__(self, method: str, path: str, body: Any = None, **headers: str) -> Any:
        answer = self.client.generic(
            method,
            path,
            json.dumps(body) if body is not None else "",
            content_type="application/json",
            headers=headers,
        )
        tenancy.open_to_all()  # the doorway closed it behind the request
        return answer

    def get(self, path: str) -> Any:
        return self("GET", path)

    def etag(self, path: str) -> str:
        return self.get(path)["ETag"]


@pytest.fixture
def lead(trust: Organisation) -> Caller:
    return Caller(people.user("project_lead", trust))


@pytest.fixture
def sponsor(trust: Organisation) -> Caller:
    return Caller(people.user("project_sponsor", trust))


def register(caller: Caller, trust: Organisation, **values: Any) -> str:
    body = {"organisation_id": str(trust.pk), "title": "Calm nights", "problem": "Noise."}
    answer = caller("POST", ROOT, {**body, **values})
    assert answer.status_code == 201, answer.content
    return f"{ROOT}/{answer.json()['id']}"


def step(caller: Caller, path: str, name: str, **values: Any) -> Any:
    return caller(
        "POST",
        f"{path}/transitions",
        {"transition": name, **values},
        **{"If-Match": caller.etag(path)},
    )


class TestStory:
    def test_a_project_is_refused_with_all_reasons_and_moves_once_they_are_met(
        self, trust: Organisation, lead: Caller, sponsor: Caller
    ):
        path = register(lead, trust)
        assert step(lead, path, "propose").json()["stage"] == "setup"

        refused = step(sponsor, path, "approve_setup")

        assert refused.status_code == 422
        unmet = {guard["code"]: guard for guard in refused.json()["unmet"]}
        assert {"P01", "P02", "charter_approved_by_partner", "lead_named"} <= set(unmet)
        listed = lead.get(f"{path}/transitions").json()["transitions"]
        approval = next(item for item in listed if item["transition"] == "approve_setup")
        assert {guard["code"] for guard in approval["unmet"]} == set(unmet)
        assert approval["denied"] == "Only a sponsor can approve set-up."

        team = {}
        for role, team_name in (
            ("executive_sponsor", "oversight"),
            ("project_lead", "oversight"),
            ("partner", "oversight"),
        ):
            person = people.person(trust)
            more = {"relevant_experience": True} if role == "partner" else {}
            body = {"person_id": str(person.pk), "team": team_name, "role": role, **more}
            answer = lead("POST", f"{path}/team", body)
            assert answer.status_code == 201, answer.content
            team[role] = answer.json()
        answer = lead(
            "POST",
            f"{path}/charter",
            {"partner_support": "A contact.", "partner_payment": "By policy."},
        )
        assert answer.json()["number"] == 1
        for given_as, role in (("sponsor", "executive_sponsor"), ("partner", "partner")):
            answer = lead(
                "POST",
                f"{path}/sign-offs",
                {
                    "about": "charter",
                    "given_as": given_as,
                    "person_id": team[role]["person_id"],
                    "way": "meeting",
                },
            )
            assert answer.status_code == 201, answer.content

        moved = step(sponsor, path, "approve_setup", reason="Ready.")

        assert moved.status_code == 201, moved.content
        assert moved.json()["stage"] == "co_design"
        history = lead.get(f"{path}/history").json()["results"]
        assert history[0]["steps"][0]["reason"] == "Ready."
        assert history[0]["actor_id"] == str(sponsor.user.pk)

        left = lead(
            "PATCH",
            f"{path}/team/{team['partner']['id']}",
            {"to_date": clock.today().isoformat()},
            **{"If-Match": lead.etag(path)},
        )
        assert left.status_code == 200, left.content
        assert lead.get(path).json()["stage"] == "co_design"


class TestRefusals:
    def test_another_organisation_gets_the_same_404_as_for_nothing(
        self, trust: Organisation, lead: Caller
    ):
        path = register(lead, trust)
        stranger = Caller(people.user("project_lead", people.organisation()))
        missing = f"{ROOT}/{uuid4()}"
        for tail in ("", "/team", "/charter", "/sign-offs", "/transitions", "/history"):
            for where in (path, missing):
                answer = stranger.get(where + tail)
                assert answer.status_code == 404, where + tail
                assert answer.json()["detail"] == "Not found."
        answer = stranger(
            "POST", f"{path}/transitions", {"transition": "propose"}, **{"If-Match": '"v1"'}
        )
        assert answer.status_code == 404

    def test_a_change_asks_for_the_version_that_was_seen(self, trust: Organisation, lead: Caller):
        path = register(lead, trust)

        missing = lead("PATCH", path, {"title": "Quiet nights"})
        stale = lead("PATCH", path, {"title": "Quiet nights"}, **{"If-Match": '"v9"'})
        right = lead("PATCH", path, {"title": "Quiet nights"}, **{"If-Match": '"v1"'})

        assert [answer.status_code for answer in (missing, stale, right)] == [428, 412, 200]
        assert right["ETag"] == '"v2"'

    def test_a_step_twice_is_409_with_the_state(self, trust: Organisation, lead: Caller):
        path = register(lead, trust)
        tag = {"If-Match": lead.etag(path)}
        lead("POST", f"{path}/transitions", {"transition": "propose"}, **tag)

        again = lead("POST", f"{path}/transitions", {"transition": "propose"}, **tag)

        assert again.status_code == 409
        assert again.json()["state"] == "setup"

    @pytest.mark.parametrize("name", ["delete", "refresh_from_db", "__class__", "x" * 41])
    def test_an_unknown_step_is_404_or_too_long(self, trust: Organisation, lead: Caller, name: str):
        assert step(lead, register(lead, trust), name).status_code in (404, 400)

    @pytest.mark.parametrize(
        ("body", "pointer"),
        [
            ({"title": ""}, "/title"),
            ({"title": "x", "method": "six_sigma"}, "/method"),
            ({"title": "x", "unit_id": str(uuid4())}, "/unit_id"),
            ({"title": "x", "started_on": "2027-02-30"}, "/started_on"),
            ({"title": "x", "started_on": "2027-03-01", "target_on": "2027-02-01"}, "/target_on"),
            ({"title": "x", "stage": "testing"}, "/stage"),
        ],
    )
    def test_wrong_values_are_400_with_a_pointer(
        self, trust: Organisation, lead: Caller, body: dict[str, Any], pointer: str
    ):
        answer = lead("POST", ROOT, {"organisation_id": str(trust.pk), **body})

        assert answer.status_code == 400
        assert [error["pointer"] for error in answer.json()["errors"]] == [pointer]

    def test_registering_for_another_organisation_is_404(self, lead: Caller):
        other = people.organisation()

        answer = lead("POST", ROOT, {"organisation_id": str(other.pk), "title": "x"})

        assert answer.status_code == 404

    def test_a_reader_may_read_and_not_write(self, trust: Organisation, lead: Caller):
        path = register(lead, trust)
        auditor = Caller(people.user("auditor", trust))

        assert auditor.get(path).status_code == 200
        assert step(auditor, path, "propose").status_code == 403


class TestIdempotency:
    def test_the_same_key_registers_once(self, trust: Organisation, lead: Caller):
        body = {"organisation_id": str(trust.pk), "title": "Once"}
        key = {"Idempotency-Key": "a-key"}

        first = lead("POST", ROOT, body, **key)
        again = lead("POST", ROOT, body, **key)

        assert (first.status_code, again.status_code) == (201, 200)
        assert first.json()["id"] == again.json()["id"]


class TestList:
    def test_pages_through_everything_once_newest_change_first(
        self, trust: Organisation, lead: Caller
    ):
        made = {str(projects.project(trust).pk) for _ in range(5)}
        seen: list[str] = []
        path = f"{ROOT}?limit=2"
        while True:
            answer = lead.get(path).json()
            seen += [row["id"] for row in answer["results"]]
            if answer["next_cursor"] is None:
                break
            path = f"{ROOT}?limit=2&cursor={answer['next_cursor']}"

        assert len(seen) == 5
        assert set(seen) == made

    def test_filters_by_stage_method_unit_and_title(self, trust: Organisation, lead: Caller):
        division = people.unit(trust)
        ward = people.unit(trust, parent=division)
        wanted = projects.project(
            trust, title="Quiet 100% nights", method="always_event", unit_id=ward.pk
        )
        projects.project(trust, title="Falls")

        for query in (
            "method=always_event",
            f"unit={division.pk}",
            "q=100%25 ni",
            "q=quiet",
            "stage=draft&q=QUIET",
        ):
            rows = lead.get(f"{ROOT}?{query}").json()["results"]
            assert [row["id"] for row in rows] == [str(wanted.pk)], query
        assert lead.get(f"{ROOT}?stage=testing").json()["results"] == []
        assert lead.get(f"{ROOT}?colour=red").status_code == 400

    def test_shows_nothing_of_others(self, trust: Organisation, lead: Caller):
        projects.project(people.organisation(), title="Elsewhere")

        assert lead.get(ROOT).json()["results"] == []
        assert lead.get(f"{ROOT}?q=elsewhere").json()["results"] == []

    def test_takes_as_many_queries_for_fifty_as_for_one(self, trust: Organisation, lead: Caller):
        def queries() -> int:
            with CaptureQueriesContext(
                connection,
            ) as seen:
                lead.get(ROOT)
            return len(seen)

        projects.project(trust)
        one = queries()
        for _ in range(49):
            projects.project(trust)

        assert queries() == one <= 9


class TestSharing:
    def test_members_of_a_taking_part_organisation_see_this_project_and_change_nothing(
        self, trust: Organisation, lead: Caller
    ):
        partner_trust = people.organisation()
        path, other = register(lead, trust), register(lead, trust)
        guest = Caller(people.user("project_lead", partner_trust))
        body = {"participant_id": str(partner_trust.pk), "from_date": "2020-01-01"}
        added = lead("POST", f"{path}/organisations", body)
        assert added.status_code == 201, added.content

        assert guest.get(path).status_code == 200
        assert guest.get(f"{path}/team").status_code == 200
        assert guest.get(other).status_code == 404
        assert [row["id"] for row in guest.get(ROOT).json()["results"]] == [path.split("/")[-1]]
        assert step(guest, path, "propose").status_code == 403

        tag = {"If-Match": lead.etag(path)}
        ended = lead(
            "PATCH", f"{path}/organisations/{added.json()['id']}", {"to_date": "2020-06-01"}, **tag
        )
        assert ended.status_code == 200, ended.content
        assert guest.get(path).status_code == 404


class TestBulk:
    def test_moves_all_or_none(self, trust: Organisation, lead: Caller):
        made = [projects.project(trust) for _ in range(3)]
        steps = [
            {"project_id": str(project.pk), "transition": "propose", "version": 1}
            for project in made
        ]
        nameless = projects.project(trust, problem="")
        bad = {"project_id": str(nameless.pk), "transition": "propose", "version": 1}

        refused = lead("POST", f"{ROOT}/transitions", {"steps": [*steps, bad]})
        moved = lead("POST", f"{ROOT}/transitions", {"steps": steps})

        assert refused.status_code == 422
        assert refused.json()["unmet"][0]["params"]["project_id"] == str(nameless.pk)
        assert moved.status_code == 201, moved.content
        assert {row["stage"] for row in moved.json()["results"]} == {"setup"}
        assert Event.objects.filter(type="uk.qiflow.project.proposed.v1").count() == 3

    def test_a_foreign_project_is_404_without_its_name(self, trust: Organisation, lead: Caller):
        foreign = projects.project(people.organisation())
        steps = [{"project_id": str(foreign.pk), "transition": "propose", "version": 1}]

        answer = lead("POST", f"{ROOT}/transitions", {"steps": steps})

        assert answer.status_code == 404
        assert str(foreign.pk) not in answer.content.decode()
