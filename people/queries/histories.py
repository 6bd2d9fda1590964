"""Everything that happened to a person, a user, a unit or an organisation: see `kernel.history`."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from kernel import clock
from kernel.actors import Actor
from kernel.api.pages import Page
from kernel.errors import NotFound
from kernel.history import history
from people.queries.access import get_user
from people.queries.bodies import get_organisation
from people.queries.persons import get_person
from people.queries.units import get_unit


def person_history(
    actor: Actor, person_id: UUID, *, page: Page, **narrowed: Any
) -> list[dict[str, Any]]:
    """Events of a person, for whoever reads their particulars.

    Raises:
        NotFound, Denied.
    """
    get_person(actor, person_id)
    return history("person", person_id, page=page, **narrowed)


def user_history(
    actor: Actor, user_id: UUID, *, page: Page, **narrowed: Any
) -> list[dict[str, Any]]:
    """Events of a user in the organisations all of whose users the actor reads.

    Raises:
        NotFound.
    """
    get_user(actor, user_id)
    readable = {
        one for one in actor.organisation_ids if actor.may("user.read", organisation_id=one)
    }
    within = None if actor.everywhere else readable
    return history("user", user_id, page=page, within=within, **narrowed)


def unit_history(
    actor: Actor, unit_id: UUID, *, page: Page, **narrowed: Any
) -> list[dict[str, Any]]:
    """Events of a unit.

    Raises:
        NotFound.
    """
    get_unit(actor, unit_id, on=clock.london_date(clock.now()))
    return history("unit", unit_id, page=page, **narrowed)


def organisation_history(
    actor: Actor, organisation_id: UUID, *, page: Page, **narrowed: Any
) -> list[dict[str, Any]]:
    """Events of an organisation, for its own people; what others see of it has no history.

    Raises:
        NotFound.
    """
    get_organisation(actor, organisation_id)
    if not actor.everywhere and organisation_id not in actor.organisation_ids:
        raise NotFound
    return history("organisation", organisation_id, page=page, **narrowed)
