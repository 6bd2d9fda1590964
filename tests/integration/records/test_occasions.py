"""Meetings about a thing: planned, changed, called off; people invited, and their answers."""

from __future__ import annotations

from datetime import time, timedelta
from typing import Any

import pytest
from django.test import Client

from kernel import clock, tenancy
from kernel.api.pages import Page
from kernel.errors import Blocked, Denied, Invalid
from kernel.models import Event
from records.commands import occasions as commands
from records.commands.invitees import Reply, answer_invitation, invite
from records.commands.link_answers import answer_link, answer_link_for
from records.commands.links import send_link_again
from records.links import doors
from records.links.declared import Recipient
from records.models import Invitee, Link, Occasion
from records.queries import occasions as queries
from tests.factories import people, projects

pytestmark = pytest.mark.django_db


@pytest.fixture
def trust():
    return people.organisation(name="Northern Hospitals")


@pytest.fixture
def lead(trust):
    return people.user("project_lead", trust, name="Lea Lead")


@pytest.fixture
def project(trust):
    return projects.project(trust, title="Calm nights")


@pytest.fixture
def pat(trust):
    return people.person(trust, name="Pat Partner", partner_kind="patient")


@pytest.fixture
def meeting(project, lead):
    return planned(project, lead)


def by(user: Any) -> dict[str, Any]:
    return {"actor": people.actor_of(user), "now": clock.now()}


def planned(project: Any, user: Any, *, days: int = 7, **values: Any) -> Occasion:
    given = {"title": "Co-design session", "from_time": time(14), "place": "Library", **values}
    return commands.plan_occasion(
        subject_kind="project",
        subject_id=project.pk,
        on_date=clock.today() + timedelta(days=days),
        **given,
        **by(user),
    )


def invited(meeting: Occasion, user: Any, *recipients: Recipient) -> None:
    invite(occasion_id=meeting.pk, recipients=recipients, **by(user))


def the_person(person: Any) -> Recipient:
    return Recipient(kind="person", id=person.pk)


def told(meeting: Occasion) -> list[str]:
    rows = Event.objects.filter(aggregate_id=meeting.pk).order_by("seq")
    return [row.type.split(".")[3] for row in rows]


def clicked(link: Link, answer: str, words: str = "") -> None:
    holder = doors.enter(doors.token_for(link.pk))
    try:
        seen = doors.question_of(holder, now=clock.now()).seen
        answer_link(
            link_id=link.pk,
            outcome=answer,
            words=words,
            seen=seen,
            actor=holder.actor,
            now=clock.now(),
        )
    finally:
        tenancy.open_to_all()


class TestPlanning:
    @pytest.mark.parametrize(
        ("values", "pointer"),
        [
            ({"days": -1}, "/on_date"),
            ({"to_time": time(13)}, "/to_time"),
            ({"place": ""}, "/place"),
        ],
    )
    def test_refuses_what_cannot_be(self, project, lead, values, pointer):
        with pytest.raises(Invalid) as refusal:
            planned(project, lead, **values)

        assert refusal.value.errors[0].pointer == pointer

    def test_is_refused_to_those_who_only_read(self, project, trust):
        with pytest.raises(Denied):
            planned(project, people.user("auditor", trust))

    def test_changes_say_what_changed(self, meeting, lead):
        commands.change_occasion(
            occasion_id=meeting.pk, changes={"place": "Hall", "title": meeting.title}, **by(lead)
        )

        event = Event.objects.filter(aggregate_id=meeting.pk).latest("seq")
        assert event.data["fields"] == ["place"]
        assert Occasion.objects.get().place == "Hall"

    def test_called_off_it_cannot_be_changed_or_answered(self, meeting, lead, pat):
        invited(meeting, lead, the_person(pat))
        commands.cancel_occasion(occasion_id=meeting.pk, reason="Snow.", **by(lead))

        with pytest.raises(Blocked):
            commands.change_occasion(occasion_id=meeting.pk, changes={"place": "x"}, **by(lead))
        with pytest.raises(Blocked):
            clicked(Link.objects.get(), "yes")


class TestInviting:
    def test_gives_each_a_link_until_the_day(self, meeting, lead, pat, trust):
        coach = people.user("coach", trust)

        invited(meeting, lead, the_person(pat), Recipient(kind="user", id=coach.pk))
        invited(meeting, lead, the_person(pat))

        assert told(meeting) == ["planned", "invited", "invited"]
        links = Link.objects.filter(purpose="rsvp")
        assert {link.person_id or link.user_id for link in links} == {pat.pk, coach.pk}
        assert {clock.london_date(link.expires_at) for link in links} == {meeting.on_date}

    def test_moves_with_the_day_when_sent_again(self, meeting, lead, pat):
        invited(meeting, lead, the_person(pat))
        later = meeting.on_date + timedelta(days=30)
        commands.change_occasion(occasion_id=meeting.pk, changes={"on_date": later}, **by(lead))

        link = send_link_again(link_id=Link.objects.get().pk, **by(lead))

        assert clock.london_date(link.expires_at) == later

    def test_of_strangers_is_refused_whole(self, meeting, lead, pat):
        stranger = people.person(people.organisation())

        with pytest.raises(Invalid):
            invited(meeting, lead, the_person(pat), the_person(stranger))

    def test_is_refused_to_those_who_read_no_people(self, meeting, trust, pat):
        with pytest.raises(Denied):
            invited(meeting, people.user("partner", trust), the_person(pat))


class TestAnswers:
    def test_can_be_changed_until_the_day(self, meeting, lead, pat):
        invited(meeting, lead, the_person(pat))
        link = Link.objects.get()

        clicked(link, "maybe")
        clicked(link, "yes", "I need the ramp.")

        found = queries.get_occasion(people.actor_of(lead), meeting.pk)
        [one] = found["invitees"]
        assert (one["name"], one["answer"], one["words"]) == (
            "Pat Partner",
            "yes",
            "I need the ramp.",
        )
        assert told(meeting)[-2:] == ["answered", "answered"]

    def test_are_entered_on_behalf_with_both_names(self, meeting, lead, pat):
        invited(meeting, lead, the_person(pat))

        answer_link_for(
            link_id=Link.objects.get().pk,
            outcome="no",
            words="",
            way="telephone",
            given_on=clock.today(),
            **by(lead),
        )

        [one] = queries.get_occasion(people.actor_of(lead), meeting.pk)["invitees"]
        assert (one["answer"], one["way"], one["entered_by_name"]) == (
            "no",
            "telephone",
            "Lea Lead",
        )

    def test_hold_no_needs_for_those_who_only_read(self, meeting, lead, pat, trust):
        invited(meeting, lead, the_person(pat))
        clicked(Link.objects.get(), "yes", "I need the ramp.")
        reader = people.actor_of(people.user("partner", trust))

        [one] = queries.get_occasion(reader, meeting.pk)["invitees"]

        assert (one["answer"], one["words"]) == ("yes", "")

    def test_of_somebody_who_is_not_invited_are_refused(self, meeting, lead, pat):
        with pytest.raises(Denied):
            answer_invitation(
                occasion_id=meeting.pk,
                recipient=the_person(pat),
                reply=Reply(answer="yes"),
                **by(lead),
            )


class TestApi:
    @pytest.fixture
    def client(self, lead):
        client = Client()
        client.force_login(lead)
        return client

    def test_plans_invites_and_answers(self, client, project, lead, pat):
        body = {
            "subject_kind": "project",
            "subject_id": str(project.pk),
            "title": "Co-design session",
            "on_date": (clock.today() + timedelta(days=7)).isoformat(),
            "from_time": "14:00",
            "to_time": "15:30",
            "way_to_join": "Ring 020 7946 0000",
        }
        made = client.post("/api/v1/occasions", body, content_type="application/json")
        assert made.status_code == 201, made.content
        at = f"/api/v1/occasions/{made.json()['id']}"

        asked = client.post(
            f"{at}/invite",
            {"person_ids": [str(pat.pk)], "user_ids": [str(lead.pk)]},
            content_type="application/json",
            headers={"If-Match": '"v1"'},
        )
        assert asked.status_code == 200, asked.content
        own = client.post(f"{at}/answer", {"answer": "yes"}, content_type="application/json")

        answers = {one["name"]: one["answer"] for one in own.json()["invitees"]}
        assert answers == {"Lea Lead": "yes", "Pat Partner": ""}
        assert (own.json()["from_time"], own.json()["to_time"]) == ("14:00", "15:30")
        listed = client.get(f"/api/v1/occasions?subject_kind=project&subject={project.pk}")
        assert len(listed.json()["results"]) == 1

    @pytest.mark.parametrize("sent", ["2pm", "14:00:00", "25:00", 14, None])
    def test_takes_a_time_in_one_form(self, client, project, sent):
        body = {
            "subject_kind": "project",
            "subject_id": str(project.pk),
            "title": "x",
            "on_date": "2199-01-01",
            "from_time": sent,
            "place": "x",
        }

        answer = client.post("/api/v1/occasions", body, content_type="application/json")

        assert answer.status_code == 400
        assert answer.json()["errors"][0]["pointer"] == "/from_time"

    def test_nobody_is_invited_by_an_answer(self, client, meeting):
        answer = client.post(
            f"/api/v1/occasions/{meeting.pk}/answer",
            {"answer": "yes"},
            content_type="application/json",
        )

        assert answer.status_code == 404
        assert not Invitee.objects.exists()


class TestMyMeetings:
    """What somebody is invited to, and is still to come."""

    @pytest.fixture
    def coming(self, project, lead, meeting):
        """Invited to two, one of them answered; not to a third; one is called off."""
        mine = Recipient(kind="user", id=lead.pk)
        later = planned(project, lead, days=9, title="Session 3")
        off = planned(project, lead, days=5, title="Session 1")
        planned(project, lead, days=3, title="Of others")
        for one in (meeting, later, off):
            invited(one, lead, mine)
        reply = Reply(answer="yes")
        answer_invitation(occasion_id=later.pk, recipient=mine, reply=reply, **by(lead))
        commands.cancel_occasion(occasion_id=off.pk, reason="Strike", **by(lead))

    def test_are_listed_the_next_first_with_what_one_said(self, coming, lead):
        client = Client()
        client.force_login(lead)

        rows = client.get("/api/v1/occasions?mine=true").json()["results"]

        assert [(one["title"], one["own_answer"]) for one in rows] == [
            ("Co-design session", ""),
            ("Session 3", "yes"),
        ]
        assert client.get("/api/v1/occasions?mine=false").status_code == 400

    def test_go_on_where_the_page_before_ended(self, coming, lead):
        client = Client()
        client.force_login(lead)

        first = client.get("/api/v1/occasions?mine=true&limit=1").json()
        after = first["next_cursor"]
        second = client.get(f"/api/v1/occasions?mine=true&limit=1&cursor={after}").json()

        assert [one["title"] for one in second["results"]] == ["Session 3"]

    def test_stand_on_home(self, coming, lead):
        client = Client()
        client.force_login(lead)

        home = client.get("/").content.decode()

        assert "Say whether you come: Co-design session" in home
        assert "Library, you come" in home
        assert "Of others" not in home
        assert "Session 1" not in home

    def test_of_a_person_are_those_of_the_user_who_they_are(self, trust, meeting, lead):
        pat = people.person(trust, name="Pat Partner", partner_kind="patient")
        user = people.user("partner", trust, person=pat)
        invited(meeting, lead, the_person(pat))

        rows = queries.my_occasions(people.actor_of(user), page=Page(limit=10), today=clock.today())

        assert [one["title"] for one in rows] == ["Co-design session"]
