"""Giving and ending roles."""

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
from people.policies.access import FIRST_ROLE
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


@transaction.atomic
def end_role(*, grant_id: UUID, last_day: date, actor: Actor, now: datetime) -> RoleGrant:
    """Give a role a last day; a day before today ends it at once.

    Emits:
        UserRoleEnded
    Raises:
        NotFound, Denied.
        Blocked: it is the last administrator's, or has ended.
    """
    rows = RoleGrant.objects.visible_to(actor).filter(user__isnull=False)
    grant = rows.select_for_update(of=("self",)).filter(pk=grant_id).first()
    if grant is None or grant.user_id is None:
        raise NotFound
    today = london_date(now)
    last = grant.role_id == FIRST_ROLE and not administrators_left_without(
        grant.user_id, grant.organisation_id, today
    )
    require(
        policies.may_end_role(
            actor,
            role=BY_CODE[grant.role_id],
            organisation_id=grant.organisation_id,
            last_administrator=last,
        )
    )
    if grant.to_date is not None and grant.to_date < today:
        raise Blocked("This role has ended already.", code="already_ended", state="ended")
    _end(grant, grant.user_id, last_day, actor=actor, now=now)
    return grant


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
) -> RoleGrant:
    """Write the grant with its event; the caller has asked the policy."""
    require_order(from_date, to_date)
    _require_unit(scope, unit_id, organisation_id)
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
        granted_by=actor.id,
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
    _append(grant, event, actor=actor, now=now, effective_on=from_date)
    return grant


def administrators_left_without(user_id: UUID, organisation_id: UUID, today: date) -> bool:
    """Would somebody else still be an administrator of the organisation, without an end?"""
    others = RoleGrant.objects.filter(
        role_id=FIRST_ROLE,
        organisation_id=organisation_id,
        scope=Scope.ORGANISATION,
        to_date__isnull=True,
        from_date__lte=today,
        user__is_active=True,
    ).exclude(user_id=user_id)
    is_one = RoleGrant.objects.filter(
        Q(to_date__isnull=True) | Q(to_date__gte=today),
        role_id=FIRST_ROLE,
        organisation_id=organisation_id,
        user_id=user_id,
    )
    return not is_one.exists() or others.exists()


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


def require_role(code: str, scope: Scope, region: str) -> RoleDefinition:
    """The role, if there is one that reaches so far."""
    role = BY_CODE.get(code)
    if role is None:
        raise Invalid.one("/role", "There is no such role.", code="unknown")
    if scope not in role.scopes:
        allowed = ", ".join(role.scopes)
        raise Invalid.one("/scope", f"This role reaches: {allowed}.", code="wrong_scope")
    if (scope is Scope.REGION) != bool(region):
        raise Invalid.one("/region", "Name a region for a regional role only.", code="wrong_scope")
    return role


def _require_unit(scope: Scope, unit_id: UUID | None, organisation_id: UUID) -> None:
    if (scope is Scope.UNIT) != (unit_id is not None):
        raise Invalid.one("/unit_id", "Name a unit for a unit's role only.", code="wrong_scope")
    if unit_id and not Unit.objects.filter(pk=unit_id, organisation_id=organisation_id).exists():
        raise Invalid.one("/unit_id", "There is no such unit here.", code="unknown")


def _end(grant: RoleGrant, user_id: UUID, last_day: date, *, actor: Actor, now: datetime) -> None:
    grant.to_date = last_day
    grant.save(update_fields=["to_date"])
    event = events.UserRoleEnded(
        user_id=user_id, grant_id=grant.pk, role=grant.role_id, last_day=last_day
    )
    _append(grant, event, actor=actor, now=now, effective_on=last_day)


def _append(
    grant: RoleGrant,
    event: events.UserRoleGranted | events.UserRoleEnded,
    *,
    actor: Actor,
    now: datetime,
    effective_on: date,
) -> None:
    append(
        organisation_id=grant.organisation_id,
        kind="user",
        stream_id=event.user_id,
        events=[event],
        actor=actor,
        now=now,
        effective_on=effective_on,
    )
