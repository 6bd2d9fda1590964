"""An organisation arrives in mid-life."""

from __future__ import annotations

import pytest

from projects.opening_position.importing import load_file
from tests.factories import opening

pytestmark = pytest.mark.django_db


class TestLoading:
    def test_small(self, trust, administrator, now):
        report = load_file(
            organisation_id=trust.pk,
            file_name="arrival.xlsx",
            content=opening.workbook(opening.small()),
            actor=administrator,
            now=now,
        )
        print(report)
        assert report.loaded

    def test_large(self, trust, administrator, now):
        from time import perf_counter

        content = opening.workbook(opening.large())
        a = perf_counter()
        report = load_file(
            organisation_id=trust.pk,
            file_name="arrival.xlsx",
            content=content,
            actor=administrator,
            now=now,
        )
        print(report, perf_counter() - a)
        assert report.loaded
