"""The world and everybody in it, for all tests of a run that look at them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest

from tests.integration.committed import committed
from tests.integration.walls import world as worlds
from tests.integration.walls.callers import Caller, everybody, member
from tests.integration.walls.world import World


@dataclass(frozen=True, slots=True, kw_only=True)
class Town:
    """The world, everybody before its doors, and an administrator of the other organisation."""

    world: World
    callers: list[Caller]
    stranger: Caller


def _build() -> Town:
    world = worlds.build()
    callers, stranger = everybody(world.home), member("administrator", world.other)
    return Town(world=world, callers=callers, stranger=stranger)


@pytest.fixture(scope="session")
def town(django_db_setup: None, django_db_blocker: Any) -> Iterator[Town]:
    """Made once for the whole run; tests look at it by the fixture `world`.

    Tests that ask for no database of their own come last, so that nobody else sees it.
    """
    with committed(django_db_blocker, _build) as made:
        yield made
