"""Organisations, units, people and users for tests. The connection must be open to all."""

import itertools
from datetime import UTC, date, datetime
from typing import Any, TypeVar

from kernel import clock
from kernel.actors import Actor, Scope
from kernel.models import Aggregate
from people.access import actor_of_user
from people.models import (
    ApiKey,
    Employment,
    Organisation,
    Person,
    Role,
    RoleGrant,
    Unit,
    UnitPlace,
    User,
    UserPerson,
)

LONG_AGO = date(2020, 1, 1)
RECORDED = datetime(2020, 1, 1, 9, tzinfo=UTC)
PASSWORD = "correct horse battery"

Thing = TypeVar("Thing", bound=Aggregate)

_numbers = itertools.count(1)


def organisation(*, name: str = "", type: str = "trust", **values: Any) -> Organisation:  # noqa: A002
    number = next(_numbers)
    return _aggregate(Organisation(name=name or f"Trust {number}", type=type, **values))


def unit(
    organisation: Organisation, *, name: str = "", parent: Unit | None = None, **values: Any
) -> Unit:
    number = next(_numbers)
    values = {"type": "ward", "name": name or f"Ward {number}", **values}
    made = _aggregate(Unit(organisation=organisation, **values))
    UnitPlace.objects.create(
        organisation=organisation,
        unit=made,
        parent=parent,
        from_date=LONG_AGO,
        recorded_at=RECORDED,
    )
    return made


def person(organisation: Organisation, *, name: str = "", **values: Any) -> Person:
    number = next(_numbers)
    return _aggregate(Person(organisation=organisation, name=name or f"Person {number}", **values))


def employment(
    person: Person,
    *,
    employer: Organisation | None = None,
    basis: str = "contract",
    confirmed: bool = True,
    from_date: date = LONG_AGO,
    to_date: date | None = None,
) -> Employment:
    return Employment.objects.create(
        organisation_id=person.organisation_id,
        person=person,
        employer=employer,
        basis=basis,
        confirmed=confirmed,
        from_date=from_date,
        to_date=to_date,
        recorded_at=RECORDED,
    )


def user(
    role: str | None = None,
    organisation: Organisation | None = None,
    *,
    unit: Unit | None = None,
    scope: Scope | None = None,
    email: str = "",
    name: str = "",
    password: str = PASSWORD,
    person: Person | None = None,
    **values: Any,
) -> User:
    """A user; with a role, holding it in `organisation` (in `unit` only, if given)."""
    number = next(_numbers)
    made = User(email=email or f"user{number}@example.org", name=name or f"User {number}", **values)
    made.set_password(password)
    made.save()
    if role and organisation:
        grant(made, role, organisation, unit=unit, scope=scope)
    if person:
        UserPerson.objects.create(organisation_id=person.organisation_id, user=made, person=person)
    return made


def grant(
    user: User | None,
    role: str,
    organisation: Organisation,
    *,
    unit: Unit | None = None,
    scope: Scope | None = None,
    from_date: date = LONG_AGO,
    to_date: date | None = None,
    region: str = "",
    api_key: ApiKey | None = None,
) -> RoleGrant:
    return RoleGrant.objects.create(
        user=user,
        api_key=api_key,
        organisation=organisation,
        role=Role.objects.get(code=role),
        scope=scope or (Scope.UNIT if unit else Scope.ORGANISATION),
        unit=unit,
        region=region,
        from_date=from_date,
        to_date=to_date,
    )


def actor_of(user: User, *, on: date | None = None) -> Actor:
    """What the door would make of this user; the connection stays open to all."""
    actor = actor_of_user(user.pk, on or clock.today())
    assert actor is not None, "this user is disabled"
    return actor


def _aggregate(thing: Thing) -> Thing:
    thing.version = 1
    thing.created_at = thing.updated_at = RECORDED
    thing.save(force_insert=True)
    return thing
