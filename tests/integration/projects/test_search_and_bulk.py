"""Search in two steps, and many steps in a fixed number of queries."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kernel import tenancy
from kernel.actors import SYSTEM
from kernel.api.pages import Page
from kernel.batches import Change, record_many
from kernel.errors import Invalid, NotFound, Stale
from kernel.models import Pending, Transition
from people.models import Organisation
from projects import commands, queries
from projects.events import ProjectChanged
from projects.models import Project
from projects.queries import search
from tests.factories import people, projects
from tests.factories.projects import NOW, TODAY


class TestSearch:
    def test_fills_its_page_however_rare_the_other_filters_are(
        self, trust: Organisation, monkeypatch: pytest.MonkeyPatch
    ):
        monkeypatch.setattr(search, "BATCH", 2)
        wanted = projects.project(trust, title="Calm nights", method="always_event").pk
        for _ in range(5):
            projects.project(trust, title="Calm days")
        lead = people.actor_of(people.user("project_lead", trust))
        tenancy.narrow_to(lead)

        rows = queries.visible_projects(
            lead, page=Page(limit=10), today=TODAY, q="CALM", method="always_event"
        )

        assert [row["id"] for row in rows] == [wanted]

    @pytest.mark.parametrize("most", [2, 3, 20])
    def test_pages_through_what_many_titles_hold(self, trust: Organisation, most: int):
        held = [projects.project(trust, title=f"Calm nights {number}").pk for number in range(7)]
        projects.project(trust, title="Noisy days")
        lead = people.actor_of(people.user("project_lead", trust))
        tenancy.narrow_to(lead)

        found, after = [], None
        while rows := search.titled(lead, "calm", Project.objects.all(), after=after, most=most):
            found += [row["id"] for row in rows]
            after = (rows[-1]["updated_at"], rows[-1]["id"])

        newest_first = Project.objects.filter(pk__in=held).order_by("-updated_at", "-id")
        assert found == list(newest_first.values_list("pk", flat=True))

    @pytest.mark.parametrize("words", ["100%", "a_b", "a\\b"])
    def test_takes_every_character_as_it_stands(self, trust: Organisation, words: str):
        wanted = projects.project(trust, title=f"Before {words} after").pk
        projects.project(trust, title="Before 1000 axb a/b after")
        lead = people.actor_of(people.user("project_lead", trust))
        tenancy.narrow_to(lead)

        rows = queries.visible_projects(lead, page=Page(), today=TODAY, q=words)

        assert [row["id"] for row in rows] == [wanted]


def requests(made: list[Project], step: str = "propose") -> list[commands.StepRequest]:
    return [
        commands.StepRequest(project_id=project.pk, step=step, expected_version=project.version)
        for project in made
    ]


class TestManySteps:
    def test_take_as_many_queries_for_thirty_as_for_two(self, trust: Organisation):
        lead = people.actor_of(people.user("project_lead", trust))

        def queries_for(count: int) -> int:
            made = [projects.project(trust) for _ in range(count)]
            with CaptureQueriesContext(connection) as seen:
                commands.take_steps(requests=requests(made), actor=lead, now=NOW)
            return len(seen)

        assert queries_for(30) == queries_for(2) <= 8

    def test_leave_the_same_records_as_single_steps(self, trust: Organisation):
        one, other = projects.project(trust), projects.project(trust)
        projects.step(one, "propose")
        moved = commands.take_steps(requests=requests([other]), actor=SYSTEM, now=NOW)[0]

        def kept(project: Project) -> list:
            columns = ("version", "transition", "source", "target", "effective_on", "guards")
            rows = Transition.objects.filter(subject_id=project.pk)
            return list(rows.values_list(*columns))

        assert kept(one) == kept(other)
        assert (moved.stage, moved.version) == ("setup", 2)
        assert Pending.objects.filter(subject_id=other.pk, seq=2).exists()

    def test_may_be_of_different_kinds(self, trust: Organisation):
        draft, working = projects.project(trust), projects.at(trust, "testing")
        mixed = [
            *requests([draft]),
            commands.StepRequest(
                project_id=working.pk,
                step="pause",
                asked=projects.ASKED["pause"],
                expected_version=working.version,
            ),
        ]

        moved = commands.take_steps(requests=mixed, actor=SYSTEM, now=NOW)

        assert [project.stage for project in moved] == ["setup", "paused"]
        assert Project.objects.get(pk=working.pk).stage_before_pause == "testing"

    def test_refuse_a_list_that_is_empty_too_long_or_names_one_twice(self, trust: Organisation):
        project = projects.project(trust)
        for wrong in ([], requests([project] * 2), requests([project] * 101)):
            with pytest.raises(Invalid):
                commands.take_steps(requests=wrong, actor=SYSTEM, now=NOW)

    def test_refuse_all_when_one_is_stale_or_missing(self, trust: Organisation):
        fresh, changed = projects.project(trust), projects.project(trust)
        stale = requests([fresh, changed])
        commands.change_project(
            project_id=changed.pk, changes={"title": "x"}, actor=SYSTEM, now=NOW
        )
        nowhere = commands.StepRequest(project_id=trust.pk, step="propose", expected_version=1)

        with pytest.raises(Stale):
            commands.take_steps(requests=stale, actor=SYSTEM, now=NOW)
        with pytest.raises(NotFound):
            commands.take_steps(requests=[stale[0], nowhere], actor=SYSTEM, now=NOW)
        assert Project.objects.get(pk=fresh.pk).stage == "draft"

    def test_point_into_the_list_for_wrong_days(self, trust: Organisation):
        project = projects.project(trust)
        wrong = commands.StepRequest(
            project_id=project.pk, step="propose", effective_on=TODAY + timedelta(days=1)
        )

        with pytest.raises(Invalid) as refusal:
            commands.take_steps(requests=[wrong], actor=SYSTEM, now=NOW)

        assert refusal.value.errors[0].pointer == "/steps/0/effective_on"


class TestRecordMany:
    def test_refuses_what_changed_after_it_was_read(self, trust: Organisation):
        project = projects.project(trust)
        before = Project.objects.get(pk=project.pk)
        projects.step(project, "propose")

        with pytest.raises(Stale):
            record_many(
                [
                    Change(
                        aggregate=before,
                        event=ProjectChanged(project_id=before.pk, fields=("title",)),
                        effective_on=TODAY,
                        changes={"title": "x"},
                    )
                ],
                actor=SYSTEM,
                now=NOW,
            )

    def test_changes_values_without_a_step(self, trust: Organisation):
        project = projects.project(trust)
        change = Change(
            aggregate=project,
            event=ProjectChanged(project_id=project.pk, fields=("title",)),
            effective_on=TODAY,
            changes={"title": "Calm nights", "target_on": TODAY, "unit_id": None},
        )

        record_many([change], actor=SYSTEM, now=NOW)

        fresh = Project.objects.get(pk=project.pk)
        assert (fresh.title, fresh.target_on, fresh.version) == ("Calm nights", TODAY, 2)
        assert project.version == 2
