"""One trust with an administrator, and partners to seat."""

from __future__ import annotations

import pytest

from kernel import tenancy
from kernel.actors import Actor
from people.models import Organisation
from tests.factories import people
from tests.factories.governance import TODAY


@pytest.fixture(autouse=True)
def everything_in_sight(db: None) -> None:
    tenancy.open_to_all()


@pytest.fixture
def trust() -> Organisation:
    return people.organisation()


@pytest.fixture
def keeper(trust: Organisation) -> Actor:
    """An administrator of the trust."""
    return people.actor_of(people.user("administrator", trust), on=TODAY)


@pytest.fixture
def specialist(trust: Organisation) -> Actor:
    return people.actor_of(people.user("ps_specialist", trust), on=TODAY)


@pytest.fixture
def stranger() -> Actor:
    """An administrator of another trust."""
    return people.actor_of(people.user("administrator", people.organisation()), on=TODAY)
