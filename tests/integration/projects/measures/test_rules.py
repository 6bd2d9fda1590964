"""What the rules know of measures: exactly what the tables say, now and as it was known before."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kernel import clock
from kernel.actors import SYSTEM
from kernel.errors import Unmet
from kernel.models import Finding
from people.models import Organisation
from projects.commands import measures as commands
from projects.facts.loaders import load
from projects.facts.measures import MeasureFacts
from projects.models import Measure, Project, TeamMembership
from projects.rules import DATA_UP_TO_DATE as P15
from projects.rules import RELIABILITY_REACHED as P13
from records.messages.rendering import NOTE, note_of, words_of
from records.models import Message
from tests.factories import measures, people, projects
from tests.factories.measures import monthly
from tests.factories.projects import NOW, TODAY
from workflows.drain import settle
from workflows.events import ComplianceFailed

WINTER = date(2026, 12, 1)
DAY = timedelta(days=1)
LATER = NOW + 20 * DAY


def known(project: Project, at: Any = None) -> MeasureFacts:
    (found,) = load([project.pk], at)[project.pk].measures
    return found


def counted(measure: Measure, *pairs: tuple[int, int] | None, now=NOW, first=WINTER) -> None:
    measures.filled(measure, monthly(pairs, first=first), now=now)


@pytest.fixture
def project(trust: Organisation) -> Project:
    return projects.project(trust)


@pytest.fixture
def reliability(project: Project) -> Measure:
    made = measures.measure(
        project,
        family="process",
        reliability=True,
        begins_on=WINTER,
        reporting_lag_days=10,
        baseline_plan="Twice a week.",
    )
    aimed = {"on_date": WINTER, "value": Decimal("95.5"), "reason": ""}
    commands.set_target(measure_id=made.pk, **aimed, actor=SYSTEM, now=NOW)
    return made


class TestFacts:
    def test_are_exactly_what_was_entered(self, project: Project, reliability: Measure):
        counted(reliability, (19, 20), None, (0, 0))
        commands.rebase(
            measure_id=reliability.pk,
            on_date=date(2027, 1, 1),
            reason="Another ward.",
            actor=SYSTEM,
            now=NOW,
        )

        found = known(project)

        assert (found.reliability, found.planned, found.rare, found.sampled) == (
            True,
            True,
            False,
            False,
        )
        assert (found.family, found.lag_days, found.begins_on) == ("process", 10, WINTER)
        assert (found.created_on, found.rebases) == (TODAY, (date(2027, 1, 1),))
        assert [(each.counted, each.empty) for each in found.points] == [
            (True, False),
            (False, False),
            (False, True),
        ]
        assert found.figure(found.points[0]) == 95
        assert found.met(found.points[0]) is False

    def test_of_a_sample_are_its_mean(self, project: Project):
        made = measures.measure(
            project, family="process", data_kind="sample", unit_word="minutes", chart="xbar"
        )
        sample = (Decimal("1"), Decimal("2.5"), Decimal("2.5"))
        rows = [commands.Entered(on_date=WINTER, sample=sample)]
        measures.filled(made, rows)

        found = known(project)

        assert found.figure(found.points[0]) == 2

    def test_say_of_other_families_only_that_there_is_a_figure(self, project: Project):
        counted(measures.measure(project, family="outcome"), (1, 2), (0, 0))

        assert [each.counted for each in known(project).points] == [True, False]
        assert {each.numerator for each in known(project).points} == {None}

    def test_take_one_statement_whatever_is_measured(self, project: Project, reliability: Measure):
        def queries() -> int:
            with CaptureQueriesContext(connection) as seen:
                load([project.pk])
            return len(seen)

        few = queries()
        for _ in range(5):
            counted(measures.measure(project), (1, 2), (3, 4))

        assert queries() == few

    def test_leave_out_reference_series(self, project: Project, reliability: Measure):
        Measure.objects.filter(pk=reliability.pk).update(reference=True)

        assert load([project.pk])[project.pk].measures == ()


class TestTwoClocks:
    def test_a_correction_is_known_from_its_instant_and_was_in_before(
        self, project: Project, reliability: Measure
    ):
        counted(reliability, (19, 20))
        counted(reliability, (18, 20), now=LATER)

        before, now = known(project, NOW), known(project)

        assert (before.figure(before.points[0]), now.figure(now.points[0])) == (95, 90)
        assert before.points[0].in_on == now.points[0].in_on == TODAY

    def test_what_was_withdrawn_was_known_before(self, project: Project, reliability: Measure):
        counted(reliability, (19, 20), (20, 20))
        commands.withdraw_point(measure_id=reliability.pk, on_date=WINTER, actor=SYSTEM, now=LATER)

        assert len(known(project, NOW).points) == 2
        assert len(known(project).points) == 1

    def test_what_was_written_of_a_measure_is_known_as_it_was(
        self, project: Project, reliability: Measure
    ):
        counted(reliability, (19, 20))
        by = {"measure_id": reliability.pk, "actor": SYSTEM}
        other = {"family": "outcome", "reliability": False, "reporting_lag_days": 60}
        commands.change_measure(changes={**other, "direction": "decrease"}, now=LATER, **by)
        commands.change_measure(changes={"name": "A new name"}, now=LATER + DAY, **by)
        commands.end_measure(ended_on=TODAY, now=LATER + 2 * DAY, **by)

        then, later, now = (known(project, at) for at in (NOW, LATER + DAY, None))

        assert (then.family, then.reliability, then.lag_days) == ("process", True, 10)
        assert (then.direction, then.ended_on) == ("increase", None)
        assert then.figure(then.points[0]) == 95
        assert (later.family, later.direction, later.ended_on) == ("outcome", "decrease", None)
        assert (later.reliability, later.lag_days) == (False, 60)
        assert (now.family, now.ended_on) == ("outcome", TODAY)
        kept = Measure.objects.get(pk=reliability.pk).judged_before
        assert [one["until"] for one in kept] == [LATER.isoformat(), (LATER + 2 * DAY).isoformat()]

    def test_a_measure_was_not_known_before_it_was_defined(
        self, project: Project, reliability: Measure
    ):
        assert load([project.pk], NOW - timedelta(minutes=1))[project.pk].measures == ()
        assert known(project, NOW).targets[0].value == Decimal("95.5")


class TestFindings:
    def test_follow_the_data(self, trust: Organisation):
        made = projects.at(trust, "implementing")
        settle()
        reached = outcome(made, P13.id)
        (measure,) = Measure.objects.filter(project=made, reliability=True)

        counted(measure, (1, 40), first=date(2027, 2, 1))
        settle()

        assert (reached, outcome(made, P13.id)) == ("pass", "at_risk")

    def test_follow_targets_and_the_end_of_a_measure(self, trust: Organisation):
        made = projects.at(trust, "implementing")
        settle()
        (measure,) = Measure.objects.filter(project=made, reliability=True)

        target = {"on_date": date(2027, 1, 1), "value": Decimal(99), "reason": "More."}
        commands.set_target(measure_id=measure.pk, **target, actor=SYSTEM, now=NOW)
        settle()
        missed = outcome(made, P13.id)
        commands.end_measure(
            measure_id=measure.pk, ended_on=date(2027, 2, 28), actor=SYSTEM, now=NOW
        )
        settle()

        assert (missed, outcome(made, P13.id)) == ("at_risk", "unknown")
        assert outcome(made, P15.id) == "pass"


class TestLosingReliability:
    def test_is_told_to_the_sponsor_and_the_lead_once(self, trust: Organisation):
        clock.move_by(NOW - clock.now())
        made = projects.at(trust, "spreading")
        settle()
        holders = TeamMembership.objects.filter(
            project=made, role__in=("executive_sponsor", "project_lead")
        )
        users = {people.user("project_lead", trust, person=one.person).pk for one in holders}
        (measure,) = Measure.objects.filter(project=made, reliability=True)
        yesterday, before = (
            commands.Entered(
                on_date=TODAY - timedelta(days=back), numerator=Decimal(30), denominator=Decimal(40)
            )
            for back in (1, 2)
        )

        measures.filled(measure, [before, yesterday])
        settle()
        measures.filled(measure, [replace(yesterday, numerator=Decimal(29))])
        settle()

        told = Message.objects.filter(notice=ComplianceFailed.type, channel="inbox")
        assert {one.recipient_id for one in told} == users
        assert told.count() == len(users)
        (said,) = set(words_of([note_of(row) for row in told.values(*NOTE)]).values())
        assert said.subject == f"No longer reliable: {made.title}"
        assert "missed in 2 of the last 4 periods" in said.sentences[0]
        assert said.path == f"/projects/{made.pk}"


def outcome(project: Project, rule: str) -> str:
    """What is stored of today."""
    rows = Finding.objects.filter(subject_id=project.pk, rule_id=rule, superseded_at__isnull=True)
    begun = rows.filter(starts_on__lte=TODAY).order_by("starts_on")
    return begun.values_list("outcome", flat=True).last()


class TestGates:
    def test_say_what_is_missing_and_where_it_is_mended(self, trust: Organisation):
        made = projects.at(trust, "co_design")

        refused = refusal(made, "start_testing")

        assert refused["P08"].sentence == "Define an outcome measure and a process measure."
        assert refused["P08"].link == refused["P09"].link == "measures"

    def test_a_project_is_not_declared_reliable_below_its_target(self, trust: Organisation):
        made = projects.at(trust, "implementing")
        (measure,) = Measure.objects.filter(project=made, reliability=True)
        counted(measure, (37, 40), first=date(2027, 1, 1))

        assert "37 of 40" in refusal(made, "declare_reliable")["P13"].sentence

    def test_reliability_is_held_for_six_periods_before_it_is_called_sustained(
        self, trust: Organisation
    ):
        made = projects.at(trust, "spreading")
        on = TODAY - timedelta(days=4)

        assert "held_long_enough" in refusal(made, "declare_sustained", effective_on=on)
        assert "held_long_enough" not in refusal(made, "declare_sustained")

    def test_a_balancing_measure_that_gets_worse_asks_for_a_word(self, trust: Organisation):
        made = projects.at(trust, "testing")
        (measure,) = Measure.objects.filter(project=made, family="balancing")
        january = date(2027, 1, 1)
        counted(measure, (2, 40), first=january)

        refused = refusal(made, "complete_testing")
        commands.mark(
            measure_id=measure.pk,
            on_date=january,
            sort="note",
            words="Half of the ward had moved.",
            actor=SYSTEM,
            now=NOW,
        )

        assert refused["balancing_measure"].link == "measures"
        assert "balancing_measure" not in refusal(made, "complete_testing")


def refusal(project: Project, step: str, **values: Any) -> dict[str, Any]:
    with pytest.raises(Unmet) as refused:
        projects.step(project, step, **values)
    return {guard.code: guard for guard in refused.value.unmet}
