"""Organisations, units, people and users for tests. The connection must be open to all."""

import itertools
from datetime import UTC, date, datetime
from typing import Any, TypeVar
from uuid import UUID

from kernel.actors import Actor, Grant, Scope
from kernel.models import Aggregate
from people.models import (
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
    user: User,
    role: str,
    organisation: Organisation,
    *,
    unit: Unit | None = None,
    scope: Scope | None = None,
    from_date: date = LONG_AGO,
    to_date: date | None = None,
    region: str = "",
) -> RoleGrant:
    return RoleGrant.objects.create(
        user=user,
        organisation=organisation,
        role=Role.objects.get(code=role),
        scope=scope or (Scope.UNIT if unit else Scope.ORGANISATION),
        unit=unit,
        region=region,
        from_date=from_date,
        to_date=to_date,
    )


def actor_of(user: User, *, on: date | None = None) -> Actor:
    """What the door would make of this user."""
    from kernel.actors import ActorKind

    grants = tuple(
        Grant(
            role=held.role_id,
            scope=Scope(held.scope),
            permissions=frozenset(held.role.permissions),
            organisation_id=held.organisation_id,
        )
        for held in RoleGrant.objects.filter(user=user).select_related("role")
    )
    return Actor(
        kind=ActorKind.USER,
        id=user.pk,
        grants=grants,
        organisation_ids=frozenset(_ids(grants)),
    )


def _ids(grants: tuple[Grant, ...]) -> list[UUID]:
    return [held.organisation_id for held in grants if held.organisation_id]


def _aggregate(thing: Thing) -> Thing:
    thing.version = 1
    thing.created_at = thing.updated_at = RECORDED
    thing.save(force_insert=True)
    return thing
