"""The first steps of the story through the API alone."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from kernel import clock, tenancy
from kernel.models import Event
from people.models import Organisation
from tests.factories import governance as make
from tests.factories import people
from tests.integration.governance.caller import Caller


@pytest.fixture
def caller(trust: Organisation) -> Caller:
    return Caller("administrator", trust)


def register(caller: Caller, trust: Organisation, **more: Any) -> Any:
    tenancy.open_to_all()
    year_ago = (clock.today() - timedelta(days=365)).isoformat()
    return caller.post(
        "/committees",
        {
            "organisation_id": str(trust.pk),
            "name": "Quality and Safety Committee",
            "established_on": year_ago,
            "chair_id": str(people.person(trust).pk),
            "meeting_frequency": "monthly",
            "terms_of_reference": "https://intranet.example.nhs.uk/terms",
            "safety_related": "yes",
            **more,
        },
    )


class TestCommittees:
    def test_one_is_registered_seated_and_constituted(self, caller: Caller, trust: Organisation):
        made = register(caller, trust)
        assert made.status_code == 201, made.content
        path = f"/committees/{made.json()['id']}"

        refused = caller.step(path, "constitute")
        assert refused.status_code == 422
        [unmet] = refused.json()["unmet"]
        assert (unmet["code"], unmet["link"]) == ("C03", "seats")
        assert "too few seats for patient safety partners: 0 of 2. Add a seat." in str(unmet)

        for _ in (1, 2):
            assert caller.post(f"{path}/seats", {"seat_kind": "psp"}).status_code == 201
        moved = caller.step(path, "constitute")
        assert moved.status_code == 201, moved.content
        assert moved.json()["state"] == "active"
        assert moved["ETag"] == caller.get(path)["ETag"]
        history = caller.get(f"{path}/history").json()["results"]
        assert history[0]["steps"][0]["transition"] == "constitute"
        assert {guard["code"] for guard in history[0]["steps"][0]["guards"]} >= {"C03", "C05"}

    def test_only_what_differs_is_told_as_changed(self, caller: Caller, trust: Organisation):
        path = f"/committees/{register(caller, trust).json()['id']}"
        name = caller.get(path).json()["name"]

        changed = caller.patch(path, {"name": name, "quorum": 4}, caller.get(path)["ETag"])
        same = caller.patch(path, {"name": name, "quorum": 4}, caller.get(path)["ETag"])

        assert changed.json()["version"] == same.json()["version"]
        tenancy.open_to_all()
        told = Event.objects.filter(type="uk.qiflow.committee.changed.v1").get()
        assert told.data["fields"] == ["quorum"]

    def test_partners_reach_their_seats(self, caller: Caller, trust: Organisation):
        today = clock.today().isoformat()
        person = people.person(trust)
        made = caller.post(
            "/psp-appointments",
            {"organisation_id": str(trust.pk), "person_id": str(person.pk)},
        )
        assert made.status_code == 201, made.content
        path = f"/psp-appointments/{made.json()['id']}"
        for name, values in (
            ("shortlist", {"panel_had_partner": True}),
            ("offer", {"task_profile": "Reads papers.", "payment_explained_on": today}),
            ("accept", {"terms_accepted_on": today, "confidentiality_draft_seen_on": today}),
            (
                "clear_checks",
                {
                    "identity_seen_on": today,
                    "references_seen_on": today,
                    "benefits_advice_offered_on": today,
                },
            ),
            (
                "complete_induction",
                {"induction_completed_on": today, "confidentiality_signed_on": today},
            ),
        ):
            moved = caller.step(path, name, **values)
            assert moved.status_code == 201, moved.content
        assert moved.json()["state"] == "active"

        committee = f"/committees/{register(caller, trust).json()['id']}"
        seat = caller.post(f"{committee}/seats", {"seat_kind": "psp"}).json()["id"]
        held = caller.post(
            "/seat-assignments",
            {
                "committee_id": committee.rsplit("/", 1)[1],
                "seat_id": seat,
                "appointment_id": made.json()["id"],
                "from_date": today,
            },
        )
        assert held.status_code == 201, held.content
        seats = caller.get(f"{committee}/seats").json()["results"]
        assert seats[0]["assignments"][0]["id"] == held.json()["id"]
        ended = caller.patch(
            f"/seat-assignments/{held.json()['id']}", {"to_date": today}, held["ETag"]
        )
        assert ended.status_code == 200, ended.content
        assert ended.json()["id"] == held.json()["id"]
        for step in ("pause", "return"):
            assert caller.step(path, step).status_code == 201
        assert caller.get(path).json()["terms"][0]["number"] == 0

    @pytest.mark.parametrize("name", ["delete", "save", "__class__", "return_", "nonsense"])
    def test_an_unknown_step_is_not_found(self, caller: Caller, trust: Organisation, name: str):
        staffed = make.staffed(trust, now=clock.now())
        path = f"/psp-appointments/{staffed.appointments[0].pk}"
        assert caller.step(path, name).status_code == 404

    def test_transitions_are_listed_with_what_they_need(self, caller: Caller, trust: Organisation):
        path = f"/committees/{register(caller, trust).json()['id']}"
        found = caller.get(f"{path}/transitions").json()
        assert found["state"] == "proposed"
        (constitute,) = found["transitions"]
        assert constitute["transition"] == "constitute"
        assert not constitute["allowed"]
        assert [one["code"] for one in constitute["unmet"]] == ["C03"]

    def test_a_change_asks_for_the_version(self, caller: Caller, trust: Organisation):
        made = register(caller, trust)
        path = f"/committees/{made.json()['id']}"
        assert caller.patch(path, {"quorum": 5}).status_code == 428
        assert caller.patch(path, {"quorum": 5}, '"v99"').status_code == 412
        changed = caller.patch(path, {"quorum": 5}, made["ETag"])
        assert changed.json()["quorum"] == 5
        assert caller.patch(path, {"quorum": 0}, changed["ETag"]).status_code == 400

    def test_another_organisation_finds_the_same_nothing(self, caller: Caller, trust: Organisation):
        made = register(caller, trust).json()["id"]
        tenancy.open_to_all()
        other = Caller("administrator", people.organisation())
        nobody = "00000000-0000-4000-8000-000000000000"
        for tail in ("", "/seats", "/transitions", "/history", "/organisations"):
            theirs = other.get(f"/committees/{made}{tail}")
            nothing = other.get(f"/committees/{nobody}{tail}")
            assert theirs.status_code == nothing.status_code == 404
            strip = {"instance", "request_id"}
            kept = [
                {k: v for k, v in answer.json().items() if k not in strip}
                for answer in (theirs, nothing)
            ]
            assert kept[0] == kept[1]

    def test_lists_are_read(self, caller: Caller, trust: Organisation):
        register(caller, trust)
        for path in ("/committees?limit=1", "/psp-appointments", "/seat-assignments"):
            answer = caller.get(path)
            assert answer.status_code == 200, answer.content
            assert "next_cursor" in answer.json()
