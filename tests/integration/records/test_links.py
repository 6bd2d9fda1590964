"""Links: one purpose, one person, one thing; opened without effect, answered once."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from kernel import clock, tenancy
from kernel.actors import ActorKind
from kernel.errors import Blocked, Denied, Gone, Invalid, NotFound, Stale
from kernel.models import Event, Transition
from projects import commands as project_commands
from projects.models import SignOff
from projects.queries.projects import get_project
from records.commands import links as commands
from records.commands.actions import add_action, complete_action
from records.commands.discussion import write_comment
from records.commands.link_answers import answer_link, answer_link_for
from records.links import doors
from records.links.declared import PURPOSES, Recipient, register
from records.models import Action, Comment, Link
from records.queries import links as queries
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
    return projects.project(trust, title="Calm nights", vision="Quiet from eleven to six.")


@pytest.fixture
def pat(trust):
    return people.person(trust, name="Pat Partner", partner_kind="patient")


@pytest.fixture
def action(project, lead):
    return add_action(
        subject_kind="project",
        subject_id=project.pk,
        title="Order quiet bins",
        due_on=clock.today() + timedelta(days=7),
        actor=people.actor_of(lead),
        now=clock.now(),
    )


def asked(project: Any, lead: Any, person: Any, purpose: str = "comment", **details: Any) -> Link:
    return commands.make_link(
        purpose=purpose,
        subject_kind="project",
        subject_id=project.pk,
        recipient=Recipient(kind="person", id=person.pk),
        details={name: str(value) for name, value in details.items()},
        actor=people.actor_of(lead),
        now=clock.now(),
    )


def answered(link: Link, outcome: str = "", words: str = "", **values: Any) -> Link:
    """As whoever holds the link, with the connection narrowed as at the door."""
    holder = doors.enter(doors.token_for(link.pk))
    try:
        seen = doors.question_of(holder, now=clock.now()).seen
        return answer_link(
            link_id=link.pk,
            outcome=outcome,
            words=words,
            actor=holder.actor,
            now=clock.now(),
            **{"seen": seen, **values},
        )
    finally:
        tenancy.open_to_all()


def by(user: Any) -> dict[str, Any]:
    return {"actor": people.actor_of(user), "now": clock.now()}


def told(link):
    rows = Event.objects.filter(aggregate_id=link.pk).order_by("seq")
    return [row.type.split(".")[3] for row in rows]


class TestAsking:
    def test_lasts_a_fortnight_and_is_sent(self, project, lead, pat):
        link = asked(project, lead, pat)

        assert clock.london_date(link.expires_at) == clock.today() + timedelta(days=14)
        assert told(link) == ["made", "sent"]
        assert "token" not in str(list(Event.objects.values_list("data", flat=True)))

    def test_of_strangers_is_refused(self, project, lead):
        with pytest.raises(Invalid) as refusal:
            asked(project, lead, people.person(people.organisation()))

        assert refusal.value.errors[0].pointer == "/person_id"

    def test_is_refused_to_those_who_read_no_people(self, project, trust, pat):
        with pytest.raises(Denied):
            asked(project, people.user("partner", trust), pat)

    def test_takes_what_the_purpose_needs_and_no_more(self, project, lead, pat, action):
        for details in ({}, {"action_id": action.pk, "about": "aim"}):
            with pytest.raises(Invalid):
                asked(project, lead, pat, "confirm", **details)

    def test_about_an_action_of_another_thing_is_refused(self, trust, lead, pat, action):
        with pytest.raises(Invalid) as refusal:
            asked(projects.project(trust), lead, pat, "claim", action_id=action.pk)

        assert refusal.value.errors[0].pointer == "/action_id"

    def test_to_agree_is_for_those_who_have_that_part(self, project, lead, pat):
        with pytest.raises(Invalid) as refusal:
            asked(project, lead, pat, "sign_off", about="vision", given_as="partner")

        assert refusal.value.errors[0].code == "not_in_post"

    def test_has_no_second_purpose_of_one_name(self):
        with pytest.raises(ValueError, match="two purposes"):
            register(PURPOSES["comment"], _another_comment())


def _another_comment():
    from dataclasses import replace

    return replace(PURPOSES["comment"], name="Another")


class TestHolder:
    def test_may_do_one_thing_and_sees_one_organisation(self, project, lead, pat):
        other = projects.project(people.organisation())
        link = asked(project, lead, pat)

        holder = doors.enter(doors.token_for(link.pk))

        assert holder.actor.kind is ActorKind.PERSON
        assert (holder.actor.grants, holder.actor.person_ids) == ((), frozenset())
        assert (holder.about, holder.asked_by) == ("Calm nights", "Lea Lead")
        with pytest.raises(Denied):
            get_project(holder.actor, project.pk)
        assert not type(other).objects.filter(pk=other.pk).exists()
        with pytest.raises(Denied):
            project_commands.change_project(
                project_id=project.pk, changes={"aim": "x"}, actor=holder.actor, now=clock.now()
            )

    @pytest.mark.parametrize("token", ["", "x", "0" * 32 + "-" + "a" * 43])
    def test_of_an_invented_link_is_nobody(self, token):
        with pytest.raises(NotFound):
            doors.enter(token)

    def test_who_left_opens_nothing(self, project, lead, pat):
        link = asked(project, lead, pat)
        type(pat).objects.filter(pk=pat.pk).update(removed_on=clock.today())

        with pytest.raises(Gone):
            doors.enter(doors.token_for(link.pk))

    def test_of_one_link_answers_no_other(self, project, lead, pat):
        first, second = asked(project, lead, pat), asked(project, lead, pat)
        holder = doors.enter(doors.token_for(first.pk))

        with pytest.raises(Denied):
            answer_link(
                link_id=second.pk,
                outcome="",
                words="x",
                seen="",
                actor=holder.actor,
                now=clock.now(),
            )


class TestWords:
    def test_are_the_persons_own(self, project, lead, pat):
        link = answered(asked(project, lead, pat), words="The bins are loud.")

        comment = Comment.objects.get()
        assert (comment.text, comment.person_id, comment.way) == (
            "The bins are loud.",
            pat.pk,
            "link",
        )
        event = Event.objects.get(aggregate_id=comment.pk)
        assert (event.actor_kind, event.actor_id) == ("person", pat.pk)
        assert told(link) == ["made", "sent", "answered"]

    def test_can_be_sent_more_than_once(self, project, lead, pat):
        link = asked(project, lead, pat)

        for text in ("First.", "Second."):
            answered(link, words=text)

        assert Comment.objects.count() == 2

    def test_answer_a_comment_once(self, project, lead, pat):
        comment = write_comment(
            subject_kind="project", subject_id=project.pk, text="How are nights?", **by(lead)
        )
        link = asked(project, lead, pat, "reply", comment_id=comment.pk)

        answered(link, words="Loud.")

        assert Comment.objects.get(in_reply_to=comment).text == "Loud."
        with pytest.raises(Gone):
            answered(link, words="Very loud.")

    def test_that_are_missing_or_too_long_are_refused(self, project, lead, pat):
        link = asked(project, lead, pat)

        for words in ("", "x" * 5_001):
            with pytest.raises(Invalid) as refusal:
                answered(link, words=words)
            assert refusal.value.errors[0].pointer == "/words"


class TestActions:
    def test_are_confirmed_once(self, project, lead, pat, action):
        link = asked(project, lead, pat, "confirm", action_id=action.pk)

        answered(link, words="They are here.")

        assert Action.objects.get().state == "done"
        assert Transition.objects.get(subject_id=action.pk).actor_kind == "person"
        with pytest.raises(Gone):
            answered(link)

    def test_that_are_done_already_need_no_answer(self, project, lead, pat, action):
        link = asked(project, lead, pat, "confirm", action_id=action.pk)
        complete_action(action_id=action.pk, note="", **by(lead))

        with pytest.raises(Blocked):
            answered(link)

    def test_are_taken_on_by_somebody_without_an_account(self, project, lead, pat, action):
        link = asked(project, lead, pat, "claim", action_id=action.pk)

        answered(link, "yes")

        taken = Action.objects.get()
        assert (taken.owner_id, taken.owner_person_id) == (None, pat.pk)

    def test_stay_with_nobody_where_the_answer_is_no(self, project, lead, pat, action):
        link = answered(asked(project, lead, pat, "claim", action_id=action.pk), "no", "I am away.")

        assert Action.objects.get().owner_person_id is None
        assert (link.outcome, link.words) == ("no", "I am away.")

    def test_take_no_answer_that_is_not_offered(self, project, lead, pat, action):
        link = asked(project, lead, pat, "claim", action_id=action.pk)

        with pytest.raises(Invalid):
            answered(link, "maybe")


class TestAgreement:
    @pytest.fixture
    def link(self, project, lead, pat):
        today = clock.today()
        projects.member(
            project, "partner", person=pat, now=clock.now(), from_date=today - timedelta(days=30)
        )
        return asked(project, lead, pat, "sign_off", about="vision", given_as="partner")

    def test_is_recorded_as_given_online(self, project, pat, link):
        answered(link, "yes")

        given = SignOff.objects.get(project=project)
        assert (given.person_id, given.way, given.given_on) == (pat.pk, "online", clock.today())
        assert given.recorded_by == pat.pk

    def test_is_about_the_words_that_were_shown(self, project, lead, link):
        with pytest.raises(Stale):
            answered(link, "yes", seen="other words")

    def test_that_is_not_given_says_why_and_records_none(self, link):
        with pytest.raises(Invalid):
            answered(link, "no")

        kept = answered(link, "no", "Six is too early.")

        assert (kept.outcome, kept.words) == ("no", "Six is too early.")
        assert not SignOff.objects.exists()

    def test_is_entered_on_behalf_with_both_names(self, project, lead, pat, link):
        answer_link_for(
            link_id=link.pk,
            outcome="yes",
            words="",
            way="telephone",
            given_on=clock.today() - timedelta(days=1),
            **by(lead),
        )

        given = SignOff.objects.get(project=project)
        assert (given.way, given.recorded_by) == ("telephone", lead.pk)
        [(version, row)] = (
            (key[1], row)
            for key, row in queries.entered_answers(people.actor_of(lead), [project.pk]).items()
        )
        assert (row["recipient_name"], row["entered_by_name"]) == ("Pat Partner", "Lea Lead")
        assert Event.objects.get(aggregate_id=project.pk, seq=version).type.endswith(
            "signed_off.v1"
        )


class TestClosing:
    def test_expires_at_the_end_of_its_day(self, project, lead, pat):
        link = asked(project, lead, pat)
        holder = doors.enter(doors.token_for(link.pk))

        assert doors.question_of(holder, now=link.expires_at - timedelta(seconds=1))
        with pytest.raises(Gone):
            doors.question_of(holder, now=link.expires_at)

    def test_called_back_opens_nothing(self, project, lead, pat):
        link = asked(project, lead, pat)
        commands.cancel_link(link_id=link.pk, **by(lead))

        with pytest.raises(Gone):
            answered(link, words="x")
        with pytest.raises(Blocked):
            commands.send_link_again(link_id=link.pk, **by(lead))

    def test_sent_again_works_anew_by_the_same_address(self, project, lead, pat):
        link = asked(project, lead, pat)
        later = clock.now() + timedelta(days=20)

        again = commands.send_link_again(link_id=link.pk, actor=people.actor_of(lead), now=later)

        assert again.expires_at > later
        assert told(link) == ["made", "sent", "sent"]


class TestApi:
    @pytest.fixture
    def client(self, lead):
        client = Client()
        client.force_login(lead)
        return client

    def test_shows_the_address_once(self, client, project, pat):
        body = {
            "purpose": "comment",
            "subject_kind": "project",
            "subject_id": str(project.pk),
            "person_id": str(pat.pk),
        }
        made = client.post(
            "/api/v1/links",
            body,
            content_type="application/json",
            headers={"Idempotency-Key": "once"},
        )
        again = client.post(
            "/api/v1/links",
            body,
            content_type="application/json",
            headers={"Idempotency-Key": "once"},
        )

        assert made.status_code == 201, made.content
        assert "/l/" in made.json()["address"]
        assert "address" not in again.json()
        shown = client.get(f"/api/v1/links/{made.json()['id']}")
        assert "address" not in shown.json()
        assert (shown.json()["status"], shown.json()["recipient_name"]) == ("open", "Pat Partner")

    def test_enters_an_answer_sends_again_and_calls_back(self, client, project, lead, pat):
        link = asked(project, lead, pat)
        at = f"/api/v1/links/{link.pk}"

        def post(step: str, body: dict[str, str], version: int) -> Any:
            answer = client.post(
                f"{at}/{step}",
                body,
                content_type="application/json",
                headers={"If-Match": f'"v{version}"'},
            )
            assert answer.status_code == 200, answer.content
            return answer.json()

        given = {"words": "Loud.", "way": "letter", "given_on": clock.today().isoformat()}
        assert post("answer", given, 2)["entered_by_name"] == "Lea Lead"
        assert "/l/" in post("send-again", {}, 3)["address"]
        assert post("cancel", {}, 4)["status"] == "cancelled"
        rows = client.get(f"/api/v1/links?subject_kind=project&subject={project.pk}").json()
        assert [row["status"] for row in rows["results"]] == ["cancelled"]
