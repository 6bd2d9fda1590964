"""Measures on pages: define one, enter and paste data, set things on its chart, read many."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from html import unescape
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from kernel import clock
from projects.models import Measure, MeasureMarker, MeasurePoint, MeasureRebase, MeasureTarget
from tests.factories import measures
from tests.integration.web.conftest import Furnished

pytestmark = pytest.mark.django_db(transaction=True)

MONDAY = date(2026, 1, 5)


def text(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, answer.content
    return answer.content.decode()


def day(name: str, on: date) -> dict[str, Any]:
    return {f"{name}_day": on.day, f"{name}_month": on.month, f"{name}_year": on.year}


def weekly(furnished: Furnished, **values: Any) -> Measure:
    """A weekly measure of the project that began half a year ago."""
    return measures.measure(
        furnished.project,
        name="Told what happens next",
        frequency="week",
        begins_on=MONDAY,
        now=clock.now(),
        **values,
    )


def block(weeks: int = 26, quiet: Sequence[int] = (7, 19)) -> str:
    lines = ["Week\tTold\tAsked"]
    for week in range(weeks):
        on = MONDAY + timedelta(weeks=week)
        counts = "0\t0" if week in quiet else f"{14 + week % 5}\t20"
        lines.append(f"{on:%d/%m/%Y}\t{counts}")
    return "\n".join(lines)


class TestDefining:
    def test_leads_from_the_project_to_the_page_of_the_measure(self, furnished: Furnished) -> None:
        client = furnished.client()
        at = f"/projects/{furnished.project.pk}/measures"
        assert f'href="{at}/define"' in text(client, at)
        assert f'href="{at}/define/proportion"' in text(client, f"{at}/define")
        assert "Out of which?" in text(client, f"{at}/define/proportion")

        sent = client.post(
            f"{at}/define/proportion",
            {
                "name": "Told what happens next <b>",
                "family": "outcome",
                "direction": "increase",
                "frequency": "week",
                "chart": "xmr",
                "target": "95%",
                "reliability": "on",
                **day("begins_on", MONDAY),
            },
        )

        made = Measure.objects.get()
        assert sent["Location"] == f"/measures/{made.pk}"
        assert (made.project_id, made.reliability) == (furnished.project.pk, True)
        assert MeasureTarget.objects.get().value == 95
        page = text(client, sent["Location"])
        assert "Told what happens next &lt;b&gt;" in page
        assert "The chart will be here." in page

    def test_offers_what_suits_the_data(self, furnished: Furnished) -> None:
        page = text(furnished.client(), "/measures/define/time_between")

        assert "t chart: time between rare events (usual)" in page
        assert "p chart" not in page
        assert "Out of which?" not in page

    def test_of_a_ward(self, furnished: Furnished) -> None:
        client = furnished.client()
        page = text(client, "/measures/define/count")
        assert "Stroke ward" in page

        client.post(
            "/measures/define/count",
            {
                "organisation_id": furnished.organisation.pk,
                "name": "Complaints",
                "direction": "decrease",
                "frequency": "month",
                "chart": "xmr",
                **day("begins_on", MONDAY),
            },
        )

        assert Measure.objects.get().project_id is None
        assert "Complaints" in text(client, "/measures")

    def test_says_what_is_wrong(self, furnished: Furnished) -> None:
        at = f"/projects/{furnished.project.pk}/measures/define/proportion"

        answer = furnished.client().post(at, {"target": "120", "name": "x"})

        page = answer.content.decode()
        assert answer.status_code == 422
        assert "Enter a percentage from 0 to 100" in page
        assert "Select an answer to “Which way is better?”" in page

    def test_an_unknown_kind_is_not_there(self, furnished: Furnished) -> None:
        assert furnished.client().get("/measures/define/colour").status_code == 404


class TestPasting:
    def test_shows_first_and_saves_then(self, furnished: Furnished) -> None:
        measure, client = weekly(furnished), furnished.client()
        at = f"/measures/{measure.pk}/paste"

        looked = client.post(at, {"text": block()}).content.decode()

        assert "26 new weeks. Nothing is saved yet." in looked
        assert looked.count("A gap in the chart: nobody was counted") == 2
        assert not MeasurePoint.objects.exists()

        sent = client.post(at, {"text": block(), "checked": "yes"})

        assert sent["Location"] == f"/measures/{measure.pk}"
        assert MeasurePoint.objects.count() == 26
        page = text(client, sent["Location"])
        assert "26 periods are saved." in page
        assert page.count("<svg xmlns") == 2
        assert "Common cause variation" in page
        assert "No occasions, so a gap in the chart" in page

    def test_tells_what_changes_and_what_does_not(self, furnished: Furnished) -> None:
        measure, client = weekly(furnished), furnished.client()
        at = f"/measures/{measure.pk}/paste"
        client.post(at, {"text": block(3), "checked": "yes"})

        again = client.post(at, {"text": block(3)}).content.decode()
        other = client.post(at, {"text": block(4).replace("15\t20", "19\t20")}).content.decode()

        assert "All of this is there already." in again
        assert "1 new week, 1 changed, 2 as they are" in other
        assert "Changed, was 15 of 20" in other

    def test_names_every_line_to_mend(self, furnished: Furnished) -> None:
        measure = weekly(furnished)
        wrong = (
            "5/1/2026\t21\t20\n13/14/2026\t1\t2\n6/1/2026\t1\t2\n12/1/2026\t5\t\tNHS 943 476 5919"
        )

        answer = furnished.client().post(
            f"/measures/{measure.pk}/paste", {"text": wrong, "checked": "yes"}
        )

        page = unescape(answer.content.decode())
        assert answer.status_code == 422
        for said in (
            "Line 1: How many: Enter at most 20: these are out of 20.",
            "Line 2: There is no month 14",
            "Line 3: There is a line for the week of 5 January 2026 already.",
            "Line 4: Out of how many: Enter both numbers",
            "Line 4: “943 476 5919” (from character 5) looks like an NHS number. Take it out.",
        ):
            assert said in page
        assert not MeasurePoint.objects.exists()


class TestGrid:
    def test_offers_the_periods_that_are_due(self, furnished: Furnished) -> None:
        today = clock.today()
        measure = measures.measure(
            furnished.project,
            frequency="day",
            begins_on=today - timedelta(days=2),
            now=clock.now(),
        )
        client, at = furnished.client(), f"/measures/{measure.pk}/data"

        client.post(at, {"numerator-0": "8", "denominator-0": "10", "note-2": "Snow"})

        first, gap = MeasurePoint.objects.order_by("on_date")
        assert (first.on_date, first.numerator) == (today - timedelta(days=2), 8)
        assert (gap.on_date, gap.numerator, gap.note) == (today, None, "Snow")

    def test_corrects(self, furnished: Furnished) -> None:
        measure, client = weekly(furnished), furnished.client()
        client.post(f"/measures/{measure.pk}/paste", {"text": block(3), "checked": "yes"})
        at = f"/measures/{measure.pk}/data?from={MONDAY.isoformat()}"
        assert 'value="14"' in text(client, at)
        sent = {
            f"{name}-{place}": value
            for place, count in enumerate((14, 15, 16))
            for name, value in (("numerator", count), ("denominator", 20))
        }

        emptied = client.post(at, {**sent, "numerator-1": "", "denominator-1": ""})
        client.post(at, {**sent, "numerator-1": "17"})

        assert "Enter a number, or say in the note why there is none" in emptied.content.decode()
        standing = MeasurePoint.objects.filter(superseded_at=None).order_by("on_date")
        assert [point.numerator for point in standing] == [14, 17, 16]
        assert MeasurePoint.objects.count() == 4

    def test_places_what_was_refused_at_its_box(self, furnished: Furnished) -> None:
        measure = weekly(furnished)

        answer = furnished.client().post(
            f"/measures/{measure.pk}/data",
            {"numerator-0": "5", "denominator-0": "10", "numerator-3": "11", "denominator-3": "10"},
        )

        page = answer.content.decode()
        assert answer.status_code == 422
        assert 'href="#id_numerator-3"' in page
        assert "Enter at most 10: these are out of 10." in page

    def test_of_rare_events_asks_for_the_day(self, furnished: Furnished) -> None:
        measure = measures.measure(
            furnished.project, data_kind="time_between", frequency="irregular", now=clock.now()
        )
        client, at = furnished.client(), f"/measures/{measure.pk}/data"

        nowhen = client.post(at, {"value-0": "12"})
        client.post(at, {"on_date-0": "5 Jan 2026", "value-0": "12"})

        assert "Enter the day, for example 31/3/2027" in nowhen.content.decode()
        assert MeasurePoint.objects.get().on_date == MONDAY

    def test_that_is_empty_says_so(self, furnished: Furnished) -> None:
        answer = furnished.client().post(f"/measures/{weekly(furnished).pk}/data", {})

        assert "Enter a number in at least one line" in answer.content.decode()

    def test_takes_a_period_back(self, furnished: Furnished) -> None:
        measure, client = weekly(furnished), furnished.client()
        client.post(f"/measures/{measure.pk}/paste", {"text": block(3), "checked": "yes"})
        at = f"/measures/{measure.pk}/data/{MONDAY.isoformat()}/take-back"

        assert "Take back the week of 5 January 2026" in text(client, at)
        client.post(at, {"version": 2})

        assert MeasurePoint.objects.filter(superseded_at=None).count() == 2
        assert client.get(at).status_code == 404


class TestChart:
    def test_is_rebased_with_a_reason_beside_the_frozen_baseline(
        self, furnished: Furnished
    ) -> None:
        measure, client = weekly(furnished), furnished.client()
        client.post(f"/measures/{measure.pk}/paste", {"text": block(), "checked": "yes"})
        at = f"/measures/{measure.pk}"
        since = MONDAY + timedelta(weeks=14)

        nowhy = client.post(f"{at}/limits/recalculate", day("on_date", since) | {"version": 2})
        client.post(
            f"{at}/limits/recalculate",
            {**day("on_date", since), "reason": "A nurse now sits down <b>", "version": 2},
        )

        assert "Enter an answer to “What changed in the process?”" in nowhy.content.decode()
        page = text(client, at)
        assert "Limits recalculated: A nurse now sits down &lt;b&gt;" in page
        assert "The first 12 of 14 points" in page
        rebase = MeasureRebase.objects.get()
        gone = client.post(f"{at}/limits/{rebase.pk}/take-back", {"version": 3})
        assert gone.status_code == 302
        assert "Limits recalculated:" not in text(client, at)

    def test_bears_targets_and_marks(self, furnished: Furnished) -> None:
        measure, client = weekly(furnished), furnished.client()
        client.post(f"/measures/{measure.pk}/paste", {"text": block(), "checked": "yes"})
        at = f"/measures/{measure.pk}"

        client.post(
            f"{at}/targets/add",
            {"value": "95", "shape": "step", "version": 2, **day("on_date", MONDAY)},
        )
        client.post(
            f"{at}/marks/add",
            {
                "sort": "change",
                "words": "New leaflet",
                "version": 3,
                **day("on_date", MONDAY + timedelta(weeks=10)),
            },
        )

        page = text(client, at)
        assert "95% from 5 January 2026" in page
        assert "16 March 2026: New leaflet" in page
        target, mark = MeasureTarget.objects.get(), MeasureMarker.objects.get()
        client.post(f"{at}/targets/{target.pk}/take-back", {"version": 4})
        client.post(f"{at}/marks/{mark.pk}/take-off", {"version": 5})
        assert "No target is set." in text(client, at)
        assert "New leaflet" not in text(client, at)
        assert client.get(f"{at}/marks/{mark.pk}/take-off").status_code == 404

    def test_changes_and_ends(self, furnished: Furnished) -> None:
        measure, client = weekly(furnished), furnished.client()
        at = f"/measures/{measure.pk}"
        words = {
            "name": "Told and understood",
            "family": "outcome",
            "direction": "increase",
            "frequency": "week",
            "chart": "p",
            "version": 1,
            **day("begins_on", MONDAY),
        }

        client.post(f"{at}/details", words)
        client.post(
            f"{at}/end", {"version": 2, **day("ended_on", clock.today() - timedelta(days=1))}
        )

        page = text(client, at)
        assert "Told and understood" in page
        assert "p chart" in page
        assert "Ended on" in page
        assert "Add data" not in page
        client.post(f"{at}/end", {"version": 3})
        assert "Add data" in text(client, at)


class TestDownloads:
    @pytest.mark.parametrize(
        ("form", "begins"),
        [("svg", b"<svg"), ("png", b"\x89PNG"), ("csv", b"\xef\xbb\xbfdate"), ("pptx", b"PK")],
        ids=["svg", "png", "csv", "pptx"],
    )
    def test_are_files(self, furnished: Furnished, form: str, begins: bytes) -> None:
        measure, client = weekly(furnished), furnished.client()
        at = f"/measures/{measure.pk}/downloads/{form}"
        without_data = client.get(at)
        client.post(f"/measures/{measure.pk}/paste", {"text": block(), "checked": "yes"})

        answer = client.get(at)

        assert without_data.status_code == (200 if form == "csv" else 404)
        assert answer.content.startswith(begins)
        assert f"Told-what-happens-next.{form}" in answer["Content-Disposition"]
        assert at in text(client, f"/measures/{measure.pk}")
        assert client.get(f"{at}x").status_code == 404


class TestReaders:
    def test_find_no_way_that_is_closed(self, furnished: Furnished) -> None:
        measure = weekly(furnished)
        client = furnished.client("auditor")

        page = text(client, f"/measures/{measure.pk}")

        for way in ("Add data", "Set a target", "Mark a day", "Change the measure"):
            assert way not in page
        assert "Only whoever keeps" in text(client, f"/measures/{measure.pk}/targets/add")
        assert "Only the owner" in text(client, f"/measures/{measure.pk}/data")


class TestSummary:
    def test_asks_as_much_for_many_as_for_few(self, furnished: Furnished) -> None:
        client = furnished.client()
        for _ in range(3):
            measures.filled(
                measures.measure(furnished.project), measures.monthly([(5, 10), (6, 10), (7, 10)])
            )
        at = f"/projects/{furnished.project.pk}/measures"
        few = _statements(client, at)
        for _ in range(9):
            measures.filled(
                measures.measure(furnished.project), measures.monthly([(5, 10), (6, 10), (7, 10)])
            )

        assert _statements(client, at) == few
        page = text(client, at)
        assert page.count('class="qi-small-chart"') == 12
        assert "70% (7 of 10), March 2025" in page

    def test_is_narrowed(self, furnished: Furnished) -> None:
        weekly(furnished)
        client = furnished.client()

        assert "Told what happens next" in text(client, "/measures?q=told")
        assert "No measure fits this search." in text(client, "/measures?q=falls")
        assert "No measure fits this search." in text(client, "/measures?which=ended")
        assert "No measure fits this search." in text(client, "/measures?which=national")

    def test_is_kept_as_a_view(self, furnished: Furnished) -> None:
        client = furnished.client()
        weekly(furnished)
        assert "/saved-views/measures/save?which=ended" in text(client, "/measures?which=ended")

        client.post("/saved-views/measures/save?which=ended&q=told", {"name": "Those before"})

        page = unescape(text(client, "/measures"))
        assert "Those before" in page
        assert "/measures?q=told&which=ended" in page


def _statements(client: Client, at: str) -> int:
    with CaptureQueriesContext(connection) as caught:
        text(client, at)
    return len(caught)
