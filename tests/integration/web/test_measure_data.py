"""Data of measures on pages: pasted from a spreadsheet, entered in a grid, corrected."""

from __future__ import annotations

from datetime import timedelta
from html import unescape

import pytest

from kernel import clock
from projects.models import MeasurePoint
from tests.factories import measures
from tests.integration.web.conftest import Furnished
from tests.integration.web.measured import MONDAY, block, text, weekly

pytestmark = pytest.mark.django_db(transaction=True)


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
