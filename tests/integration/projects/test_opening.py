"""Projects brought in in mid-life."""

from datetime import date, timedelta

import pytest

from kernel.actors import SYSTEM
from kernel.errors import Denied, Invalid, Unmet
from kernel.models import Timer, Transition
from kernel.rules.outcomes import Outcome
from kernel.rules.timeline import outcome_on, timeline
from people.models import Organisation
from projects import commands
from projects.commands import StageSince
from projects.commands.archiving import ARCHIVE_DUE
from projects.facts.loaders import load
from projects.models import Project, Stage
from projects.rules import PARTNERS_ON_BOTH_TEAMS as P01
from projects.timers import TIMERS
from tests.factories import people, projects
from tests.factories.projects import NOW, TODAY

LONG_AGO = date(2024, 5, 1)


def opened(trust: Organisation, *stages: tuple[str, date], **values) -> Project:
    return commands.open_project(
        organisation_id=trust.pk,
        title="Calm nights",
        stages=[StageSince(stage=stage, from_date=day) for stage, day in stages],
        actor=values.pop("actor", SYSTEM),
        now=NOW,
        **values,
    )


class TestOpening:
    @pytest.mark.parametrize("stage", [stage for stage in Stage.values if stage != "paused"])
    def test_places_a_project_at_any_stage(self, trust: Organisation, stage: str):
        project = opened(trust, (stage, LONG_AGO))

        kept = Transition.objects.get(subject_id=project.pk)
        assert (project.stage, project.stage_since) == (stage, LONG_AGO)
        assert kept.opening_position
        assert kept.effective_on == LONG_AGO

    def test_a_paused_project_resumes_where_it_was(self, trust: Organisation):
        project = opened(trust, ("testing", LONG_AGO), ("paused", LONG_AGO + timedelta(days=90)))
        projects.team_of(project)

        assert projects.step(project, "resume").stage == "testing"

    def test_days_before_qiflow_never_fail(self, trust: Organisation):
        project = opened(trust, ("co_design", LONG_AGO), ("testing", LONG_AGO + timedelta(days=9)))
        line = timeline(P01, load([project.pk])[project.pk], horizon=TODAY + timedelta(days=365))

        before = outcome_on(line, TODAY - timedelta(days=1))
        after = outcome_on(line, TODAY)

        assert before is not None
        assert before.code == "before_qiflow"
        assert after is not None
        assert after.outcome is Outcome.AT_RISK

    def test_a_step_before_qiflow_is_judged_like_any_other(self, trust: Organisation):
        project = opened(trust, ("co_design", LONG_AGO))

        with pytest.raises(Unmet) as refused:
            projects.step(project, "start_testing", effective_on=TODAY - timedelta(days=5))

        assert {"P01"} <= {guard.code for guard in refused.value.unmet}

    def test_goes_on_from_there_by_the_ordinary_steps(self, trust: Organisation):
        project = opened(trust, ("testing", LONG_AGO))

        assert projects.step(project, "redesign").stage == "co_design"

    @pytest.mark.parametrize(
        "stages",
        [
            [("testing", TODAY + timedelta(days=1))],
            [("testing", LONG_AGO), ("co_design", LONG_AGO - timedelta(days=1))],
            [("paused", LONG_AGO)],
            [("flying", LONG_AGO)],
        ],
    )
    def test_refuses_what_cannot_be(self, trust: Organisation, stages: list):
        with pytest.raises(Invalid):
            opened(trust, *stages)

    def test_is_part_of_an_import(self, trust: Organisation):
        lead = people.actor_of(people.user("project_lead", trust))

        with pytest.raises(Denied):
            opened(trust, ("testing", LONG_AGO), actor=lead)

    def test_an_external_id_is_taken_once(self, trust: Organisation):
        opened(trust, ("testing", LONG_AGO), external_id="QI-7")

        with pytest.raises(Invalid) as refusal:
            opened(trust, ("testing", LONG_AGO), external_id="QI-7")

        assert refusal.value.errors[0].pointer == "/external_id"


class TestArchiving:
    def test_is_set_for_ninety_days_after_closing(self, trust: Organisation):
        project = projects.at(trust, "stopped")

        timer = Timer.objects.get(subject_id=project.pk, kind=ARCHIVE_DUE)

        assert timer.due_on == TODAY + timedelta(days=90)

    def test_happens_by_itself_to_what_has_a_summary(self, trust: Organisation):
        ready, silent = projects.at(trust, "stopped"), projects.at(trust, "stopped")
        commands.change_project(
            project_id=ready.pk, changes={"public_summary": "x"}, actor=SYSTEM, now=NOW
        )

        for project in (ready, silent):
            fire(project, 89)
            assert Project.objects.get(pk=project.pk).stage == "stopped"
            fire(project, 90)

        assert Project.objects.get(pk=ready.pk).stage == "archived"
        assert Project.objects.get(pk=silent.pk).stage == "stopped"

    def test_is_set_again_by_whoever_writes_the_summary_late(self, trust: Organisation):
        project = projects.at(trust, "stopped")
        late = NOW + timedelta(days=120)
        commands.change_project(
            project_id=project.pk, changes={"public_summary": "x"}, actor=SYSTEM, now=late
        )

        assert Timer.objects.filter(
            subject_id=project.pk, due_on=TODAY + timedelta(days=120)
        ).exists()

    def test_leaves_a_reopened_project_alone(self, trust: Organisation):
        project = projects.at(trust, "sustained", public_summary="x")
        projects.step(project, "reopen")

        fire(project, 90)

        assert Project.objects.get(pk=project.pk).stage == "implementing"


def fire(project: Project, days: int) -> None:
    later = timedelta(days=days)
    TIMERS[ARCHIVE_DUE](subject_id=project.pk, today=TODAY + later, now=NOW + later)
