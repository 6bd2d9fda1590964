"""Data of measures come in as a table, each row told apart by measure and period."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client

from kernel.models import Event
from people.models import Organisation
from projects.measure_events import MeasureDataRecorded
from projects.models import Measure, MeasurePoint
from tests.factories import projects
from tests.factories.measures import filled, measure, monthly
from tests.integration.records.test_imports import admin, check, load, trust, undo

pytestmark = pytest.mark.django_db(transaction=True)

__all__ = ["admin", "trust"]
WHAT = "measure_points"
TABLE = "measure,on_date,numerator,denominator\nM-1,2025-01-09,15,20\nM-1,1/2/2025,16,20\n"


@pytest.fixture
def coded(trust: Organisation) -> Measure:
    made = measure(projects.project(trust), external_id="M-1")
    filled(made, monthly([(18, 20)]))
    return made


def standing() -> list[tuple[date, int]]:
    rows = MeasurePoint.objects.filter(superseded_at=None).order_by("on_date")
    return [(row.on_date, int(row.numerator)) for row in rows]


class TestATableOfData:
    def test_is_checked_loaded_and_taken_back(self, coded: Measure, admin: Client):
        checked = check(admin, TABLE, what=WHAT)
        assert standing() == [(date(2025, 1, 1), 18)]
        loaded = load(admin, checked)
        assert standing() == [(date(2025, 1, 1), 15), (date(2025, 2, 1), 16)]
        undo(admin, loaded)
        assert standing() == [(date(2025, 1, 1), 18)]

    def test_of_many_rows_is_told_in_one_event(self, coded: Measure, admin: Client):
        months = (f"M-1,2025-{month:02}-01,{month},20\n" for month in (1, 3, 2, 5, 4))
        load(admin, check(admin, f"{TABLE.splitlines()[0]}\n{''.join(months)}", what=WHAT))

        told = Event.objects.filter(aggregate_id=coded.pk, type=MeasureDataRecorded.type)
        latest = told.order_by("id").values_list("data", flat=True).last()
        assert told.count() == 2  # the data it had, and the table
        assert (latest["added"], latest["changed"]) == (4, 1)
        assert (latest["first_on"], latest["last_on"]) == ("2025-01-01", "2025-05-01")

    def test_names_the_row_of_every_fault(self, coded: Measure, admin: Client):
        wrong = "M-1,2025-03-01,21,20\nM-1,2025-04-01,,20\nM-1,2025-04-09,1,20\n"
        shown = check(admin, TABLE + wrong, what=WHAT)

        assert [(fault["row"], fault["field"]) for fault in shown["faults"]] == [
            (4, "numerator"),
            (5, "numerator"),
            (6, "on_date"),
        ]
        assert shown["faults"][-1]["message"] == (
            "Another row is of the same period, April 2025. Keep one of them."
        )

    def test_tells_every_fault_by_row_and_field(self, coded: Measure, admin: Client):
        wrong = TABLE + "M-1,2025-03-01,21,20\nM-2,2025-03-01,1,20\nM-1,1/2/2025,1,2\n"
        shown = check(admin, wrong, what=WHAT)
        assert {(fault["row"], fault["field"], fault["code"]) for fault in shown["faults"]} == {
            (4, "numerator", "more_than_all"),
            (5, "measure", "not_found"),
            (6, "on_date", "twice"),
        }
