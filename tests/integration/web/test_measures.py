"""Measures on pages: define one, set things on its chart, take it away, read many."""

from __future__ import annotations

from datetime import timedelta
from html import unescape

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from kernel import clock
from kernel.actors import SYSTEM
from projects.commands import measures as commands
from projects.measures.suits import CHARTS_OF
from projects.models import Measure, MeasureMarker, MeasureRebase, MeasureTarget
from tests.factories import measures
from tests.integration.web.conftest import Furnished
from tests.integration.web.measured import MONDAY, block, day, fourteen_months, text, weekly
from web.words.measures import CHART_SHORT

pytestmark = pytest.mark.django_db(transaction=True)


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

    def test_of_every_kind_and_sort_is_drawn_told_and_tabulated(self, furnished: Furnished) -> None:
        client = furnished.client()
        for kind, charts in CHARTS_OF.items():
            measure = measures.measure(furnished.project, data_kind=kind, now=clock.now())
            measures.filled(measure, fourteen_months(kind), now=clock.now())
            for chart in charts:
                commands.change_measure(
                    measure_id=measure.pk,
                    changes={"chart": chart},
                    actor=SYSTEM,
                    now=clock.now(),
                )

                page = text(client, f"/measures/{measure.pk}")

                assert page.count("<svg xmlns") == 2, (kind, chart)
                assert CHART_SHORT[chart] in unescape(page)
                assert "January 2025" in page

    def test_names_the_points_of_a_run_that_is_too_long(self, furnished: Furnished) -> None:
        made = measures.measure(furnished.project, chart="run")
        pairs = [*[(10, 20), (11, 20)] * 5, *[(15, 20), (16, 20)] * 5]
        measures.filled(made, measures.monthly(pairs))

        page = text(furnished.client(), f"/measures/{made.pk}")

        assert page.count("Part of a long run: improvement") == 10
        assert "Special cause: improving, higher" in page

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


class TestTogether:
    def test_namesakes_are_summed_and_others_may_be_chosen(self, furnished: Furnished) -> None:
        names = ("Heard on Ward 1", "Heard")
        one, other = (
            measures.measure(furnished.project, name=name, now=clock.now()) for name in names
        )
        namesake = measures.measure(furnished.project, name="Heard", now=clock.now())
        measures.measure(furnished.project, name="Heard on paper", direction="decrease")
        for made, pair in ((one, (1, 2)), (other, (90, 100)), (namesake, (9, 10))):
            measures.filled(made, measures.monthly([pair]), now=clock.now())
        client, at = furnished.client(), f"/measures/{other.pk}/together"
        assert f'href="{at}"' in text(client, f"/measures/{other.pk}")

        page = text(client, at)
        assert "Two measures together" in page
        assert ("90%" in page, page.count(" checked")) == (True, 2)
        assert "Heard on paper" not in page

        page = text(client, f"{at}?with={one.pk}&with={other.pk}&with=nonsense")
        assert "89.2%" in page  # 91 of 102, not the mean of 50% and 90%
        assert f'href="/measures/{one.pk}"' in page

    def test_without_others_it_says_so(self, furnished: Furnished) -> None:
        alone = measures.measure(furnished.project, name="Heard", now=clock.now())
        count = measures.measure(
            furnished.project, name="Falls", data_kind="count", direction="decrease"
        )
        client = furnished.client()
        for made in (alone, count):
            page = text(client, f"/measures/{made.pk}/together")
            assert "No other measure that you can see counts the same." in page
        assert "/together" not in text(client, f"/measures/{count.pk}")


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

    def test_says_nothing_of_change_before_there_are_limits(self, furnished: Furnished) -> None:
        measures.filled(measures.measure(furnished.project), measures.monthly([(5, 10)]))
        client = furnished.client()

        page = text(client, f"/projects/{furnished.project.pk}")

        assert "50% (5 of 10)" in page
        assert "Not known" in page
        assert "No change" not in page

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
