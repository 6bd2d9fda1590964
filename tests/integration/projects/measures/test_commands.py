"""Measures are defined, filled, corrected and read."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kernel.actors import SYSTEM
from kernel.api.pages import Page
from kernel.errors import Blocked, Invalid, NotFound, Stale
from kernel.models import Event
from people.models import Organisation
from projects.commands import measures as commands
from projects.models import Measure, MeasurePoint
from projects.queries import measures as queries
from tests.factories import projects
from tests.factories.measures import NOW, filled, measure, monthly

TODAY = date(2027, 3, 1)
PAIRS = [(18, 20), (17, 20), (19, 20), (16, 20), (18, 21), (17, 19), (20, 22)]
BY = {"actor": SYSTEM, "now": NOW}


@pytest.fixture
def of_project(trust: Organisation) -> Measure:
    return measure(projects.project(trust), family="process")


def codes(refusal: pytest.ExceptionInfo[Invalid]) -> list[tuple[str, str]]:
    return [(error.pointer, error.code) for error in refusal.value.errors]


def told(of: Measure, happened: str) -> list[dict]:
    rows = Event.objects.filter(aggregate_id=of.pk, type=f"uk.qiflow.measure.{happened}.v1")
    return list(rows.order_by("seq").values_list("data", flat=True))


class TestDefining:
    def test_takes_the_usual_chart_and_the_newest_rules(self, of_project: Measure):
        assert (of_project.chart, of_project.rule_set) == ("xmr", "making_data_count.v1")
        assert told(of_project, "defined")[0]["project_id"] == str(of_project.project_id)

    def test_refuses_all_that_does_not_go_together(self, trust: Organisation):
        with pytest.raises(Invalid) as refusal:
            measure(
                organisation=trust,
                data_kind="count",
                chart="p",
                reliability=True,
                baseline_points=5,
            )

        assert codes(refusal) == [
            ("/chart", "does_not_suit"),
            ("/baseline_points", "too_few"),
            ("/reliability", "not_possible"),
        ]

    def test_one_measure_says_whether_a_project_is_reliable(self, trust: Organisation):
        project = projects.project(trust)
        first = measure(project, reliability=True)
        with pytest.raises(Invalid) as refusal:
            measure(project, reliability=True)
        assert codes(refusal) == [("/reliability", "second_reliability")]

        commands.end_measure(measure_id=first.pk, ended_on=TODAY, **BY)
        measure(project, reliability=True)
        with pytest.raises(Invalid) as refusal:
            commands.end_measure(measure_id=first.pk, ended_on=None, **BY)
        assert codes(refusal) == [("/ended_on", "second_reliability")]


class TestChanging:
    def test_another_chart_takes_the_edition_of_its_rules(self, of_project: Measure):
        changed = commands.change_measure(measure_id=of_project.pk, changes={"chart": "p"}, **BY)
        assert changed.rule_set == "shewhart_anhoej.v1"
        assert told(of_project, "changed")[0]["fields"] == ["chart", "rule_set"]

    def test_the_kind_of_data_is_fixed_by_data(self, of_project: Measure):
        filled(of_project, monthly(PAIRS))
        with pytest.raises(Invalid) as refusal:
            commands.change_measure(measure_id=of_project.pk, changes={"frequency": "week"}, **BY)
        assert codes(refusal) == [("/frequency", "fixed")]

    def test_a_stale_caller_is_refused(self, of_project: Measure):
        with pytest.raises(Stale):
            commands.change_measure(
                measure_id=of_project.pk, changes={"name": "x"}, expected_version=7, **BY
            )

    def test_an_ended_measure_stays_until_it_goes_on(self, of_project: Measure):
        commands.end_measure(measure_id=of_project.pk, ended_on=date(2027, 3, 1), **BY)
        later = {"actor": SYSTEM, "now": NOW.replace(day=9)}
        with pytest.raises(Blocked):
            commands.change_measure(measure_id=of_project.pk, changes={"name": "x"}, **later)
        commands.end_measure(measure_id=of_project.pk, ended_on=None, **later)
        commands.change_measure(measure_id=of_project.pk, changes={"name": "x"}, **later)


class TestWithdrawing:
    def test_a_measure_without_data_leaves_no_trace_but_the_log(self, of_project: Measure):
        commands.withdraw_measure(measure_id=of_project.pk, **BY)
        assert not Measure.objects.filter(pk=of_project.pk).exists()
        assert told(of_project, "withdrawn")

    def test_one_with_data_is_ended_instead(self, of_project: Measure):
        filled(of_project, monthly(PAIRS))
        with pytest.raises(Blocked):
            commands.withdraw_measure(measure_id=of_project.pk, **BY)
        assert Measure.objects.filter(pk=of_project.pk).exists()


class TestPoints:
    def test_the_same_rows_again_change_nothing_and_tell_nobody(self, of_project: Measure):
        first, again = (filled(of_project, monthly(PAIRS)) for _ in range(2))

        assert (first.added, first.changed, first.unchanged) == (7, 0, 0)
        assert (again.added, again.changed, again.unchanged) == (0, 0, 7)
        assert told(of_project, "data_recorded") == [
            {
                "measure_id": str(of_project.pk),
                "project_id": str(of_project.project_id),
                "first_on": "2025-01-01",
                "last_on": "2025-07-01",
                "added": 7,
                "changed": 0,
                "withdrawn": 0,
            }
        ]

    def test_a_correction_keeps_what_was_known(self, of_project: Measure):
        filled(of_project, monthly(PAIRS))
        other = replace(monthly(PAIRS)[2], on_date=date(2025, 3, 15), numerator=Decimal(15))
        put = filled(of_project, [other])

        assert (put.added, put.changed) == (0, 1)
        rows = MeasurePoint.objects.filter(measure=of_project, on_date=date(2025, 3, 1))
        assert sorted((row.superseded_at is None, row.numerator) for row in rows) == [
            (False, 19),
            (True, 15),
        ]

    def test_nothing_is_kept_where_one_row_is_wrong(self, of_project: Measure):
        rows = [*monthly(PAIRS), commands.Entered(on_date=date(2025, 1, 31), numerator=Decimal(3))]
        with pytest.raises(Invalid) as refusal:
            filled(of_project, rows)

        assert codes(refusal) == [
            ("/points/7/denominator", "required"),
            ("/points/7/on_date", "twice"),
        ]
        assert not MeasurePoint.objects.filter(measure=of_project).exists()

    def test_a_period_is_withdrawn_by_any_of_its_days(self, of_project: Measure):
        filled(of_project, monthly(PAIRS))
        commands.withdraw_point(measure_id=of_project.pk, on_date=date(2025, 7, 9), **BY)

        assert told(of_project, "data_recorded")[1]["withdrawn"] == 1
        with pytest.raises(NotFound):
            commands.withdraw_point(measure_id=of_project.pk, on_date=date(2025, 7, 9), **BY)


class TestTheChart:
    def test_shows_targets_limits_and_marks_as_they_were_set(self, of_project: Measure):
        filled(of_project, monthly(PAIRS * 4, first=date(2024, 1, 1)))
        whose = {"measure_id": of_project.pk, **BY}
        commands.set_target(on_date=date(2024, 1, 1), value=Decimal(80), **whose)
        commands.set_target(on_date=date(2025, 1, 1), value=Decimal("92.5"), shape="line", **whose)
        _, made = commands.rebase(on_date=date(2025, 3, 15), reason="New clinic.", **whose)
        commands.mark(on_date=date(2024, 6, 3), words="Posters up.", sort="change", **whose)

        chart = queries.chart_of(of_project.pk, SYSTEM, today=TODAY)

        assert chart.values[0] == 90.0
        assert chart.targets[:2] == (80.0, pytest.approx(81.058, abs=1e-3))
        assert (chart.target, chart.target_words) == (92.5, "92.5%")
        assert [(phase.from_date, phase.points, phase.baseline) for phase in chart.phases] == [
            (date(2024, 1, 1), 15, 12),
            (date(2025, 4, 1), 13, 12),
        ]
        assert [(one.kind, one.text) for one in chart.markers] == [
            ("pdsa", "Posters up."),
            ("recalculation", "Limits recalculated: New clinic."),
        ]
        assert chart.latest_words == "90.9% (20 of 22), April 2026"
        assert chart.assurance_icon == "inconsistent"
        assert chart.svg().startswith("<svg")

        commands.withdraw_rebase(rebase_id=made.pk, **whose)
        assert len(queries.chart_of(of_project.pk, SYSTEM, today=TODAY).phases) == 1

    def test_without_data_says_so(self, of_project: Measure):
        chart = queries.chart_of(of_project.pk, SYSTEM, today=TODAY)
        assert (chart.sentence, chart.svg()) == ("No data have been recorded yet.", "")


class TestTheSummary:
    def test_takes_as_many_queries_for_twelve_as_for_one(self, trust: Organisation):
        project = projects.project(trust)
        for one in [measure(project) for _ in range(12)]:
            filled(one, monthly(PAIRS))

        counted = []
        for limit in (1, 12):
            with CaptureQueriesContext(
                connection,
            ) as captured:
                rows = queries.summary(SYSTEM, page=Page(limit=limit), today=TODAY)
            counted.append(len(captured))
        assert counted == [3, 3]
        assert len(rows) == 12
        assert rows[0]["latest_words"] == "90.9% (20 of 22), July 2025"
        assert rows[0]["variation_icon"] == "common_cause"

    def test_pages_go_on_where_they_ended(self, trust: Organisation):
        made = [measure(organisation=trust, name=f"M{number}") for number in (1, 2, 2, 3)]
        seen, after = [], None
        for _ in range(4):
            rows = queries.visible_measures(SYSTEM, page=Page(limit=1, after=after), today=TODAY)
            seen.append(rows[0]["id"])
            after = (rows[0]["name"], str(rows[0]["id"]))
        assert sorted(seen) == sorted(one.pk for one in made)
