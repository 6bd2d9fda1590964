"""Who leaves, what they hold, and who could take it over."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q

from kernel.actors import Actor
from kernel.decisions import require
from kernel.errors import Invalid, NotFound
from people import policies
from people.leavers.declared import HOLDINGS, Held, Holding, Leaver, Receiver
from people.models import Leaving, RoleGrant, User, UserPerson
from people.policies import HeldRole
from people.roles import BY_CODE


@dataclass(frozen=True, slots=True, kw_only=True)
class Holds:
    """What a leaver holds of one kind."""

    holding: Holding
    things: tuple[Held, ...]


def leaver_of(
    actor: Actor, user_id: UUID, organisation_id: UUID, *, last_day: date, today: date
) -> Leaver:
    """The user as somebody who leaves the organisation, for whoever keeps them there.

    Raises:
        NotFound: nobody who has or had a role there. Denied: the actor does not keep them.
    """
    held = roles_there(actor, user_id, organisation_id, today=today)
    if not held:
        raise NotFound
    require(policies.may_keep_user(actor, user_id=user_id, held=held))
    people = UserPerson.objects.filter(user_id=user_id, organisation_id=organisation_id)
    return Leaver(
        user_id=user_id,
        organisation_id=organisation_id,
        person_ids=frozenset(people.values_list("person_id", flat=True)),
        last_day=last_day,
    )


def home_of(actor: Actor, user_id: UUID, named: UUID | None = None) -> UUID:
    """The organisation that a user leaves: the one that is named, or the only one.

    Raises:
        NotFound: no role in an organisation of the actor's. Invalid: several, and none is named.
    """
    rows = RoleGrant.objects.visible_to(actor).filter(user_id=user_id)
    homes = set(rows.values_list("organisation_id", flat=True))
    if named is not None:
        homes &= {named}
    if not homes:
        raise NotFound
    if len(homes) > 1:
        raise Invalid.one(
            "/organisation_id",
            "Say which organisation: they work in several of yours.",
            code="required",
        )
    return homes.pop()


def roles_there(
    actor: Actor, user_id: UUID, organisation_id: UUID, *, today: date
) -> list[HeldRole]:
    """Roles of today and to come in one organisation; those of the past where there are none."""
    rows = list(
        RoleGrant.objects.visible_to(actor).filter(user_id=user_id, organisation_id=organisation_id)
    )
    open_ones = [row for row in rows if row.to_date is None or row.to_date >= today]
    return [
        HeldRole(
            role=BY_CODE[row.role_id], organisation_id=row.organisation_id, unit_id=row.unit_id
        )
        for row in open_ones or rows
    ]


def holds(actor: Actor, leaver: Leaver, *, today: date) -> tuple[Holds, ...]:
    """Everything that the leaver holds, kind by kind."""
    found = (
        Holds(holding=holding, things=tuple(holding.held(actor, leaver, today)))
        for holding in HOLDINGS.values()
    )
    return tuple(one for one in found if one.things)


def receivers(
    actor: Actor, organisation_id: UUID, *, leaver_id: UUID, today: date
) -> dict[UUID, Receiver]:
    """Colleagues who could take over, by name: with a role today, and not leaving themselves."""
    grants = RoleGrant.objects.visible_to(actor).filter(
        Q(to_date__isnull=True) | Q(to_date__gte=today),
        organisation_id=organisation_id,
        from_date__lte=today,
        user_id=OuterRef("pk"),
    )
    leaving = Leaving.objects.filter(
        organisation_id=organisation_id,
        user_id=OuterRef("pk"),
        done_at__isnull=True,
        cancelled_at__isnull=True,
    )
    rows = User.objects.filter(Exists(grants), ~Exists(leaving), is_active=True)
    found = list(rows.exclude(pk=leaver_id).order_by("name", "id").values_list("pk", "name"))
    people = _people_of((pk for pk, _ in found), organisation_id)
    return {pk: Receiver(user_id=pk, name=name, person_id=people.get(pk)) for pk, name in found}


def leaving_of(
    actor: Actor, user_id: UUID, *, organisation_id: UUID | None = None
) -> dict[str, Any] | None:
    """The open decision that a user leaves, in an organisation of the actor's or in this one."""
    rows = Leaving.objects.visible_to(actor).filter(
        user_id=user_id, done_at__isnull=True, cancelled_at__isnull=True
    )
    if organisation_id:
        rows = rows.filter(organisation_id=organisation_id)
    found = rows.values(
        "id", "organisation_id", "last_day", "receiver_id", "decided_at", "decided_by"
    ).first()
    return dict(found) if found else None


def _people_of(user_ids: Iterable[UUID], organisation_id: UUID) -> dict[UUID, UUID]:
    rows = UserPerson.objects.filter(
        user_id__in=list(user_ids), organisation_id=organisation_id, person__removed_on__isnull=True
    )
    return dict(rows.order_by("-person_id").values_list("user_id", "person_id"))
