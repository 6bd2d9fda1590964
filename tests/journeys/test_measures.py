"""Data become a chart that a person can trust: pasted, rebased, read among many, printed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from decimal import Decimal
from time import monotonic

import pytest

from kernel import clock
from kernel.actors import SYSTEM
from projects.commands import measures as commands
from projects.measures.periods import next_period, period_of
from projects.models import Measure, Project
from tests.factories import measures
from tests.journeys.visitor import Visitor
from tests.journeys.world import World, parts, sign_in

WEEKS, QUIET = 26, (7, 19)
A_MINUTE = 60  # seconds
#: Patients who were told, of twenty who were asked, week by week; better from the 15th on.
TOLD = (
    *(12, 14, 11, 13, 12, 15, 13, 0, 12, 14, 11, 13, 14, 12),
    *(17, 18, 17, 19, 18, 0, 18, 17, 19, 18, 18, 19),
)


class TestPasting:
    @pytest.mark.alone
    def test_half_a_year_becomes_a_chart_in_under_a_minute(
        self, visitor: Visitor, world: World
    ) -> None:
        # Given a weekly measure without data, and a spreadsheet with two quiet weeks
        measure = _weekly(world.project("Always told what happens next"))
        sign_in(visitor, world.administrator)
        visitor.opens(f"/measures/{measure.pk}")
        visitor.photographs("measure-empty")

        # When its cells are pasted, looked at and saved
        began = monotonic()
        visitor.follows("Paste from a spreadsheet")
        visitor.photographs("measure-paste")
        visitor.fills("Cells from your spreadsheet", _cells())
        visitor.presses("Check what was read")
        visitor.sees(f"{WEEKS} new weeks. Nothing is saved yet.")
        visitor.photographs("measure-paste-check")
        visitor.presses("Save")
        visitor.sees(f"{WEEKS} periods are saved.")

        # Then chart, sentence, icons and table are there
        assert monotonic() - began < A_MINUTE
        visitor.sees("is above the upper limit of 93.2%: improvement.")
        visitor.sees("Special cause: improving, higher")
        visitor.sees("No occasions, so a gap in the chart")
        assert visitor.find(".qi-chart > div > svg:visible").count() == 1
        assert visitor.find("#data ~ table").first.is_visible()
        visitor.photographs("measure")

    def test_lines_to_mend_are_named(self, visitor: Visitor, world: World) -> None:
        measure = _weekly(world.project("Always told what happens next"))
        sign_in(visitor, world.administrator)
        visitor.opens(f"/measures/{measure.pk}/paste")

        visitor.fills("Cells from your spreadsheet", "5/1/2026\t21\t20\n13/14/2026\tx\t20")
        visitor.presses("Check what was read")

        visitor.is_told(
            "Line 2: There is no month 14",
            "Line 2: “x” is not a number. Leave the cell empty where there is none",
        )
        visitor.photographs("measure-paste-errors")

    def test_works_without_scripts_and_on_a_phone(
        self, visit: Callable[..., Visitor], world: World
    ) -> None:
        measure = _weekly(world.project("Always told what happens next"))
        visitor = visit(javascript=False, width=320)
        sign_in(visitor, world.administrator)

        visitor.opens(f"/measures/{measure.pk}/paste")
        visitor.fills("Cells from your spreadsheet", _cells())
        visitor.presses("Check what was read")
        visitor.presses("Save")

        visitor.sees("Special cause: improving, higher")
        assert visitor.find(".qi-chart__narrow svg").is_visible()
        assert not visitor.find(".qi-chart__wide svg").is_visible()


class TestDefining:
    def test_leads_to_the_grid(self, visitor: Visitor, world: World) -> None:
        # Given a project
        project = world.project("Always told what happens next")
        sign_in(visitor, world.administrator)

        # When a measure is defined from its page
        visitor.opens(f"/projects/{project.pk}/measures")
        visitor.photographs("measures-empty")
        visitor.follows("Define a measure")
        visitor.photographs("measure-kinds")
        visitor.follows("How many out of how many (per cent)")
        visitor.fills("What is measured?", "Patients who knew what happens next")
        visitor.chooses("Outcome: what patients notice")
        visitor.fills("How many of what?", "Said yes")
        visitor.fills("Out of which?", "Were asked")
        visitor.chooses("Higher is better")
        visitor.chooses("Every week")
        since = clock.today() - timedelta(days=30)
        visitor.fills_date("From which day are there data?", *parts(since))
        visitor.fills("Is there a target?", "95%")
        visitor.photographs("measure-define")
        visitor.presses("Define the measure")
        visitor.sees("The measure is there. Add its data now.")

        # And its first numbers are typed in
        visitor.follows("Add data")
        visitor.photographs("measure-grid")
        visitor.find("#id_numerator-0").fill("21")
        visitor.find("#id_denominator-0").fill("20")
        visitor.presses("Save")
        visitor.is_told("Enter at most 20: these are out of 20.")
        visitor.photographs("measure-grid-error")
        visitor.find("#id_numerator-0").fill("18")
        visitor.presses("Save")

        # Then the value is there, on the page of the project too
        visitor.sees("The number is saved.")
        visitor.sees("90%")
        visitor.opens(f"/projects/{project.pk}")
        visitor.sees("90% (18 of 20)")
        visitor.photographs("project-measures")


class TestRebasing:
    def test_stands_with_its_reason_beside_the_frozen_baseline(
        self, visitor: Visitor, world: World
    ) -> None:
        # Given half a year that got better
        measure = _weekly(world.project("Always told what happens next"))
        _filled(measure)
        commands.set_target(
            measure_id=measure.pk,
            on_date=_weeks()[0],
            value=Decimal(85),
            actor=SYSTEM,
            now=clock.now(),
        )
        commands.mark(
            measure_id=measure.pk,
            on_date=_weeks()[14],
            words="Nurses sit down to explain",
            sort="change",
            actor=SYSTEM,
            now=clock.now(),
        )
        sign_in(visitor, world.administrator)
        visitor.opens(f"/measures/{measure.pk}")

        # When the limits are recalculated
        visitor.follows("Recalculate the limits from a day")
        visitor.fills_date("From which day?", *parts(_weeks()[14]))
        visitor.presses("Recalculate the limits")
        visitor.is_told("Enter an answer to “What changed in the process?”")
        visitor.photographs("measure-rebase")
        visitor.fills("What changed in the process?", "A nurse sits down with everybody")
        visitor.presses("Recalculate the limits")

        # Then both stretches have their limits, the first on its first twelve points
        marks = visitor.find(".qi-marks").inner_text()
        assert "Limits recalculated: A nurse sits down with everybody" in marks
        visitor.sees("The first 12 of 14 points")
        visitor.photographs("measure-rebased")
        visitor.page.emulate_media(media="print")
        visitor.photographs("measure-printed")
        visitor.page.emulate_media(media="screen")


class TestSummary:
    def test_of_forty_measures_is_read_in_order_and_by_keyboard(
        self, visitor: Visitor, world: World
    ) -> None:
        # Given forty measures
        project = world.project("Always told what happens next")
        for number in range(1, 41):
            _filled(_weekly(project, name=f"Ward {number:02}: told what happens next"))
        sign_in(visitor, world.administrator)

        # When they are looked at
        visitor.tabs_to("Measures")
        visitor.enters()
        visitor.photographs("measures")

        # Then each row reads in the order of its columns, and its words stand for the icons
        rows = visitor.page.get_by_role("table").get_by_role("row").all()
        assert len(rows) == 41
        first = " ".join(rows[1].inner_text().split())
        assert first.index("Ward 01") < first.index("95%") < first.index("Improving, higher")
        stops = visitor.tab_stops()
        names = [stop for stop in stops if stop.startswith("Ward ")]
        assert names == sorted(names)
        assert len(names) == 40

        # And one leads to its chart
        visitor.tabs_to("Ward 07: told what happens next")
        visitor.enters()
        visitor.sees_heading("Ward 07: told what happens next")

        # And from there all forty are seen as one
        visitor.follows("See it together with other measures that count the same")
        for box in visitor.page.get_by_role("checkbox").all():
            box.check()
        visitor.presses("Show them together")
        visitor.sees("40 measures together")
        latest = " ".join(visitor.page.get_by_role("row").nth(1).inner_text().split())
        assert "760 800 95%" in latest
        visitor.photographs("measures-together")


class TestLongCharts:
    def test_are_looked_at_in_colour_and_in_grey(self, visitor: Visitor, world: World) -> None:
        """A hundred and twenty months with markers, at both widths."""
        measure = measures.measure(
            world.project("Fewer falls"),
            name="Falls for each 1,000 bed days",
            data_kind="rate",
            unit_word="bed days",
            per=1000,
            direction="decrease",
            begins_on=date(2016, 1, 1),
            now=clock.now(),
        )
        _long(measure)
        sign_in(visitor, world.administrator)

        visitor.opens(f"/measures/{measure.pk}")

        visitor.sees_heading("Falls for each 1,000 bed days")
        visitor.photographs("measure-long")
        visitor.page.evaluate("() => { document.documentElement.style.filter = 'grayscale(1)'; }")
        visitor.photographs("measure-long-grey")


def _weekly(project: Project, **values: object) -> Measure:
    return measures.measure(
        project,
        **{
            "name": "Told what happens next",
            "frequency": "week",
            "begins_on": _weeks()[0],
            "numerator_words": "Said yes",
            "denominator_words": "Were asked",
            "now": clock.now(),
            **values,
        },
    )


def _weeks() -> list[date]:
    """The last 26 whole weeks."""
    last = period_of("week", clock.today()) - timedelta(weeks=1)
    return [last - timedelta(weeks=back) for back in reversed(range(WEEKS))]


def _cells() -> str:
    lines = ["Week commencing\tSaid yes\tWere asked"]
    for week, (day, told) in enumerate(zip(_weeks(), TOLD, strict=True)):
        counts = "0\t0" if week in QUIET else f"{told}\t20"
        lines.append(f"{day:%d/%m/%Y}\t{counts}")
    return "\n".join(lines)


def _entered() -> Iterator[commands.Entered]:
    for week, (day, told) in enumerate(zip(_weeks(), TOLD, strict=True)):
        asked = 0 if week in QUIET else 20
        yield commands.Entered(
            on_date=day, numerator=Decimal(told if asked else 0), denominator=Decimal(asked)
        )


def _filled(measure: Measure) -> None:
    measures.filled(measure, list(_entered()), now=clock.now())


def _long(measure: Measure) -> None:
    """Ten years: an outlier, a slow fall, two recalculations, four marks."""
    months = [next_period("month", measure.begins_on, steps=step) for step in range(120)]
    falls = [60 + (step * 37 % 17) - step // 6 + (40 if step == 31 else 0) for step in range(120)]
    measures.filled(
        measure,
        [
            commands.Entered(on_date=day, numerator=Decimal(fell), denominator=Decimal(9_000))
            for day, fell in zip(months, falls, strict=True)
        ],
        now=clock.now(),
    )
    for step, reason in ((40, "Beds that can be lowered"), (84, "Nurses round every hour")):
        commands.rebase(
            measure_id=measure.pk,
            on_date=months[step],
            reason=reason,
            actor=SYSTEM,
            now=clock.now(),
        )
    for step, said in ((12, "New socks"), (31, "Flood"), (60, "Alarm mats"), (100, "New ward")):
        commands.mark(
            measure_id=measure.pk, on_date=months[step], words=said, actor=SYSTEM, now=clock.now()
        )
