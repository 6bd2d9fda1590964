"""Names of the users one works with: who did something, and who may approve something."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.db import connection
from django.db.models import Case, Exists, OuterRef, Q, Value, When

from kernel.actors import Actor, Scope
from people.models import RoleGrant, User, UserPerson
from people.queries.persons import readable_people


def colleague_names(actor: Actor, ids: Iterable[UUID]) -> dict[UUID, str]:
    """Names of users who hold or held a role in one of the actor's organisations."""
    grants = RoleGrant.objects.visible_to(actor).filter(user_id=OuterRef("pk"))
    rows = User.objects.filter(Exists(grants), pk__among=set(ids))
    return dict(rows.values_list("id", "name"))


def who_may(
    actor: Actor, permissions: Iterable[str], *, organisation_id: UUID, on: date
) -> list[tuple[UUID, str]]:
    """Other users who hold one of these permissions in the organisation on a day, by name."""
    wanted = Q()
    for permission in permissions:
        wanted |= Q(role__permissions__contains=[permission])
    grants = RoleGrant.objects.visible_to(actor).filter(
        wanted,
        Q(to_date__isnull=True) | Q(to_date__gte=on),
        user_id=OuterRef("pk"),
        organisation_id=organisation_id,
        from_date__lte=on,
    )
    rows = User.objects.filter(Exists(grants), is_active=True)
    if actor.id is not None:
        rows = rows.exclude(pk=actor.id)
    return list(rows.order_by("name", "id").values_list("id", "name"))


def members_who_may(
    actor: Actor,
    permissions: Iterable[str],
    *,
    organisation_id: UUID,
    unit_id: UUID | None,
    on: date,
) -> list[tuple[UUID, str]]:
    """Users with one of these permissions in the organisation, or in the unit or one above it.

    The actor is among them. By name.
    """
    wanted = Q()
    for permission in permissions:
        wanted |= Q(role__permissions__contains=[permission])
    reach = Q(scope=Scope.ORGANISATION)
    if unit_id:
        reach |= Q(scope=Scope.UNIT, unit_id__in=_and_above(unit_id, on=on))
    grants = RoleGrant.objects.visible_to(actor).filter(
        wanted,
        reach,
        Q(to_date__isnull=True) | Q(to_date__gte=on),
        user_id=OuterRef("pk"),
        organisation_id=organisation_id,
        from_date__lte=on,
    )
    rows = User.objects.filter(Exists(grants), is_active=True)
    return list(rows.order_by("name", "id").values_list("id", "name"))


def users_of(person_ids: Iterable[UUID]) -> dict[UUID, set[UUID]]:
    """The users who are these people, for whoever asks on behalf of the service."""
    rows = UserPerson.objects.filter(person_id__in=set(person_ids))
    found: dict[UUID, set[UUID]] = {}
    for person_id, user_id in rows.values_list("person_id", "user_id"):
        found.setdefault(person_id, set()).add(user_id)
    return found


def people_without_account(
    actor: Actor, *, organisation_id: UUID, most: int
) -> list[tuple[UUID, str]]:
    """People of an organisation, as far as the actor reads them, who do not sign in.

    Partners first, then by name.
    """
    signing_in = UserPerson.objects.visible_to(actor).values("person_id")
    rows = readable_people(actor).filter(organisation_id=organisation_id, removed_on=None)
    rows = rows.exclude(pk__in=signing_in)
    staff = Case(When(partner_kind="", then=Value(1)), default=Value(0))
    return list(rows.order_by(staff, "name", "id").values_list("id", "name")[:most])


_ABOVE = """
    WITH RECURSIVE above AS (
        SELECT %(id)s::uuid AS id
        UNION
        SELECT place.parent_id FROM above
        JOIN people_unitplace place ON place.unit_id = above.id
        WHERE place.parent_id IS NOT NULL AND place.superseded_at IS NULL
            AND place.from_date <= %(day)s
            AND (place.to_date IS NULL OR place.to_date >= %(day)s)
    )
    SELECT id FROM above
"""


def _and_above(unit_id: UUID, *, on: date) -> list[UUID]:
    with connection.cursor() as cursor:
        cursor.execute(_ABOVE, {"id": unit_id, "day": on})
        return [row[0] for row in cursor.fetchall()]
