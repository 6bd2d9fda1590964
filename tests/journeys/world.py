"""The trust in which the journeys take place, and how somebody comes in there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.test import Client

from governance.models import Committee, PspAppointment
from kernel import clock, tenancy
from people.models import Organisation, Person, User
from projects.models import Project
from tests.factories import governance, people, projects
from tests.journeys.visitor import Visitor
from workflows.drain import settle


@dataclass(frozen=True, kw_only=True)
class World:
    """A trust with an administrator, another one for second approvals, and a unit."""

    organisation: Organisation
    administrator: User
    colleague: User

    def work(self) -> None:
        """Let the workers do what is undone."""
        settle()
        tenancy.open_to_all()

    def committee(self, *, seats: int = 2) -> Committee:
        return governance.committee(self.organisation, seats=seats, now=clock.now())

    def partner(self, *, name: str, days_left: int = 400) -> PspAppointment:
        """An active partner whose term ends in so many days."""
        today = clock.today()
        person = people.person(self.organisation, name=name, partner_kind="patient")
        return governance.appointment(
            self.organisation,
            person=person,
            ends_on=today + timedelta(days=days_left),
            now=clock.now(),
        )

    def seat(self, committee: Committee, number: int, partner: PspAppointment) -> None:
        seat = governance.seats_of(committee)[number - 1]
        governance.assignment(seat, partner, now=clock.now())

    def person(self, name: str, *, partner: bool = False) -> Person:
        kind = "patient" if partner else ""
        return people.person(self.organisation, name=name, partner_kind=kind)

    def project(self, title: str) -> Project:
        return projects.project(self.organisation, title=title, now=clock.now())


def build() -> World:
    tenancy.open_to_all()
    organisation = people.organisation(name="Larkhill NHS Trust")
    people.unit(organisation, name="Stroke ward")
    return World(
        organisation=organisation,
        administrator=people.user(
            "administrator", organisation, name="Ann Administrator", email="ann@example.org"
        ),
        colleague=people.user("administrator", organisation, name="Cal Colleague"),
    )


def arrive(visitor: Visitor, user: User) -> None:
    """Stand before one's own start page, signed in a moment ago by a door not looked at here."""
    client = Client()
    client.force_login(user)
    visitor.carries(client.session.session_key or "")
    visitor.opens("/")
    visitor.sees_heading("What needs you now")


def sign_in(visitor: Visitor, user: User) -> None:
    """Come in by the door, as everybody does."""
    visitor.opens("/sign-in")
    visitor.fills("Email address", user.email)
    visitor.fills("Password", people.PASSWORD)
    visitor.presses("Sign in")
    visitor.sees_heading("What needs you now")


def parts(day: date) -> tuple[str, str, str]:
    """A day as the three boxes of a date."""
    return str(day.day), str(day.month), str(day.year)
