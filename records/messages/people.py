"""Users and persons as readers. (`people` lies below records.)"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db.models import Q

from kernel import clock
from people.models import Person, RoleGrant, User, UserPerson
from records.messages.declared import PERSON, USER, Recipient
from records.messages.recipients import Reach, Reader

_REACH = ("needs", "interpreter_language", "access_needs", "phone", "postal_address")


def users(ids: Sequence[UUID]) -> Mapping[UUID, Reader]:
    """Users who may sign in, with where they work today and what each place knows of them."""
    rows = User.objects.filter(pk__among=ids, is_active=True).values_list("id", "name", "email")
    known = _known_of_users(ids)
    places = _places(ids)
    return {
        user_id: Reader(name, email, known[user_id], frozenset(places[user_id]))
        for user_id, name, email in rows
    }


def persons(ids: Sequence[UUID]) -> Mapping[UUID, Reader]:
    """People who are still there, as their organisation knows them."""
    rows = Person.objects.filter(pk__among=ids, removed_on__isnull=True)
    return {
        row["id"]: Reader(row["name"], row["email"], {row["organisation_id"]: _reach(row)})
        for row in rows.values("id", "organisation_id", "name", "email", *_REACH)
    }


def first_places(ids: Sequence[UUID]) -> dict[UUID, UUID]:
    """One organisation of each user, for what happened in none: the same each time."""
    return {user_id: min(places) for user_id, places in _places(ids).items() if places}


def home_of(recipient: Recipient) -> UUID | None:
    """The organisation whose log tells of a reader's own affairs."""
    if recipient.kind == USER:
        return first_places([recipient.id]).get(recipient.id)
    rows = Person.objects.filter(pk=recipient.id).values_list("organisation_id", flat=True)
    return rows.first() if recipient.kind == PERSON else None


def _known_of_users(ids: Sequence[UUID]) -> dict[UUID, dict[UUID, Reach]]:
    known: dict[UUID, dict[UUID, Reach]] = defaultdict(dict)
    names = {name: f"person__{name}" for name in _REACH}
    rows = UserPerson.objects.filter(user_id__in=ids, person__removed_on__isnull=True)
    for row in rows.order_by("id").values("user_id", "organisation_id", *names.values()):
        reach = _reach({name: row[path] for name, path in names.items()})
        known[row["user_id"]].setdefault(row["organisation_id"], reach)
    return known


def _places(ids: Sequence[UUID]) -> dict[UUID, set[UUID]]:
    today = clock.today()
    places: dict[UUID, set[UUID]] = defaultdict(set)
    held = RoleGrant.objects.filter(
        Q(to_date__isnull=True) | Q(to_date__gte=today), user_id__in=ids, from_date__lte=today
    )
    for user_id, organisation_id in held.values_list("user_id", "organisation_id"):
        if user_id:
            places[user_id].add(organisation_id)
    return places


def _reach(row: Mapping[str, Any]) -> Reach:
    return Reach(
        needs=tuple(row["needs"]),
        language=row["interpreter_language"],
        notes=row["access_needs"],
        phone=row["phone"],
        postal_address=row["postal_address"],
    )
