"""Instants as they come from the database."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.db import connection

from kernel.instants import InstantLoader

pytestmark = pytest.mark.django_db


def read(written: str) -> object:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {written}")
        return cursor.fetchone()[0]


class TestInstants:
    def test_are_read_by_the_driver_itself(self) -> None:
        oid = connection.connection.adapters.types["timestamptz"].oid
        assert connection.connection.adapters.get_loader(oid, 0) is InstantLoader

    @pytest.mark.parametrize(
        ("written", "found"),
        [
            ("'2026-07-01 00:30:00+01'", datetime(2026, 6, 30, 23, 30, tzinfo=UTC)),
            ("'2026-01-01 00:00:00.000001+00'", datetime(2026, 1, 1, 0, 0, 0, 1, tzinfo=UTC)),
            ("'0001-01-01 00:00:00+00'", datetime(1, 1, 1, tzinfo=UTC)),
        ],
        ids=["summer in London", "a microsecond", "the first there is"],
    )
    def test_are_in_utc(self, written: str, found: datetime) -> None:
        instant = read(f"{written}::timestamptz")

        assert instant == found
        assert isinstance(instant, datetime)
        assert instant.tzinfo is UTC

    def test_may_be_missing(self) -> None:
        assert read("NULL::timestamptz") is None

    def test_come_in_arrays_as_well(self) -> None:
        assert read("ARRAY['2026-07-01 00:30:00+01'::timestamptz, NULL]") == [
            datetime(2026, 6, 30, 23, 30, tzinfo=UTC),
            None,
        ]
