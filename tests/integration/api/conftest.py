"""The world of the isolation matrix, for requests of its administrator."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.core.signals import request_finished, request_started
from django.db import close_old_connections

from tests.integration.walls.callers import Caller, key, member
from tests.integration.walls.conftest import callers, rolled_back, world
from tests.integration.walls.world import Relation, World

__all__ = ["callers", "rolled_back", "world"]


@pytest.fixture(autouse=True)
def one_connection() -> Iterator[None]:
    """Requests past Django's own client do not end the transaction that all cells share."""
    request_started.disconnect(close_old_connections)
    request_finished.disconnect(close_old_connections)
    yield
    request_started.connect(close_old_connections)
    request_finished.connect(close_old_connections)


@pytest.fixture(scope="module")
def admin(world: World) -> Caller:
    return member("administrator", world.home)


@pytest.fixture(scope="module")
def system(world: World) -> Caller:
    """Another system, with the key of an administrator."""
    return key(world.home)


@pytest.fixture(scope="module")
def ids(world: World) -> dict[str, str]:
    """Things of the home organisation, by name."""
    return dict(world.ids[Relation.OWN])
