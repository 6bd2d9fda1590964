"""Discussion: who writes about a thing, whom it is pointed out to, how words change and go."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from kernel import clock, tenancy
from kernel.api.pages import Page
from kernel.errors import Blocked, Denied, Invalid, NotFound, Stale
from kernel.models import Event
from people.models import User
from projects import commands as project_commands
from records.commands import discussion as commands
from records.models import Comment, CommentWording
from records.queries import discussion as queries
from tests.factories import people, projects
from workflows.drain import settle

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


def wrote(project: Any, user: User, text: str = "It is loud at night.", **values: Any) -> Comment:
    return commands.write_comment(
        subject_kind="project",
        subject_id=project.pk,
        text=text,
        actor=people.actor_of(user),
        now=clock.now(),
        **values,
    )


def by(user: User) -> dict[str, Any]:
    return {"actor": people.actor_of(user), "now": clock.now()}


def threads(project, user):
    return queries.threads(
        actor=people.actor_of(user), page=Page(), subject_kind="project", subject=project.pk
    )


class TestWriting:
    def test_tells_of_it_by_ids_alone(self, project, lead, trust):
        coach = people.user("coach", trust)

        comment = wrote(project, lead, tell=[coach.pk, coach.pk])

        event = Event.objects.get(aggregate_id=comment.pk)
        assert event.type == "uk.qiflow.comment.written.v1"
        assert event.data == {
            "comment_id": str(comment.pk),
            "thing_kind": "project",
            "thing_id": str(project.pk),
            "mentioned": [str(coach.pk)],
        }

    def test_settles_without_a_reaction(self, project, lead):
        wrote(project, lead)

        assert settle() > 0

    def test_points_out_only_to_those_who_read_it(self, project, lead):
        stranger = people.user("coach", people.organisation())

        with pytest.raises(Invalid) as refusal:
            wrote(project, lead, tell=[stranger.pk])

        assert refusal.value.errors[0].pointer == "/tell"

    def test_is_refused_to_those_who_only_read(self, project, trust):
        with pytest.raises(Denied):
            wrote(project, people.user("auditor", trust))

    def test_about_a_thing_of_others_finds_nothing(self, lead):
        with pytest.raises(NotFound):
            wrote(projects.project(people.organisation()), lead)

    def test_goes_one_level_deep(self, project, lead):
        comment = wrote(project, lead)
        answer = wrote(project, lead, "Since when?", in_reply_to=comment.pk)

        with pytest.raises(Invalid) as refusal:
            wrote(project, lead, "Since May.", in_reply_to=answer.pk)

        assert refusal.value.errors[0].pointer == "/in_reply_to"

    def test_answers_nothing_of_another_thing(self, project, lead, trust):
        elsewhere = wrote(projects.project(trust), lead)

        with pytest.raises(Invalid):
            wrote(project, lead, in_reply_to=elsewhere.pk)


class TestAcrossOrganisations:
    @pytest.fixture
    def partner_body(self, project):
        body = people.organisation(name="Southern Community Trust")
        project_commands.add_participant(
            project_id=project.pk,
            participant_id=body.pk,
            from_date=clock.today() - timedelta(days=9),
            actor=people.actor_of(people.user("project_lead", project.organisation)),
            now=clock.now(),
        )
        return body

    def test_those_who_take_part_read_write_and_are_named(self, project, lead, partner_body):
        guest = people.user("coach", partner_body, name="Gus Guest")
        first = wrote(project, lead)
        actor = people.actor_of(guest)
        tenancy.narrow_to(actor)  # both walls, as at the door

        answer = commands.write_comment(
            subject_kind="project",
            subject_id=project.pk,
            text="Here too.",
            in_reply_to=first.pk,
            actor=actor,
            now=clock.now(),
        )

        assert answer.organisation_id == project.organisation_id
        tenancy.narrow_to(people_actor(lead))
        [seen] = queries.with_writers([queries.get_comment(people_actor(lead), answer.pk)])
        assert (seen["writer"], seen["writer_body"]) == ("Gus Guest", "Southern Community Trust")
        tenancy.narrow_to(actor)
        [seen] = queries.with_writers([queries.get_comment(actor, first.pk)])
        assert (seen["writer"], seen["writer_body"]) == ("Lea Lead", "")

    def test_they_point_out_to_their_own_colleagues(self, project, partner_body):
        guest = people.user("coach", partner_body)
        colleague = people.user("project_lead", partner_body)

        comment = wrote(project, guest, tell=[colleague.pk])

        assert comment.told == [colleague.pk]

    def test_names_are_told_of_comments_that_one_reads_alone(self, project, lead):
        comment = wrote(project, lead)
        tenancy.narrow_to(people.actor_of(people.user("coach", people.organisation())))

        assert queries._names([comment.pk]) == {}


def people_actor(user):
    """Read while everything is open, for a connection that is narrowed next."""
    tenancy.open_to_all()
    return people.actor_of(user)


class TestWordings:
    def test_that_were_changed_stay_to_be_seen(self, project, lead):
        comment = wrote(project, lead, "First.")
        for text in ("Second.", "Third."):
            commands.edit_comment(comment_id=comment.pk, text=text, **by(lead))

        rows = queries.wordings(actor=people.actor_of(lead), page=Page(), comment_id=comment.pk)

        assert [(row["number"], row["text"]) for row in rows] == [(2, "Second."), (1, "First.")]
        assert threads(project, lead)[0]["edits"] == 2

    def test_that_are_the_same_change_nothing(self, project, lead):
        comment = wrote(project, lead)

        again = commands.edit_comment(comment_id=comment.pk, text=comment.text, **by(lead))

        assert again.version == 1

    def test_are_changed_by_their_writer_alone(self, project, lead, trust):
        comment = wrote(project, lead)

        with pytest.raises(Denied):
            commands.edit_comment(
                comment_id=comment.pk, text="x", **by(people.user("administrator", trust))
            )

    def test_of_an_older_version_are_stale(self, project, lead):
        comment = wrote(project, lead)
        commands.edit_comment(comment_id=comment.pk, text="Other.", **by(lead))

        with pytest.raises(Stale):
            commands.edit_comment(
                comment_id=comment.pk, text="Late.", expected_version=1, **by(lead)
            )


class TestWithdrawing:
    def test_leaves_the_fact_and_no_word(self, project, lead):
        comment = wrote(project, lead, "A secret.")
        commands.edit_comment(comment_id=comment.pk, text="Another secret.", **by(lead))

        commands.withdraw_comment(comment_id=comment.pk, **by(lead))

        kept = Comment.objects.get(pk=comment.pk)
        assert (kept.text, kept.withdrawn_by) == ("", lead.pk)
        assert not CommentWording.objects.filter(comment=comment).exists()
        assert len(threads(project, lead)) == 1

    def test_of_anothers_words_takes_a_reason(self, project, lead, trust):
        comment = wrote(project, lead)
        keeper = people.user("administrator", trust)

        with pytest.raises(Invalid):
            commands.withdraw_comment(comment_id=comment.pk, **by(keeper))
        commands.withdraw_comment(comment_id=comment.pk, reason="It names a patient.", **by(keeper))

        assert Comment.objects.get(pk=comment.pk).withdrawn_reason == "It names a patient."

    def test_is_refused_to_others_and_twice(self, project, lead, trust):
        comment = wrote(project, lead)

        with pytest.raises(Denied):
            commands.withdraw_comment(
                comment_id=comment.pk, reason="No.", **by(people.user("coach", trust))
            )
        commands.withdraw_comment(comment_id=comment.pk, **by(lead))
        with pytest.raises(Blocked):
            commands.withdraw_comment(comment_id=comment.pk, **by(lead))


class TestLists:
    def test_show_the_newest_first_by_pages_with_their_answers_counted(self, project, lead):
        made = [wrote(project, lead, f"Number {n}") for n in range(3)]
        for n in range(2):
            wrote(project, lead, f"Answer {n}", in_reply_to=made[0].pk)

        actor = people.actor_of(lead)
        asked = {"actor": actor, "subject_kind": "project", "subject": project.pk}
        first = queries.threads(page=Page(limit=2), **asked)
        last = first[1]
        after = (last["created_at"].isoformat(), str(last["id"]))
        rest = queries.threads(page=Page(limit=2, after=after), **asked)

        assert [row["text"] for row in first[:2]] == ["Number 2", "Number 1"]
        assert [(row["text"], row["replies_count"]) for row in rest] == [("Number 0", 2)]
        below = queries.first_replies(actor, [made[0].pk])[made[0].pk]
        assert [row["text"] for row in below] == ["Answer 0", "Answer 1"]


class TestApi:
    @pytest.fixture
    def client(self, lead):
        client = Client()
        client.force_login(lead)
        return client

    def test_writes_for_somebody_with_both_names(self, client, project, trust):
        pat = people.person(trust, name="Pat Partner", partner_kind="patient")
        body = {
            "subject_kind": "project",
            "subject_id": str(project.pk),
            "text": "The bins are loud.",
            "person_id": str(pat.pk),
            "way": "telephone",
            "given_on": clock.today().isoformat(),
        }

        answer = client.post("/api/v1/comments", body, content_type="application/json")

        assert answer.status_code == 201, answer.content
        told = answer.json()
        assert (told["writer"], told["person"], told["way"]) == (
            "Lea Lead",
            "Pat Partner",
            "telephone",
        )
        listed = client.get(f"/api/v1/comments?subject_kind=project&subject={project.pk}")
        assert [row["id"] for row in listed.json()["results"]] == [told["id"]]

    def test_refuses_half_a_name_and_the_number_of_a_patient(self, client, project):
        body = {"subject_kind": "project", "subject_id": str(project.pk), "text": "x"}

        half = client.post(
            "/api/v1/comments", {**body, "way": "letter"}, content_type="application/json"
        )
        number = client.post(
            "/api/v1/comments", {**body, "text": "943 476 5919"}, content_type="application/json"
        )

        assert half.json()["errors"][0]["pointer"] == "/person_id"
        assert number.json()["errors"][0]["code"] == "nhs_number"

    def test_changes_and_withdraws_with_the_version(self, client, project, lead):
        comment = wrote(project, lead)
        at = f"/api/v1/comments/{comment.pk}"
        changed = client.patch(
            at, {"text": "Other."}, content_type="application/json", headers={"If-Match": '"v1"'}
        )

        gone = client.post(
            f"{at}/withdraw", {}, content_type="application/json", headers={"If-Match": '"v2"'}
        )

        assert (changed.json()["text"], gone.json()["text"]) == ("Other.", "")
        assert client.get(f"{at}/wordings").json()["results"] == []
