"""Until when roles last, and that somebody always gives access."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Q

from kernel.actors import Actor, Scope
from kernel.clock import london_date
from kernel.decisions import require
from kernel.errors import Blocked, NotFound
from people import events, policies
from people.commands.roles import tell_of_grant
from people.models import RoleGrant
from people.policies.access import FIRST_ROLE
from people.roles import BY_CODE


@transaction.atomic
def end_role(*, grant_id: UUID, last_day: date | None, actor: Actor, now: datetime) -> RoleGrant:
    """Say until when a role lasts; a day before today ends it at once, None is no end.

    To make it last longer is to give it once more, so whoever does that may give it.

    Emits:
        UserRoleEnded, or UserRoleExtended
    Raises:
        NotFound, Denied.
        Blocked: it is the last administrator's, or has ended.
    """
    rows = RoleGrant.objects.visible_to(actor).filter(user__isnull=False)
    grant = rows.select_for_update(of=("self",)).filter(pk=grant_id).first()
    if grant is None or grant.user_id is None:
        raise NotFound
    if last_day is None or (grant.to_date is not None and last_day > grant.to_date):
        _extend(grant, grant.user_id, last_day, actor=actor, now=now)
    else:
        _shorten(grant, grant.user_id, last_day, actor=actor, now=now)
    return grant


def _shorten(
    grant: RoleGrant, user_id: UUID, last_day: date, *, actor: Actor, now: datetime
) -> None:
    today = london_date(now)
    last = is_first_role(grant) and not administrators_left_without(
        user_id, grant.organisation_id, today
    )
    require(
        policies.may_end_role(
            actor,
            role=BY_CODE[grant.role_id],
            organisation_id=grant.organisation_id,
            unit_id=grant.unit_id,
            last_administrator=last,
        )
    )
    _refuse_ended(grant, today)
    cut_role(grant, user_id, last_day, actor=actor, now=now)


def _extend(
    grant: RoleGrant, user_id: UUID, last_day: date | None, *, actor: Actor, now: datetime
) -> None:
    require(
        policies.may_grant_role(
            actor,
            role=BY_CODE[grant.role_id],
            organisation_id=grant.organisation_id,
            unit_id=grant.unit_id,
            user_id=user_id,
        )
    )
    _refuse_ended(grant, london_date(now))
    if grant.to_date is None:
        raise Blocked("This role has no end already.", code="no_end", state="open")
    prolong_role(grant, user_id, last_day, actor=actor, now=now)


def _refuse_ended(grant: RoleGrant, today: date) -> None:
    if grant.to_date is not None and grant.to_date < today:
        raise Blocked(
            "This role has ended already. Give it again instead.",
            code="already_ended",
            state="ended",
        )


def is_first_role(grant: RoleGrant) -> bool:
    """Does this role give access in the whole organisation?"""
    return grant.role_id == FIRST_ROLE and grant.scope == Scope.ORGANISATION


def administrators_left_without(user_id: UUID, organisation_id: UUID, today: date) -> bool:
    """Would somebody else still be an administrator of the organisation, without an end?

    Until the transaction ends nobody else asks: two who leave at once would each see the other.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended(%s::text, 23))", [str(organisation_id)]
        )
    administrators = RoleGrant.objects.filter(
        role_id=FIRST_ROLE, organisation_id=organisation_id, scope=Scope.ORGANISATION
    )
    others = administrators.filter(
        to_date__isnull=True, from_date__lte=today, user__is_active=True
    ).exclude(user_id=user_id)
    is_one = administrators.filter(Q(to_date__isnull=True) | Q(to_date__gte=today), user_id=user_id)
    return not is_one.exists() or others.exists()


def cut_role(
    grant: RoleGrant, user_id: UUID, last_day: date, *, actor: Actor, now: datetime
) -> None:
    """Write the last day with its event; the caller has asked the policy."""
    grant.to_date = last_day
    grant.save(update_fields=["to_date"])
    event = events.UserRoleEnded(
        user_id=user_id, grant_id=grant.pk, role=grant.role_id, last_day=last_day
    )
    tell_of_grant(grant, event, actor=actor, now=now, effective_on=last_day)


def prolong_role(
    grant: RoleGrant, user_id: UUID, last_day: date | None, *, actor: Actor, now: datetime
) -> None:
    """Write a later last day, or none, with its event; the caller has asked the policy."""
    grant.to_date = last_day
    grant.save(update_fields=["to_date"])
    event = events.UserRoleExtended(
        user_id=user_id, grant_id=grant.pk, role=grant.role_id, last_day=last_day
    )
    tell_of_grant(grant, event, actor=actor, now=now, effective_on=london_date(now))
