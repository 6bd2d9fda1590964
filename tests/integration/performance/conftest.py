"""A database filled in sets, and a client that holds a key."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bench.population import TOKEN, Population

ORGANISATIONS = 2


@pytest.fixture
def population(transactional_db: None, database_url: str) -> Iterator[Population]:
    made = Population(database_url, organisations=ORGANISATIONS)
    made.add_organisations()
    yield made
    made.close()


@pytest.fixture
def ask() -> Callable[..., HttpResponse]:
    """Send one request with the key; refusals are faults of the test."""
    client = Client(headers={"Authorization": f"Bearer {TOKEN}"})

    def send(method: str, path: str, **options: object) -> HttpResponse:
        answer = getattr(client, method)(path, content_type="application/json", **options)
        assert answer.status_code in (200, 201), answer.content
        return answer

    return send


def statements(work: Callable[[], object]) -> int:
    """How many statements one call sends, the clock's of tests left out."""
    with CaptureQueriesContext(connection) as captured:
        work()
    sent = [query["sql"] for query in captured.captured_queries]
    return sum("kernel_clock" not in sql for sql in sent)
