"""The last day of a leaver is over: the rest is handed over, and every door is closed."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

import structlog
from django.db import transaction
from django.db.models import Q

from kernel.actors import SYSTEM
from kernel.errors import Refusal
from people import events
from people.commands.passwords import end_resets
from people.commands.users import tell, works_elsewhere
from people.leavers.declared import HOLDINGS, Held, Holding, Leaver, Receiver, When
from people.models import Leaving, RoleGrant, User
from people.queries.leavers import leaver_of, receivers

#: The timer that closes the doors when the last day is over.
LAST_DAY_OVER = "user.left"
#: A decision that somebody leaves, still to come or to be taken back.
OPEN = Q(done_at__isnull=True, cancelled_at__isnull=True)

logger = structlog.get_logger(__name__)


def close_doors(*, subject_id: UUID, today: date, now: datetime) -> None:
    """The last day of a leaver is over. Somebody who was given a role since stays.

    Emits:
        UserLeft, UserDisabled, ApiKeyRevoked, and what each thing that changes hands emits
    """
    rows = Leaving.objects.select_for_update(of=("self",))
    leaving = rows.filter(OPEN, pk=subject_id).first()
    if leaving is None:
        return
    when = When(actor=SYSTEM, now=now, today=today)
    if _has_role(leaving, today):
        leaving.cancelled_at = now
        leaving.save(update_fields=["cancelled_at"])
        return
    leaver = leaver_of(
        SYSTEM,
        leaving.user_id,
        leaving.organisation_id,
        last_day=leaving.last_day,
        today=today,
    )
    shut(leaving, leaver, when, handed_over=_give_rest(leaver, leaving, when))


def _give_rest(leaver: Leaver, leaving: Leaving, when: When) -> int:
    """What came to the leaver since goes to the receiver, or to who decided; how many things."""
    known = receivers(SYSTEM, leaver.organisation_id, leaver_id=leaver.user_id, today=when.today)
    wanted = (leaving.receiver_id, leaving.decided_by)
    candidates = [known[one] for one in wanted if one in known]
    return sum(
        _given(holding, thing, leaver, candidates, when)
        for holding in HOLDINGS.values()
        if holding.hand_over is not None
        for thing in tuple(holding.held(SYSTEM, leaver, when.today))
    )


def _given(
    holding: Holding, thing: Held, leaver: Leaver, candidates: list[Receiver], when: When
) -> bool:
    """The first who can takes the thing over; what nobody can stays, and is logged."""
    for receiver in candidates:
        try:
            with transaction.atomic():
                holding.hand_over(thing, leaver, receiver, when)  # type: ignore[misc]
        except Refusal:
            continue
        return True
    logger.warning("leaver_still_holds", kind=holding.kind, id=str(thing.id))
    return False


def _has_role(leaving: Leaving, today: date) -> bool:
    rows = RoleGrant.objects.filter(
        Q(to_date__isnull=True) | Q(to_date__gte=today),
        user_id=leaving.user_id,
        organisation_id=leaving.organisation_id,
    )
    return bool(rows.exists())


def shut(leaving: Leaving, leaver: Leaver, when: When, *, handed_over: int) -> None:
    """Whatever ends with the last day ends; who works nowhere else can no longer sign in."""
    for holding in HOLDINGS.values():
        if holding.finish is not None:
            for thing in tuple(holding.held(when.actor, leaver, when.today)):
                holding.finish(thing, leaver, when)
    leaving.done_at = when.now
    leaving.save(update_fields=["done_at"])
    event = events.UserLeft(
        user_id=leaver.user_id, last_day=leaver.last_day, handed_over=handed_over
    )
    tell(leaver.organisation_id, leaver.user_id, event, actor=when.actor, now=when.now)
    if not works_elsewhere(leaver.user_id, [leaver.organisation_id], when.today):
        _disable(leaver, when)


def _disable(leaver: Leaver, when: When) -> None:
    user = User.objects.get(pk=leaver.user_id)
    if not user.is_active:
        return
    user.is_active = False
    user.save(update_fields=["is_active"])
    end_resets(user.pk, now=when.now)
    event = events.UserDisabled(user_id=user.pk)
    tell(leaver.organisation_id, user.pk, event, actor=when.actor, now=when.now)
