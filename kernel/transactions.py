"""Where the transaction of a command begins and ends."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from typing import ParamSpec, TypeVar

from django.db import transaction

P = ParamSpec("P")
R = TypeVar("R")

#: A door has opened a transaction that it gives back as a whole when a command refuses.
_OPENED_BY_DOOR: ContextVar[bool] = ContextVar("opened_by_door", default=False)


@contextmanager
def joined_by_commands() -> Iterator[None]:
    """Within, a command is part of the transaction that the door has just begun."""
    token = _OPENED_BY_DOOR.set(True)
    try:
        yield
    finally:
        _OPENED_BY_DOOR.reset(token)


def in_one_transaction(command: Callable[P, R]) -> Callable[P, R]:
    """All of a command or nothing.

    Where a door gives everything back on a refusal, a savepoint of the command's own would be two
    more round trips that protect nothing.
    """

    @wraps(command)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        with transaction.atomic(savepoint=not _OPENED_BY_DOOR.get()):
            return command(*args, **kwargs)

    return run
