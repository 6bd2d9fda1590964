"""What every test may ask for.

Tests run on the database `qiflow_test` (a clone of it in each xdist worker), migrated by the
owner role, AS the serving role `qiflow_app`: row-level security and missing rights are felt here
as in production. A test marked `django_db` is rolled back; after one with
`django_db(transaction=True)` every table is brought back to what the migrations left.

Fixtures:
    database_url: the test database, for processes that a test starts (already in `os.environ`).
    redis_url: the Redis database of this worker, empty at the beginning of the test.
    owner_connection: a psycopg connection in the role `qiflow_owner`, autocommit.
    superuser_connection: a psycopg connection past row-level security, autocommit.

Tests in `tests/chaos` are marked `chaos`, tests that ask for a browser page are marked `browser`.
"""

import os
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
import redis
from django.test import TransactionTestCase

from kernel import garbage
from tests.plugins.wiping import Wiper

_BROWSER_FIXTURES = {"page", "browser", "browser_context"}
_CHAOS = Path(__file__).parent / "chaos"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if _CHAOS in item.path.parents:
            item.add_marker(pytest.mark.chaos)
        if _BROWSER_FIXTURES.intersection(getattr(item, "fixturenames", ())):
            item.add_marker(pytest.mark.browser)


def pytest_collection_finish() -> None:
    """What is loaded by now stays to the end, and is not looked through again and again."""
    garbage.collect_seldom()


@pytest.fixture(scope="session")
def database_url() -> str:
    return os.environ["DATABASE_URL"]


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment: None, database_url: str) -> Iterator[None]:
    """Take the prepared database as it is, instead of letting Django make one as superuser."""
    wiper = Wiper(database_url)
    with pytest.MonkeyPatch.context() as patch:
        # Django would flush as the role that serves, which may not truncate.
        patch.setattr(TransactionTestCase, "_fixture_teardown", lambda _case: wiper.wipe())
        yield
    wiper.close()


@pytest.fixture
def redis_url() -> Iterator[str]:
    url = os.environ["REDIS_URL"]
    client = redis.Redis.from_url(url)
    client.flushdb()
    yield url
    client.flushdb()
    client.close()


@pytest.fixture
def owner_connection(database_url: str, django_db_setup: None) -> Iterator[psycopg.Connection]:
    options = "-c role=qiflow_owner -c qiflow.scope=all"
    with psycopg.connect(database_url, autocommit=True, options=options) as connection:
        yield connection


@pytest.fixture
def superuser_connection(database_url: str, django_db_setup: None) -> Iterator[psycopg.Connection]:
    with psycopg.connect(database_url, autocommit=True) as connection:
        yield connection
