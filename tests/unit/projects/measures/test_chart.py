"""From rows to a chart: values, limits, words, warnings; and many sites as one."""

from datetime import date
from decimal import Decimal

import pytest

from projects.measures.pooled import pooled
from projects.measures.series import Data, Mark, Rebase, Row
from projects.measures.suits import CHARTS_OF, FIELDS_OF
from projects.measures.tabled import COLUMNS, as_csv, tabled
from projects.measures.targets import Target
from projects.models.measure import Chart, DataKind
from tests.unit.projects.measures.made import chart, month, rows

CALM = [10.0, 12.0, 11.0, 13.0] * 4
PAIRS = [(18.0, 20.0), (17.0, 20.0), (19.0, 20.0), (16.0, 20.0)] * 4
NO_LIMITS = (
    "No limits can be drawn from January 2025: too few values stand side by side, or they"
    " do not vary."
)
ROWS = {
    "proportion": PAIRS,
    "rate": PAIRS,
    "count": CALM,
    "value": CALM,
    "time_between": CALM,
    "cases_between": CALM,
    "sample": [(value, value + 1, value - 2) for value in CALM],
}


class TestCharts:
    def test_are_offered_for_every_kind_of_data_and_no_other(self):
        assert set(CHARTS_OF) == set(FIELDS_OF) == set(DataKind.values)
        assert {one for charts in CHARTS_OF.values() for one in charts} == set(Chart.values)

    @pytest.mark.parametrize(
        ("data_kind", "kind"),
        [(data, one) for data, charts in CHARTS_OF.items() for one in charts],
        ids=str,
    )
    def test_that_are_offered_can_be_drawn_and_told(self, data_kind, kind):
        given = ROWS[data_kind]
        data = Data(
            rows=rows(given)
            if data_kind != "sample"
            else [Row(month(step), sample=one) for step, one in enumerate(given)],
            rebases=[Rebase(month(8), "Another process.")],
        )
        made = chart([], data=data, data_kind=data_kind, chart=kind)
        assert made.analysis is not None, made.sentence
        assert len(made.phases) == 2
        assert made.phases[1].reason == "Another process."
        assert made.svg().startswith("<svg")
        assert made.sentence.endswith(".")
        assert [row["stretch"] for row in tabled(made)] == [1] * 8 + [2] * 8

    def test_of_samples_plot_means_with_gaps(self):
        data = Data(
            rows=[Row(month(0), sample=(1.0, 3.0)), Row(month(1)), Row(month(2), sample=(4.0, 6.0))]
        )
        made = chart([], data=data, data_kind="sample", chart="xbar")
        assert [row["plotted"] for row in tabled(made)] == [2.0, None, 5.0]


class TestValues:
    def test_of_a_proportion_without_occasions_are_gaps(self):
        made = chart([(19.0, 20.0), (0.0, 0.0), None, (1.0, 3.0)], data_kind="proportion")
        assert made.values == (95.0, None, None, 100 / 3)
        assert made.latest_words == "33.3% (1 of 3), April 2025"
        assert made.warnings[1:] == (
            NO_LIMITS,
            "No occasions, so a gap in the chart: February 2025.",
            "Without a value: March 2025.",
        )

    def test_of_a_rate_are_for_each_so_many(self):
        pairs = [(3.0, 1000.0), (3.0, 1500.0)]
        made = chart(pairs, data_kind="rate", per=1000, unit_word="bed days")
        assert made.latest_words == "2 per 1,000 bed days (3 of 1,500), February 2025"

    def test_whose_limits_lie_beyond_what_is_possible_are_judged_by_them(self):
        made = chart([(20.0, 20.0), (15.0, 20.0)], data_kind="proportion")
        assert made.phases[0].upper == pytest.approx(87.5 + 2.66 * 25)
        assert made.warnings[1] == (
            "A limit lies beyond what is possible. It is drawn and told only as far as the edge;"
            " the points are judged by the limit itself, which stands under Limits."
        )
        assert "usual range of 21% to 100%: no special cause" in made.sentence
        drawn = made.svg()
        assert "Upper 100%" in drawn
        assert "21% to 100%" in drawn
        assert "154" not in drawn

    def test_of_p_charts_are_percentages_around_the_pooled_share(self):
        made = chart([(1.0, 10.0), (30.0, 40.0)], data_kind="proportion", chart="p")
        assert made.phases[0].centre == pytest.approx(62.0)  # 31 of 50, not the mean of 10 and 75
        assert tabled(made)[1]["plotted"] == 75.0

    def test_that_cannot_be_charted_are_told(self):
        made = chart([0.0, 3.0], data_kind="time_between", chart="t")
        assert made.analysis is None
        assert made.sentence == ("This chart cannot be drawn. Give times between events above 0.")
        assert made.svg() == ""
        assert len(as_csv(made).splitlines()) == 3


class TestLimits:
    def test_are_kept_to_the_first_points_of_each_stretch(self):
        data = Data(
            rows=rows([*CALM, *[30.0] * 5]),
            rebases=[
                Rebase(date(2026, 4, 20), "New."),
            ],
        )
        made = chart([], data=data, locked=12)
        assert [(one.from_date, one.points, one.baseline) for one in made.phases] == [
            (month(0), 16, 12),
            (month(16), 5, 5),
        ]
        assert made.phases[0].centre == pytest.approx(11.5)
        assert made.phases[1].reason == "New."
        assert made.warnings[0].startswith("The limits from May 2026 rest on five points")

    def test_wait_for_the_first_point_after_a_rebase(self):
        data = Data(rows=rows(CALM), rebases=[Rebase(date(2030, 1, 1), "Later.")])
        made = chart([], data=data)
        assert len(made.phases) == 1
        assert made.warnings == ("A recalculation of the limits waits for its first point.",)


class TestTargets:
    def test_the_latest_one_decides_the_assurance(self):
        targets = [
            Target(on=month(0), value=Decimal(5)),
            Target(on=month(10), value=Decimal(40)),
        ]
        made = chart([], data=Data(rows=rows(CALM), targets=targets), unit_word="minutes")
        assert (made.targets[0], made.target) == (5.0, 40.0)
        assert made.target_words == "40 minutes"
        assert made.assurance_icon == "fail"
        assert tabled(made)[9]["target"] == 5.0

    @pytest.mark.parametrize(
        ("kind", "target", "icon", "words"),
        [
            ("p", 20, "pass", "; the target of 20% is met consistently."),
            ("p", 87, "inconsistent", "; the target of 87% is met or missed by chance."),
            ("ip", 140, "fail", "; the target of 140% will not be met without a change."),
            ("run", 20, None, "no special cause."),
            ("mr", 20, None, "no special cause."),
        ],
    )
    def test_are_promised_by_the_limits_of_every_chart_that_has_some(
        self, kind, target, icon, words
    ):
        targets = [Target(on=month(0), value=Decimal(target))]
        data = Data(rows=rows([*PAIRS, (0.0, 0.0)]), targets=targets)
        made = chart([], data=data, data_kind="proportion", chart=kind, direction="increase")
        assert made.assurance_icon == icon
        assert made.sentence.endswith(words)
        assert made.svg().count(made.sentence) == 1

    def test_signals_mean_what_the_direction_says_on_every_chart(self):
        pairs = [*PAIRS, (2.0, 20.0)]
        for direction, meaning in (("increase", "concern"), ("decrease", "improvement")):
            made = chart(pairs, data_kind="proportion", chart="p", direction=direction)
            assert tabled(made)[-1]["meaning"] == meaning
            assert tabled(made)[-1]["label"] == "Below LCL"
        spread = chart([*CALM, 99.0], chart="mr", direction="increase")
        assert tabled(spread)[-1]["meaning"] == "neutral"

    def test_promise_nothing_without_limits(self):
        targets = [Target(on=month(0), value=Decimal(20))]
        data = Data(rows=rows([(0.0, 0.0)] * 3), targets=targets)
        made = chart([], data=data, data_kind="proportion", chart="p", direction="increase")
        assert made.assurance_icon == "inconsistent"
        assert made.sentence.endswith("whether the target of 20% will be met cannot be said.")


class TestMarks:
    def test_outside_the_chart_are_not_drawn(self):
        marks = [Mark(month(-3), "note", "Before."), Mark(month(3), "change", "PDSA 1")]
        made = chart([], data=Data(rows=rows(CALM), marks=marks))
        assert [(one.kind, one.text) for one in made.markers] == [("pdsa", "PDSA 1")]


class TestTheTable:
    def test_has_every_column_and_nothing_that_a_spreadsheet_runs(self):
        data = Data(rows=[Row(month(0), value=1.5, note="=cmd()")])
        (line,) = as_csv(chart([], data=data)).decode("utf-8-sig").splitlines()[1:]
        assert line == "2025-01-01,,,1.5,1.5,,1,1.5,,,,,no,,Common Cause,common,'=cmd()"
        assert len(line.split(",")) == len(COLUMNS)


class TestSites:
    def test_are_summed_and_never_averaged(self):
        small = [Row(month(0), 1.0, 2.0), Row(month(1), 5.0, 5.0)]
        large = [Row(month(0), 90.0, 100.0), Row(month(1)), Row(month(2))]
        assert pooled([small, large]) == (
            Row(month(0), 91.0, 102.0),
            Row(month(1), 5.0, 5.0),
            Row(month(2)),
        )
