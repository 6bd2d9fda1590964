"""Facts as they were known at an instant, for many projects in a fixed number of queries."""

from datetime import date, timedelta

from django.db import connection
from django.test.utils import CaptureQueriesContext

from kernel.actors import SYSTEM
from kernel.rules.outcomes import Outcome
from kernel.rules.timeline import outcome_on, timeline
from people.models import Organisation
from projects import commands, queries
from projects.facts.loaders import ids_after, load
from projects.models import Project, TeamMembership
from projects.rules import PARTNERS_ON_BOTH_TEAMS as P01
from projects.rules import SPONSOR_IN_POST as P02
from tests.factories import people, projects
from tests.factories.projects import LAST_MONTH, NOW, TODAY

HORIZON = TODAY + timedelta(days=365)
TOMORROW = NOW + timedelta(days=1)


def outcome(project: Project, day: date, *, known_at=None, rule=P01) -> Outcome:
    facts = load([project.pk], known_at)[project.pk]
    interval = outcome_on(timeline(rule, facts, horizon=HORIZON), day)
    assert interval is not None
    return interval.outcome


def membership(project: Project, role: str) -> TeamMembership:
    return TeamMembership.objects.current().filter(project=project, role=role).first()


class TestLoading:
    def test_takes_as_many_queries_for_forty_projects_as_for_two(self, trust: Organisation):
        ids = [projects.project(trust).pk for _ in range(40)]
        for project in Project.objects.all():
            projects.member(project)

        def queries_for(wanted: list) -> int:
            with CaptureQueriesContext(connection) as seen:
                assert set(load(wanted)) == set(wanted)
            return len(seen)

        assert queries_for(ids) == queries_for(ids[:2]) <= 7

    def test_leaves_out_projects_that_do_not_exist(self, trust: Organisation):
        assert load([trust.pk]) == {}

    def test_pages_through_all_ids(self, trust: Organisation):
        ids = sorted(projects.project(trust).pk for _ in range(3))

        assert list(ids_after(None, 2)) == ids[:2]
        assert list(ids_after(ids[1], 2)) == ids[2:]

    def test_staff_of_a_taking_part_organisation_are_staff_of_the_service(
        self, trust: Organisation
    ):
        other = people.organisation()
        project = projects.at(trust, "co_design")
        partner = membership(project, "partner").person
        people.employment(partner, employer=other)
        assert outcome(project, TODAY) is Outcome.PASS

        commands.add_participant(
            project_id=project.pk, participant_id=other.pk, actor=SYSTEM, now=NOW
        )

        assert outcome(project, TODAY) is Outcome.AT_RISK

    def test_payment_for_involvement_is_not_employment(self, trust: Organisation):
        project = projects.at(trust, "co_design")
        partner = membership(project, "partner").person
        people.employment(partner, employer=trust, basis="involvement_payroll")
        people.employment(partner, employer=trust, confirmed=False)

        assert outcome(project, TODAY) is Outcome.PASS


class TestTwoClocks:
    def test_a_leaver_recorded_late_changes_last_week_as_now_known_only(self, trust: Organisation):
        project = projects.at(trust, "testing")
        last_week = TODAY + timedelta(days=60)
        now = NOW + timedelta(days=67)
        for row in TeamMembership.objects.current().filter(project=project, role="partner"):
            commands.end_member(
                project_id=project.pk,
                membership_id=row.line_id,
                to_date=TODAY + timedelta(days=20),
                actor=SYSTEM,
                now=now,
            )

        assert outcome(project, last_week) is Outcome.FAIL
        assert outcome(project, last_week, known_at=now - timedelta(days=1)) is Outcome.PASS

    def test_a_correction_keeps_what_was_known_before(self, trust: Organisation):
        project = projects.project(trust)
        member = projects.member(project)
        commands.correct_member(
            project_id=project.pk,
            membership_id=member.line_id,
            changes={"from_date": LAST_MONTH - timedelta(days=10)},
            actor=SYSTEM,
            now=TOMORROW,
        )

        day = LAST_MONTH - timedelta(days=5)
        assert len(queries.team(SYSTEM, project.pk, as_at=day)) == 1
        assert queries.team(SYSTEM, project.pk, as_at=day, known_at=NOW) == []
        assert TeamMembership.objects.filter(line_id=member.line_id).count() == 2

    def test_a_withdrawn_membership_never_was(self, trust: Organisation):
        project = projects.project(trust)
        member = projects.member(project)

        commands.withdraw_member(
            project_id=project.pk, membership_id=member.line_id, actor=SYSTEM, now=TOMORROW
        )

        assert queries.team(SYSTEM, project.pk) == []
        assert len(queries.team(SYSTEM, project.pk, known_at=NOW)) == 1

    def test_a_stage_backdated_is_the_stage_of_those_days(self, trust: Organisation):
        project = projects.project(trust)
        projects.step(project, "propose", effective_on=TODAY - timedelta(days=20))

        facts = load([project.pk])[project.pk]

        assert facts.begins_on == TODAY - timedelta(days=20)
        assert facts.stage_on(TODAY - timedelta(days=10)) == "setup"
        assert load([project.pk], NOW - timedelta(days=1))[project.pk].stage_on(TODAY) == "draft"

    def test_a_sponsor_gone_keeps_the_project_in_its_stage(self, trust: Organisation):
        project = projects.at(trust, "testing")
        commands.end_member(
            project_id=project.pk,
            membership_id=membership(project, "executive_sponsor").line_id,
            to_date=TODAY,
            actor=SYSTEM,
            now=NOW,
        )

        assert outcome(project, TODAY + timedelta(days=60), rule=P02) is Outcome.AT_RISK
        assert outcome(project, TODAY + timedelta(days=61), rule=P02) is Outcome.FAIL
        assert Project.objects.get(pk=project.pk).stage == "testing"


class TestTouched:
    def test_finds_the_projects_of_people_and_of_organisations(self, trust: Organisation):
        project, other = projects.project(trust), projects.project(people.organisation())
        person = projects.member(project).person
        guest = people.organisation()
        commands.add_participant(
            project_id=project.pk, participant_id=guest.pk, actor=SYSTEM, now=NOW
        )

        assert queries.projects_of_people([person.pk]) == {project.pk}
        assert queries.projects_of_organisations([trust.pk]) == {project.pk}
        assert queries.projects_of_organisations([guest.pk]) == {project.pk}
        assert other.pk not in queries.projects_of_organisations([trust.pk, guest.pk])
