"""Where an actor's roles reach, as a condition on rows that name an organisation and a unit."""

from __future__ import annotations

from django.db.models import Q

from kernel.actors import Actor, Scope


def within(actor: Actor, permission: str) -> Q:
    """Rows of the organisations and units in which a role of the actor lists the permission.

    The same answer as `Actor.may`, for many rows at once.
    """
    if actor.everywhere:
        return Q()
    if not actor.may_write and not permission.endswith(".read"):
        return Q(pk__in=[])
    reached = Q(pk__in=[])
    for grant in actor.grants:
        if permission not in grant.permissions:
            continue
        if grant.scope is Scope.ORGANISATION:
            reached |= Q(organisation_id=grant.organisation_id)
        elif grant.scope is Scope.UNIT:
            reached |= Q(organisation_id=grant.organisation_id, unit_id__in=grant.unit_ids)
    return reached
