"""Giving roles. Until when they last: `role_ends`."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from kernel import tenancy
from kernel.actors import Actor, Scope
from kernel.clock import london_date
from kernel.decisions import require
from kernel.errors import Blocked, Invalid, NotFound
from kernel.log import append
from people import access, events, policies
from people.commands.rows import require_order
from people.models import Organisation, RoleGrant, Unit, User
from people.roles import BY_CODE, RoleDefinition


@transaction.atomic
def grant_role(
    *,
    user_id: UUID,
    organisation_id: UUID,
    role: str,
    scope: Scope = Scope.ORGANISATION,
    unit_id: UUID | None = None,
    region: str = "",
    from_date: date | None = None,
    to_date: date | None = None,
    actor: Actor,
    now: datetime,
) -> RoleGrant:
    """Give a user one more role, in an organisation or a unit of it.

    Emits:
        UserRoleGranted
    Raises:
        NotFound: the user or the organisation is not the actor's.
        Denied: the role may do more than the actor, or the actor is the user.
        Blocked: they hold it already.
    """
    require_visible_organisation(organisation_id, actor)
    _require_user(user_id, actor, now)
    definition = require_role(role, scope, region)
    require(
        policies.may_grant_role(
            actor,
            role=definition,
            organisation_id=organisation_id,
            unit_id=unit_id,
            user_id=user_id,
        )
    )
    tenancy.join(organisation_id)
    return give(
        user_id=user_id,
        organisation_id=organisation_id,
        role=definition,
        scope=scope,
        unit_id=unit_id,
        region=region,
        from_date=from_date or london_date(now),
        to_date=to_date,
        actor=actor,
        now=now,
    )


def give(
    *,
    user_id: UUID,
    organisation_id: UUID,
    role: RoleDefinition,
    scope: Scope,
    unit_id: UUID | None,
    region: str,
    from_date: date,
    to_date: date | None,
    actor: Actor,
    now: datetime,
    granted_by: UUID | None = None,
) -> RoleGrant:
    """Write the grant with its event; the caller has asked the policy.

    `granted_by`: who gives it, where that is not the actor.
    """
    require_order(from_date, to_date)
    require_unit(scope, unit_id, organisation_id)
    held = RoleGrant.objects.filter(
        Q(to_date__isnull=True) | Q(to_date__gte=from_date),
        user_id=user_id,
        organisation_id=organisation_id,
        role_id=role.code,
        scope=scope,
        region=region,
    )
    in_place = held.filter(unit_id=unit_id) if unit_id else held.filter(unit__isnull=True)
    if in_place.exists():
        raise Blocked("This user holds this role already.", code="already_held")
    grant = RoleGrant.objects.create(
        user_id=user_id,
        organisation_id=organisation_id,
        role_id=role.code,
        scope=scope,
        unit_id=unit_id,
        region=region,
        from_date=from_date,
        to_date=to_date,
        granted_by=granted_by or actor.id,
    )
    event = events.UserRoleGranted(
        user_id=user_id,
        grant_id=grant.pk,
        role=role.code,
        scope=str(scope),
        from_date=from_date,
        unit_id=unit_id,
        to_date=to_date,
    )
    tell_of_grant(grant, event, actor=actor, now=now, effective_on=from_date)
    return grant


def require_visible_organisation(organisation_id: UUID, actor: Actor) -> None:
    if not Organisation.objects.visible_to(actor).filter(pk=organisation_id).exists():
        raise NotFound


def _require_user(user_id: UUID, actor: Actor, now: datetime) -> None:
    if User.objects.filter(pk=user_id).exists():
        return
    # An operator gives roles across organisations, so every active user is known to them.
    known = access.actor_of_user(user_id, london_date(now))
    if known is None or not policies.may_register(actor).allowed:
        raise NotFound


def require_role(code: str, scope: Scope, region: str, *, pointer: str = "/role") -> RoleDefinition:
    """The role, if there is one that reaches so far."""
    role = BY_CODE.get(code)
    if role is None:
        raise Invalid.one(pointer, "There is no such role.", code="unknown")
    if scope not in role.scopes:
        allowed = ", ".join(role.scopes)
        wrong = "/scope" if pointer == "/role" else pointer
        raise Invalid.one(wrong, f"This role reaches: {allowed}.", code="wrong_scope")
    if (scope is Scope.REGION) != bool(region):
        raise Invalid.one("/region", "Name a region for a regional role only.", code="wrong_scope")
    return role


def require_unit(scope: Scope, unit_id: UUID | None, organisation_id: UUID) -> None:
    if (scope is Scope.UNIT) != (unit_id is not None):
        raise Invalid.one("/unit_id", "Name a unit for a unit's role only.", code="wrong_scope")
    if unit_id and not Unit.objects.filter(pk=unit_id, organisation_id=organisation_id).exists():
        raise Invalid.one("/unit_id", "There is no such unit here.", code="unknown")


def tell_of_grant(
    grant: RoleGrant,
    event: events.UserRoleGranted | events.UserRoleEnded | events.UserRoleExtended,
    *,
    actor: Actor,
    now: datetime,
    effective_on: date,
) -> None:
    """Append to the stream of the user who holds it."""
    append(
        organisation_id=grant.organisation_id,
        kind="user",
        stream_id=event.user_id,
        events=[event],
        actor=actor,
        now=now,
        effective_on=effective_on,
    )
