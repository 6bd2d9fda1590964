"""Who holds a role today: for approvals by somebody other than the one who acts."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db.models import Q

from kernel.actors import Actor
from people.models import RoleGrant, UserPerson


def _grants(user_id: UUID, organisation_id: UUID, today: date) -> list[tuple[str, list[str]]]:
    rows = RoleGrant.objects.filter(
        Q(to_date__isnull=True) | Q(to_date__gte=today),
        user_id=user_id,
        user__is_active=True,
        organisation_id=organisation_id,
        from_date__lte=today,
    )
    return list(rows.values_list("role_id", "role__permissions"))


def holds(user_id: UUID | None, permission: str, *, organisation_id: UUID, today: date) -> bool:
    """Does this user hold a role with the permission in the organisation today?"""
    if user_id is None:
        return False
    return any(permission in listed for _, listed in _grants(user_id, organisation_id, today))


def has_role(user_id: UUID | None, role: str, *, organisation_id: UUID, today: date) -> bool:
    if user_id is None:
        return False
    return any(code == role for code, _ in _grants(user_id, organisation_id, today))


def is_person(user_id: UUID | None, person_id: UUID | None) -> bool:
    """Is this user linked to this person?"""
    if user_id is None or person_id is None:
        return False
    return UserPerson.objects.filter(user_id=user_id, person_id=person_id).exists()


def another_holder(
    approved_by: UUID | None,
    permission: str,
    *,
    actor: Actor,
    organisation_id: UUID,
    today: date,
) -> bool:
    """Is the approver somebody else who holds the same permission?"""
    if approved_by is None or approved_by == actor.id:
        return False
    return holds(approved_by, permission, organisation_id=organisation_id, today=today)
