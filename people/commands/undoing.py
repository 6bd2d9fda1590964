"""Takes back what an import brought, while nothing was built on it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import ProtectedError

from kernel.actors import Actor
from kernel.clock import london_date
from kernel.errors import Blocked
from kernel.log import record
from people import events
from people.commands.persons import change_person, present
from people.models import Person

_CHANGED_SINCE = "This person was changed since, so the import stays."
_IN_USE = "This person is in use by now, so the import stays."


@transaction.atomic
def withdraw_person(*, person_id: UUID, version: int, actor: Actor, now: datetime) -> None:
    """A person who was registered by an import is taken out again, without a trace but the log.

    Emits:
        PersonWithdrawn
    Raises:
        NotFound, Denied.
        Blocked: the person was changed since, or something refers to them.
    """
    person = _as_left(person_id, version, actor)
    event = events.PersonWithdrawn(person_id=person_id)
    record(person, event, actor=actor, now=now, effective_on=london_date(now))
    try:
        with transaction.atomic():
            Person.objects.filter(pk=person_id).delete()
    except (ProtectedError, IntegrityError):
        raise Blocked(_IN_USE, code="in_use") from None


@transaction.atomic
def change_back(
    *, person_id: UUID, version: int, values: Mapping[str, Any], actor: Actor, now: datetime
) -> None:
    """A person whom an import changed is as before.

    Emits:
        PersonChanged
    Raises:
        NotFound, Denied.
        Blocked: the person was changed since.
    """
    _as_left(person_id, version, actor)
    change_person(person_id=person_id, values=values, actor=actor, now=now)


def _as_left(person_id: UUID, version: int, actor: Actor) -> Person:
    person = present(person_id, actor, None)
    if person.version != version:
        raise Blocked(_CHANGED_SINCE, code="changed_since")
    return person
