"""A trust with people, committees and projects, and visitors with roles there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

import pytest
from django.test import Client

from governance.models import Committee, PspAppointment
from kernel import clock
from people.models import Organisation, Person, User
from projects.models import Project
from tests.factories import governance, people, projects
from workflows.drain import settle


@dataclass(frozen=True, kw_only=True)
class Trust:
    """One organisation, with somebody in every role that a test asks for."""

    organisation: Organisation
    administrator: User

    def client(self, role: str = "") -> Client:
        """A signed-in visitor: the administrator, or somebody with a role of this name."""
        user = people.user(role, self.organisation) if role else self.administrator
        client = Client()
        assert client.login(username=user.email, password=people.PASSWORD)
        return client


@dataclass(frozen=True, kw_only=True)
class Furnished(Trust):
    """A trust where something is going on."""

    committee: Committee
    partner: PspAppointment
    person: Person
    project: Project


@pytest.fixture
def trust() -> Trust:
    organisation = people.organisation(name="Larkhill NHS Trust")
    administrator = people.user("administrator", organisation, name="Ann Administrator")
    return Trust(organisation=organisation, administrator=administrator)


@pytest.fixture
def furnished(trust: Trust) -> Furnished:
    """A committee with one partner for two seats, and a project without a partner."""
    now = clock.now()
    organisation = trust.organisation
    people.unit(organisation, name="Stroke ward")
    committee = governance.committee(organisation, now=now)
    partner = governance.appointment(organisation, ends_on=now.date() + timedelta(days=40), now=now)
    seat = governance.seats_of(committee)[0]
    governance.assignment(seat, partner, now=now)
    project = projects.project(organisation, title="Quieter nights", now=now)
    settle()
    return Furnished(
        organisation=organisation,
        administrator=trust.administrator,
        committee=committee,
        partner=partner,
        person=partner.person,
        project=project,
    )


@pytest.fixture
def other_trust() -> Callable[[], Trust]:
    def make() -> Trust:
        organisation = people.organisation(name="Elsewhere NHS Trust")
        return Trust(
            organisation=organisation,
            administrator=people.user("administrator", organisation),
        )

    return make
