"""What many tests look at is made once, and committed; each of them is rolled back."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection
from django.test import TransactionTestCase

from kernel import tenancy


@contextmanager
def committed(blocker: Any) -> Iterator[None]:
    """Everything that is written until the end stays, and is taken away there.

    `blocker`: the fixture `django_db_blocker`. Not one long transaction, because that would hold
    up whoever follows the log.
    """
    with blocker.unblock():
        tenancy.open_to_all()
        try:
            yield
        finally:
            connection.close()
            # As after each test that commits.
            TransactionTestCase._fixture_teardown(None)  # type: ignore[arg-type]
