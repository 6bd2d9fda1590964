"""Integration tests see every organisation; doors narrow the connection as in production."""

from collections.abc import Iterator

import pytest
from django.core.signals import request_finished
from django.db import connection

from kernel import tenancy
from tests.integration.walls.town import town

__all__ = ["town"]


@pytest.fixture(autouse=True)
def every_organisation_open(request: pytest.FixtureRequest) -> Iterator[None]:
    """Open the test's own connection, and open it again after each request of a test client."""
    marker = request.node.get_closest_marker("django_db")
    if marker is None:
        yield
        return
    request.getfixturevalue("transactional_db" if marker.kwargs.get("transaction") else "db")
    tenancy.open_to_all()
    request_finished.connect(_open_again)
    yield
    request_finished.disconnect(_open_again)


def _open_again(**_: object) -> None:
    if connection.connection is not None and connection.is_usable():
        tenancy.open_to_all()
