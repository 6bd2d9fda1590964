"""Taking a project along its stages, with everything that the gates ask for."""

from datetime import date, timedelta

import pytest

from kernel.errors import Blocked, Denied, Invalid, NotFound, Stale, Unmet
from kernel.models import Event, Pending, Transition
from kernel.moves import transition_names
from people.models import Organisation
from projects import commands
from projects.facts.situation import Asked
from projects.models import Project, Stage, TeamMembership
from tests.factories import people, projects
from tests.factories.projects import LAST_MONTH, NOW, TODAY

#: The graph of domain.md 13.1, written out: what is possible from each stage.
GRAPH = {
    "draft": {"propose": "setup"},
    "setup": {"approve_setup": "co_design", "pause": "paused", "stop": "stopped"},
    "co_design": {"start_testing": "testing", "pause": "paused", "stop": "stopped"},
    "testing": {
        "redesign": "co_design",
        "complete_testing": "implementing",
        "pause": "paused",
        "stop": "stopped",
    },
    "implementing": {
        "resume_testing": "testing",
        "declare_reliable": "spreading",
        "pause": "paused",
        "stop": "stopped",
    },
    "spreading": {"declare_sustained": "sustained", "pause": "paused", "stop": "stopped"},
    "sustained": {"reopen": "implementing", "archive": "archived"},
    "paused": {"resume": "co_design", "stop": "stopped"},
    "stopped": {"archive": "archived"},
    "archived": {},
}
STEPS = transition_names(Project)


def codes(refusal: Unmet) -> set[str]:
    return {guard.code for guard in refusal.unmet}


class TestGraph:
    def test_has_every_stage_and_step(self):
        assert set(GRAPH) == set(Stage.values)
        assert {step for steps in GRAPH.values() for step in steps} == set(STEPS)

    @pytest.mark.parametrize("stage", GRAPH)
    def test_refuses_every_other_step(self, trust: Organisation, stage: str):
        project = projects.at(trust, stage)

        for step in STEPS:
            if step not in GRAPH[stage]:
                with pytest.raises(Blocked) as refusal:
                    projects.step(project, step)
                assert refusal.value.state == stage

    @pytest.mark.parametrize(
        ("stage", "step", "target"),
        [(stage, step, target) for stage, steps in GRAPH.items() for step, target in steps.items()],
    )
    def test_allows_each_step_once_its_gate_is_met(
        self, trust: Organisation, stage: str, step: str, target: str
    ):
        project = projects.at(trust, stage)
        if stage == "draft":
            team = projects.chartered(project)
        else:
            rows = project_team(project)
            team = {"partner": rows["partner"], "coach": rows["coach"]}
        projects.agree(project, step, team)

        moved = projects.step(project, step)

        assert moved.stage == target
        assert Project.objects.get(pk=project.pk).stage == target
        kept = Transition.objects.filter(subject_id=project.pk).latest("id")
        assert (kept.transition, kept.source, kept.target) == (step, stage, target)

    def test_an_unknown_step_is_not_found(self, trust: Organisation):
        with pytest.raises(NotFound):
            projects.step(projects.project(trust), "delete")


def project_team(project: Project) -> dict[str, TeamMembership]:
    return {row.role: row for row in TeamMembership.objects.filter(project=project)}


class TestApproveSetup:
    def test_refuses_with_all_its_reasons_at_once(self, trust: Organisation):
        project = projects.step(projects.project(trust), "propose")

        with pytest.raises(Unmet) as refusal:
            projects.step(project, "approve_setup")

        assert codes(refusal.value) == {
            "P01",
            "P02",
            "charter_approved_by_sponsor",
            "charter_approved_by_partner",
            "partner_payment_plan",
            "partner_support_plan",
            "lead_named",
        }
        assert all(guard.sentence and guard.link for guard in refusal.value.unmet)
        assert Project.objects.get(pk=project.pk).stage == "setup"

    def test_keeps_who_when_why_and_what_the_gate_said(self, trust: Organisation):
        sponsor = people.actor_of(people.user("project_sponsor", trust))
        project = projects.step(projects.project(trust), "propose")
        projects.chartered(project)

        projects.step(project, "approve_setup", actor=sponsor, asked=Asked(reason="A strong team."))

        kept = Transition.objects.get(subject_id=project.pk, transition="approve_setup")
        assert kept.actor_id == sponsor.id
        assert kept.recorded_at == NOW
        assert kept.effective_on == TODAY
        assert kept.reason == "A strong team."
        assert {said["code"] for said in kept.guards} >= {"P01", "P02", "partner_payment_plan"}
        assert all(said["met"] for said in kept.guards)
        event = Event.objects.get(
            aggregate_id=project.pk, type="uk.qiflow.project.setup_approved.v1"
        )
        assert Pending.objects.filter(event=event).exists()

    def test_nobody_approves_what_they_proposed(self, trust: Organisation):
        user = people.user("project_sponsor", trust)
        people.grant(user, "project_lead", trust)
        both = people.actor_of(user)
        project = projects.step(projects.project(trust), "propose", actor=both)
        projects.chartered(project)

        with pytest.raises(Denied):
            projects.step(project, "approve_setup", actor=both)

    def test_a_lead_may_not_approve(self, trust: Organisation):
        lead = people.actor_of(people.user("project_lead", trust))
        project = projects.step(projects.project(trust), "propose")

        with pytest.raises(Denied):
            projects.step(project, "approve_setup", actor=lead)

    def test_a_new_charter_needs_new_approvals(self, trust: Organisation):
        project = projects.step(projects.project(trust), "propose")
        projects.chartered(project)
        commands.write_charter(
            project_id=project.pk,
            partner_support="x",
            partner_payment="x",
            actor=projects.SYSTEM,
            now=NOW,
        )

        with pytest.raises(Unmet) as refusal:
            projects.step(project, "approve_setup")

        assert codes(refusal.value) == {
            "charter_approved_by_sponsor",
            "charter_approved_by_partner",
        }

    def test_a_partner_who_joins_tomorrow_does_not_open_the_gate_today(self, trust: Organisation):
        project = projects.step(projects.project(trust), "propose")
        team = projects.chartered(project)
        commands.correct_member(
            project_id=project.pk,
            membership_id=team["partner"].line_id,
            changes={"from_date": TODAY + timedelta(days=1)},
            actor=projects.SYSTEM,
            now=NOW,
        )

        with pytest.raises(Unmet) as refusal:
            projects.step(project, "approve_setup")

        assert codes(refusal.value) == {"P01"}

    def test_an_always_event_does_not_ask_for_a_lead(self, trust: Organisation):
        project = projects.step(projects.project(trust, method="always_event"), "propose")

        with pytest.raises(Unmet) as refusal:
            projects.step(project, "approve_setup")

        assert "lead_named" not in codes(refusal.value)


class TestStartTesting:
    def test_asks_an_always_event_for_its_vision(self, trust: Organisation):
        project = projects.at(trust, "co_design", method="always_event")

        with pytest.raises(Unmet) as refusal:
            projects.step(project, "start_testing")

        assert codes(refusal.value) == {
            "P08",
            "P09",
            "vision_agreed",
            "aim_agreed",
            "partner_sign_off",
        }

    def test_asks_other_projects_for_the_aim_only(self, trust: Organisation):
        project = projects.at(trust, "co_design")

        with pytest.raises(Unmet) as refusal:
            projects.step(project, "start_testing")

        assert codes(refusal.value) == {"P08", "P09", "aim_agreed", "partner_sign_off"}

    def test_asks_for_a_partner_at_the_point_of_care(self, trust: Organisation):
        project = projects.at(trust, "co_design")
        rows = {(row.role, row.team): row for row in TeamMembership.objects.filter(project=project)}
        commands.withdraw_member(
            project_id=project.pk,
            membership_id=rows["partner", "point_of_care"].line_id,
            actor=projects.SYSTEM,
            now=NOW,
        )

        with pytest.raises(Unmet) as refusal:
            projects.step(project, "start_testing")

        assert "P01" in codes(refusal.value)

    def test_a_reworded_aim_must_be_agreed_again(self, trust: Organisation):
        project = projects.at(trust, "co_design")
        projects.agree(project, "start_testing", project_team(project))
        commands.change_project(
            project_id=project.pk,
            changes={"aim": "Half by June."},
            actor=projects.SYSTEM,
            now=NOW,
        )

        with pytest.raises(Unmet) as refusal:
            projects.step(project, "start_testing")

        assert codes(refusal.value) == {"aim_agreed"}

    def test_a_sign_off_of_an_earlier_round_does_not_count(self, trust: Organisation):
        project = projects.at(trust, "testing")
        later = NOW + timedelta(days=10)
        projects.step(project, "redesign", now=later)

        with pytest.raises(Unmet) as refusal:
            projects.step(project, "start_testing", now=later)

        assert codes(refusal.value) == {"partner_sign_off"}


class TestPauseAndStop:
    @pytest.mark.parametrize("stage", ["setup", "co_design", "testing", "implementing"])
    def test_resume_goes_back_to_the_stage_of_before(self, trust: Organisation, stage: str):
        project = projects.at(trust, stage)

        projects.step(project, "pause")
        resumed = projects.step(project, "resume")

        assert resumed.stage == stage
        assert Project.objects.get(pk=project.pk).stage_before_pause == ""

    @pytest.mark.parametrize(
        ("asked", "missing"),
        [
            (Asked(), {"reason", "review_date", "partners_told"}),
            (
                Asked(reason="x", review_on=TODAY + timedelta(days=91), partners_told=True),
                {"review_date"},
            ),
            (
                Asked(reason="x", review_on=TODAY - timedelta(days=1), partners_told=True),
                {"review_date"},
            ),
        ],
    )
    def test_pause_asks_for_reason_review_and_partners(
        self, trust: Organisation, asked: Asked, missing: set[str]
    ):
        project = projects.at(trust, "testing")

        with pytest.raises(Unmet) as refusal:
            projects.step(project, "pause", asked=asked)

        assert codes(refusal.value) == missing

    def test_stop_asks_for_reason_learning_thanks_and_data(self, trust: Organisation):
        project = projects.at(trust, "testing")

        with pytest.raises(Unmet) as refusal:
            projects.step(project, "stop", asked=Asked())

        assert codes(refusal.value) == {
            "stop_reason",
            "learning_note",
            "partners_thanked",
            "data_disposition",
        }

    def test_the_deputy_stops_a_project_only_while_there_is_no_sponsor(self, trust: Organisation):
        project = projects.at(trust, "testing")
        person = people.person(trust)
        projects.member(project, "sponsor_deputy", person=person)
        deputy = projects.Actor(
            kind=people.actor_of(people.user()).kind,
            id=people.user(person=person).pk,
            organisation_ids=frozenset({trust.pk}),
            person_ids=frozenset({person.pk}),
        )
        with pytest.raises(Denied):
            projects.step(project, "stop", actor=deputy)

        commands.end_member(
            project_id=project.pk,
            membership_id=project_team(project)["executive_sponsor"].line_id,
            to_date=TODAY - timedelta(days=1),
            actor=projects.SYSTEM,
            now=NOW,
        )

        assert projects.step(project, "stop", actor=deputy).stage == "stopped"


class TestDates:
    def test_a_step_cannot_take_effect_in_the_future(self, trust: Organisation):
        with pytest.raises(Invalid) as refusal:
            projects.step(
                projects.project(trust), "propose", effective_on=TODAY + timedelta(days=1)
            )

        assert refusal.value.errors[0].code == "in_the_future"

    def test_a_step_cannot_take_effect_before_the_latest_change(self, trust: Organisation):
        project = projects.at(trust, "co_design")

        with pytest.raises(Invalid) as refusal:
            projects.step(project, "pause", effective_on=TODAY - timedelta(days=1))

        assert refusal.value.errors[0].code == "before_latest_change"

    def test_31_days_back_need_nobody_else(self, trust: Organisation):
        day = TODAY - timedelta(days=31)

        projects.step(projects.project(trust), "propose", effective_on=day)

        assert Transition.objects.get().effective_on == day

    @pytest.mark.parametrize("who", ["nobody", "oneself", "a coach", "another trust's lead"])
    def test_32_days_back_need_another_holder_of_the_role(self, trust: Organisation, who: str):
        lead = people.user("project_lead", trust)
        approvers = {
            "nobody": lambda: None,
            "oneself": lambda: lead.pk,
            "a coach": lambda: people.user("coach", trust).pk,
            "another trust's lead": lambda: people.user("project_lead", people.organisation()).pk,
        }

        with pytest.raises(Invalid) as refusal:
            projects.step(
                projects.project(trust),
                "propose",
                actor=people.actor_of(lead),
                effective_on=TODAY - timedelta(days=32),
                approved_by=approvers[who](),
            )

        assert refusal.value.errors[0].pointer == "/approved_by"

    def test_another_lead_may_approve_a_long_backdated_step(self, trust: Organisation):
        lead, other = people.user("project_lead", trust), people.user("project_lead", trust)

        projects.step(
            projects.project(trust),
            "propose",
            actor=people.actor_of(lead),
            effective_on=date(2026, 6, 1),
            approved_by=other.pk,
        )

        assert Transition.objects.get().approved_by == other.pk


class TestRefusals:
    def test_another_tenant_finds_nothing(self, trust: Organisation):
        stranger = people.actor_of(people.user("project_lead", people.organisation()))

        with pytest.raises(NotFound):
            projects.step(projects.project(trust), "propose", actor=stranger)

    def test_right_comes_before_state_and_state_before_version(self, trust: Organisation):
        project = projects.at(trust, "co_design")
        lead = people.actor_of(people.user("project_lead", trust))

        with pytest.raises(Denied):
            projects.step(project, "approve_setup", actor=lead, expected_version=1)
        with pytest.raises(Blocked):
            projects.step(project, "propose", actor=lead, expected_version=1)
        with pytest.raises(Stale):
            projects.step(project, "start_testing", actor=lead, expected_version=1)

    def test_a_refusal_leaves_no_trace(self, trust: Organisation):
        project = projects.step(projects.project(trust), "propose")
        before = Event.objects.count()

        with pytest.raises(Unmet):
            projects.step(project, "approve_setup")

        assert Event.objects.count() == before
        assert Project.objects.get(pk=project.pk).version == project.version


class TestBackdatedApproval:
    def test_asks_for_the_team_of_that_day(self, trust: Organisation):
        project = projects.project(trust)
        projects.step(project, "propose", effective_on=TODAY - timedelta(days=30))
        projects.chartered(project)

        with pytest.raises(Unmet) as refusal:
            projects.step(project, "approve_setup", effective_on=LAST_MONTH - timedelta(days=1))

        assert {"P01", "P02"} <= codes(refusal.value)
