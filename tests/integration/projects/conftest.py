"""Every test here begins with one organisation and sees everything."""

import pytest

from kernel import tenancy
from people.models import Organisation
from tests.factories import people


@pytest.fixture(autouse=True)
def everything_in_sight(db: None) -> None:
    tenancy.open_to_all()


@pytest.fixture
def trust() -> Organisation:
    return people.organisation()
