"""A trust that is about to arrive, and the administrator who signs its file off."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from kernel.actors import Actor
from people.models import Organisation
from tests.factories import people
from tests.factories.opening import TODAY

NOW = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)


@pytest.fixture
def trust() -> Organisation:
    return people.organisation(name="Fellside NHS Trust", ods_code="ZF1")


@pytest.fixture
def administrator(trust: Organisation) -> Actor:
    return people.actor_of(people.user("administrator", trust), on=TODAY)


@pytest.fixture
def now() -> datetime:
    return NOW
