"""What many tests look at is made once, and committed; each of them is rolled back."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

from django.db import connection
from django.test import TransactionTestCase

from kernel import tenancy

Made = TypeVar("Made")


@contextmanager
def committed(blocker: Any, make: Callable[[], Made]) -> Iterator[Made]:
    """What `make` writes stays until the end, where every table is brought back.

    `blocker`: the fixture `django_db_blocker`. Not one long transaction, because that would hold
    up whoever follows the log.
    """
    try:
        with blocker.unblock():
            tenancy.open_to_all()
            made = make()
        yield made
    finally:
        with blocker.unblock():
            connection.close()
            # As after each test that commits.
            TransactionTestCase._fixture_teardown(None)  # type: ignore[arg-type]
