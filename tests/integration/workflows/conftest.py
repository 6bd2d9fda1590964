"""Wards as subjects, and a connection that sees everything."""

from collections.abc import Iterator

import pytest
from django.db import connection

from kernel import tenancy
from tests.factories import wards


@pytest.fixture(autouse=True)
def ward_rules() -> Iterator[None]:
    with wards.registered():
        yield


@pytest.fixture
def everywhere(transactional_db: None) -> Iterator[None]:
    """Tests that commit, as the drain's own sessions must see what they wrote."""
    tenancy.open_to_all()
    yield
    tenancy.close()
    connection.close()
