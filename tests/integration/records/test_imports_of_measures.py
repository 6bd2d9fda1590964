"""Data of measures come in as a table, each row told apart by measure and period."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client

from people.models import Organisation
from projects.models import Measure, MeasurePoint
from tests.factories import projects
from tests.factories.measures import filled, measure, monthly
from tests.integration.records.test_imports import admin, check, load, trust, undo

pytestmark = pytest.mark.django_db(transaction=True)

__all__ = ["admin", "trust"]
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
        checked = check(admin, TABLE, what="measure_points")
        assert standing() == [(date(2025, 1, 1), 18)]
        loaded = load(admin, checked)
        assert standing() == [(date(2025, 1, 1), 15), (date(2025, 2, 1), 16)]
        undo(admin, loaded)
        assert standing() == [(date(2025, 1, 1), 18)]

    def test_tells_every_fault_by_row_and_field(self, coded: Measure, admin: Client):
        wrong = TABLE + "M-1,2025-03-01,21,20\nM-2,2025-03-01,1,20\nM-1,1/2/2025,1,2\n"
        shown = check(admin, wrong, what="measure_points")
        assert {(fault["row"], fault["field"], fault["code"]) for fault in shown["faults"]} == {
            (4, "numerator", "more_than_all"),
            (5, "measure", "not_found"),
            (6, "on_date", "twice"),
        }
