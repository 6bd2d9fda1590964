"""Members, sign-offs and what is refused about them."""

from datetime import timedelta

import pytest

from kernel.actors import SYSTEM
from kernel.errors import Blocked, Denied, Invalid, NotFound, Stale
from kernel.models import Event
from people.models import Organisation
from projects import commands, words
from projects.models import (
    Capacity,
    DataDisposition,
    Involvement,
    Method,
    Project,
    SignOff,
    SignOffAbout,
    SignOffAs,
    SignOffWay,
    Stage,
    StopReason,
    Team,
    TeamRole,
)
from tests.factories import people, projects
from tests.factories.projects import LAST_MONTH, NOW, TODAY


def code_of(refusal: pytest.ExceptionInfo[Invalid]) -> str:
    return refusal.value.errors[0].code


class TestMembers:
    def test_every_change_counts_the_version_up(self, trust: Organisation):
        project = projects.project(trust)
        member = projects.member(project)
        project, _ = commands.end_member(
            project_id=project.pk,
            membership_id=member.line_id,
            to_date=TODAY,
            actor=SYSTEM,
            now=NOW,
        )

        assert project.version == 3
        event = Event.objects.get(aggregate_id=project.pk, seq=3)
        assert event.data["change"] == "ended"
        assert str(member.person_id) not in str(event.data)

    def test_a_stale_caller_is_refused(self, trust: Organisation):
        project = projects.project(trust)
        projects.member(project)

        with pytest.raises(Stale):
            projects.member(project, expected_version=1)

    @pytest.mark.parametrize(
        ("role", "team", "values", "code"),
        [
            ("executive_sponsor", "point_of_care", {}, "wrong_team"),
            ("partner", "oversight", {"to_date": LAST_MONTH - timedelta(days=1)}, "before_start"),
        ],
    )
    def test_refuses_what_cannot_be(
        self, trust: Organisation, role: str, team: str, values: dict, code: str
    ):
        with pytest.raises(Invalid) as refusal:
            projects.member(projects.project(trust), role, team, **values)

        assert code_of(refusal) == code

    def test_one_sponsor_at_a_time(self, trust: Organisation):
        project = projects.project(trust)
        projects.member(project, "executive_sponsor", to_date=TODAY)

        with pytest.raises(Invalid) as refusal:
            projects.member(project, "executive_sponsor", from_date=TODAY)
        assert code_of(refusal) == "second_sponsor"

        projects.member(project, "executive_sponsor", from_date=TODAY + timedelta(days=1))

    def test_nobody_joins_twice(self, trust: Organisation):
        project = projects.project(trust)
        person = projects.member(project).person

        with pytest.raises(Invalid) as refusal:
            projects.member(project, person=person)

        assert code_of(refusal) == "already_member"

    def test_one_person_may_be_on_both_teams(self, trust: Organisation):
        project = projects.project(trust)
        person = projects.member(project).person

        projects.member(project, team="point_of_care", person=person)

    def test_people_of_others_cannot_be_named(self, trust: Organisation):
        lead = people.actor_of(people.user("project_lead", trust))
        stranger = people.person(people.organisation())

        with pytest.raises(Invalid) as refusal:
            commands.add_member(
                project_id=projects.project(trust).pk,
                person_id=stranger.pk,
                team="oversight",
                role="partner",
                actor=lead,
                now=NOW,
            )

        assert refusal.value.errors[0].pointer == "/person_id"

    def test_only_the_lead_changes_the_team(self, trust: Organisation):
        coach = people.actor_of(people.user("coach", trust))
        project = projects.project(trust)

        with pytest.raises(Denied):
            commands.add_member(
                project_id=project.pk,
                person_id=people.person(trust).pk,
                team="oversight",
                role="partner",
                actor=coach,
                now=NOW,
            )

    def test_an_archived_project_stays_as_it_is(self, trust: Organisation):
        project = projects.at(trust, "archived")

        with pytest.raises(Blocked):
            projects.member(project)

    def test_an_unknown_membership_is_not_found(self, trust: Organisation):
        with pytest.raises(NotFound):
            commands.end_member(
                project_id=projects.project(trust).pk,
                membership_id=trust.pk,
                to_date=TODAY,
                actor=SYSTEM,
                now=NOW,
            )


class TestSignOffs:
    def test_keeps_who_agreed_and_who_recorded_it(self, trust: Organisation):
        user = people.user("project_lead", trust)
        project = projects.project(trust)
        team = projects.team_of(project)
        commands.change_project(project_id=project.pk, changes={"aim": "x"}, actor=SYSTEM, now=NOW)

        commands.sign_off(
            project_id=project.pk,
            about="aim",
            given_as="partner",
            person_id=team["partner"].person_id,
            way="letter",
            given_on=TODAY - timedelta(days=3),
            actor=people.actor_of(user),
            now=NOW,
        )

        given = SignOff.objects.get(project=project)
        assert given.person_id == team["partner"].person_id
        assert given.recorded_by == user.pk
        assert (given.way, given.given_on) == ("letter", TODAY - timedelta(days=3))

    @pytest.mark.parametrize(
        ("about", "given_as", "who", "days", "code"),
        [
            ("charter", "partner", "partner", 0, "nothing_to_sign"),
            ("vision", "partner", "partner", 0, "nothing_to_sign"),
            ("aim", "partner", "partner", 1, "in_the_future"),
            ("aim", "partner", "sponsor", 0, "not_in_post"),
            ("aim", "partner", "partner", -60, "not_in_post"),
            ("aim", "coach", "coach", 0, "not_a_signer"),
            ("complete_testing", "partner", "partner", 0, "not_a_signer"),
        ],
    )
    def test_refuses_what_nobody_agreed_to(
        self, trust: Organisation, about: str, given_as: str, who: str, days: int, code: str
    ):
        project = projects.project(trust, aim="95 in 100.")
        team = projects.team_of(project)

        with pytest.raises(Invalid) as refusal:
            commands.sign_off(
                project_id=project.pk,
                about=about,
                given_as=given_as,
                person_id=team[who].person_id,
                way="meeting",
                given_on=TODAY + timedelta(days=days),
                actor=SYSTEM,
                now=NOW,
            )

        assert code in {error.code for error in refusal.value.errors}

    def test_one_that_is_taken_back_no_longer_opens_the_gate(self, trust: Organisation):
        project = projects.project(trust)
        projects.chartered(project)
        given = SignOff.objects.filter(project=project, given_as="partner").get()

        commands.withdraw_sign_off(
            project_id=project.pk, sign_off_id=given.pk, actor=SYSTEM, now=NOW
        )

        assert SignOff.objects.get(pk=given.pk).superseded_at == NOW


class TestChange:
    def test_what_stays_the_same_is_no_change(self, trust: Organisation):
        project = projects.project(trust, title="Calm nights")

        same = commands.change_project(
            project_id=project.pk, changes={"title": "Calm nights"}, actor=SYSTEM, now=NOW
        )

        assert same.version == 1

    def test_the_method_is_fixed_from_approval(self, trust: Organisation):
        project = projects.at(trust, "co_design")

        with pytest.raises(Invalid) as refusal:
            commands.change_project(
                project_id=project.pk,
                changes={"method": "always_event"},
                actor=SYSTEM,
                now=NOW,
            )

        assert code_of(refusal) == "fixed"


class TestWords:
    @pytest.mark.parametrize(
        ("known", "table"),
        [
            (words.METHODS, Method),
            (words.STAGES, Stage),
            (words.TEAMS, Team),
            (words.ROLES, TeamRole),
            (words.CAPACITIES, Capacity),
            (words.INVOLVEMENTS, Involvement),
            (words.ABOUT, SignOffAbout),
            (words.GIVEN_AS, SignOffAs),
            (words.WAYS, SignOffWay),
            (words.STOP_REASONS, StopReason),
            (words.DISPOSITIONS, DataDisposition),
        ],
    )
    def test_of_the_api_are_those_of_the_tables(self, known: tuple[str, ...], table):
        assert list(known) == list(table.values)


class TestProjectRow:
    def test_refuses_a_stage_set_by_hand(self, trust: Organisation):
        project = projects.project(trust)

        with pytest.raises(AttributeError):
            project.stage = "testing"

        assert Project.objects.get(pk=project.pk).stage == "draft"
