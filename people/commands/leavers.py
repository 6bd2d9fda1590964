"""Somebody leaves an organisation: what they hold goes to others, and their doors close."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from kernel.actors import Actor
from kernel.clock import london_date
from kernel.decisions import require
from kernel.errors import Blocked, Invalid, NotFound
from kernel.models import Timer
from people import events, policies
from people.commands.leavers_doors import LAST_DAY_OVER, OPEN, shut
from people.commands.role_ends import administrators_left_without, cut_role, prolong_role
from people.commands.users import tell
from people.leavers.declared import HOLDINGS, Held, Leaver, Receiver, When
from people.models import Leaving, RoleGrant, User
from people.queries.leavers import leaver_of, receivers
from people.roles import BY_CODE

#: Which thing goes to whom, by kind and id.
Choices = Mapping[tuple[str, UUID], UUID]


@transaction.atomic
def hand_over(
    *,
    user_id: UUID,
    organisation_id: UUID,
    last_day: date,
    receiver_id: UUID,
    choices: Choices,
    actor: Actor,
    now: datetime,
) -> Leaving:
    """A user leaves an organisation after a last day; all that they hold changes hands now.

    `receiver_id` takes over whatever `choices` does not give to somebody else, and what comes to
    the leaver until the last day. When that is over, keys stop and the user can no longer sign in,
    unless they work in another organisation; a day before today closes everything at once.

    Emits:
        UserLeaving, UserRoleEnded, and what each thing that changes hands emits
    Raises:
        NotFound, Denied: the actor does not keep this user, or not what the user holds.
        Blocked: they are the last administrator, or leave already.
        Invalid: a receiver who is no colleague, or cannot take a thing over.
    """
    today = london_date(now)
    _hold_user(user_id)
    leaver = leaver_of(actor, user_id, organisation_id, last_day=last_day, today=today)
    _refuse_last(leaver, today)
    _refuse_leaving(leaver)
    when = When(actor=actor, now=now, today=today)
    count = _give_away(leaver, receiver_id, choices, when)
    _wind_down(leaver, when)
    leaving = Leaving.objects.create(
        organisation_id=organisation_id,
        user_id=user_id,
        receiver_id=receiver_id,
        last_day=last_day,
        roles=_cut_roles(leaver, when),
        decided_at=now,
        decided_by=actor.id,
    )
    event = events.UserLeaving(
        user_id=user_id, receiver_id=receiver_id, last_day=last_day, handed_over=count
    )
    tell(organisation_id, user_id, event, actor=actor, now=now)
    if last_day < today:
        shut(leaving, leaver, when, handed_over=0)
    else:
        _set_timer(leaving)
    return leaving


@transaction.atomic
def stay(*, user_id: UUID, organisation_id: UUID, actor: Actor, now: datetime) -> Leaving:
    """A user does not leave after all: their roles last as long as before.

    What changed hands stays where it is.

    Emits:
        UserStays, UserRoleExtended
    Raises:
        NotFound: they do not leave. Denied: the actor may not give these roles.
    """
    today = london_date(now)
    leaver_of(actor, user_id, organisation_id, last_day=today, today=today)
    rows = Leaving.objects.visible_to(actor).select_for_update(of=("self",))
    leaving = rows.filter(OPEN, user_id=user_id, organisation_id=organisation_id).first()
    if leaving is None:
        raise NotFound("This user is not leaving.")
    leaving.cancelled_at = now
    leaving.save(update_fields=["cancelled_at"])
    Timer.objects.filter(kind=LAST_DAY_OVER, subject_id=leaving.pk).delete()
    for kept in leaving.roles:
        _give_back(kept, leaving, actor=actor, now=now)
    event = events.UserStays(user_id=user_id)
    tell(organisation_id, user_id, event, actor=actor, now=now)
    return leaving


def _hold_user(user_id: UUID) -> None:
    if User.objects.select_for_update(of=("self",)).filter(pk=user_id).first() is None:
        raise NotFound


def _refuse_last(leaver: Leaver, today: date) -> None:
    if not administrators_left_without(leaver.user_id, leaver.organisation_id, today):
        raise Blocked(
            "This is the last administrator. Make somebody else an administrator first.",
            code="last_administrator",
        )


def _refuse_leaving(leaver: Leaver) -> None:
    rows = Leaving.objects.filter(
        OPEN, user_id=leaver.user_id, organisation_id=leaver.organisation_id
    )
    if rows.exists():
        raise Blocked("This user is leaving already.", code="already_leaving", state="leaving")


def _give_away(leaver: Leaver, receiver_id: UUID, choices: Choices, when: When) -> int:
    """Everything that can change hands goes to whom it was chosen for; how many things."""
    colleagues = receivers(
        when.actor, leaver.organisation_id, leaver_id=leaver.user_id, today=when.today
    )
    _colleague(receiver_id, colleagues, "/receiver_id")
    waiting = dict(choices)
    count = 0
    for holding in HOLDINGS.values():
        if holding.hand_over is None:
            continue
        for thing in tuple(holding.held(when.actor, leaver, when.today)):
            chosen = waiting.pop((holding.kind, thing.id), receiver_id)
            pointer = pointer_of(holding.kind, thing.id)
            receiver = _colleague(chosen, colleagues, pointer)
            with _said_of(pointer, thing):
                holding.hand_over(thing, leaver, receiver, when)
            count += 1
    _refuse_strange(waiting)
    return count


def pointer_of(kind: str, thing_id: UUID) -> str:
    """Under which name a refusal speaks of the choice for one thing."""
    return f"/choices/{kind}:{thing_id}"


def _refuse_strange(choices: Choices) -> None:
    """What is chosen for and not held: it changed hands since it was looked at."""
    for kind, thing_id in choices:
        raise Invalid.one(
            pointer_of(kind, thing_id),
            "This changed since you opened the page. Look at what they hold once more.",
            code="not_held",
        )


def _colleague(user_id: UUID, known: Mapping[UUID, Receiver], pointer: str) -> Receiver:
    if user_id not in known:
        raise Invalid.one(
            pointer,
            "Choose a colleague who has a role here today and is not leaving.",
            code="not_a_colleague",
        )
    return known[user_id]


@contextmanager
def _said_of(pointer: str, thing: Held) -> Iterator[None]:
    """What the command of a thing refuses is said of the choice for it."""
    try:
        yield
    except Invalid as refusal:
        words = " ".join(error.message for error in refusal.errors)
        raise Invalid.one(pointer, f"{thing.title}: {words}", code="cannot_take_over") from None


def _wind_down(leaver: Leaver, when: When) -> None:
    for holding in HOLDINGS.values():
        if holding.wind_down is not None:
            for thing in tuple(holding.held(when.actor, leaver, when.today)):
                holding.wind_down(thing, leaver, when)


def _cut_roles(leaver: Leaver, when: When) -> list[dict[str, str | None]]:
    """Each role ends with the last day; which ones, and until when they would have lasted."""
    grants = RoleGrant.objects.select_for_update(of=("self",)).filter(
        Q(to_date__isnull=True) | Q(to_date__gt=leaver.last_day),
        user_id=leaver.user_id,
        organisation_id=leaver.organisation_id,
    )
    kept = []
    for grant in grants.order_by("from_date", "id"):
        until = grant.to_date.isoformat() if grant.to_date else None
        kept.append({"id": str(grant.pk), "until": until})
        cut_role(grant, leaver.user_id, leaver.last_day, actor=when.actor, now=when.now)
    return kept


def _give_back(
    kept: Mapping[str, str | None], leaving: Leaving, *, actor: Actor, now: datetime
) -> None:
    grants = RoleGrant.objects.select_for_update(of=("self",))
    grant = grants.filter(pk=str(kept["id"]), to_date=leaving.last_day).first()
    if grant is None:
        return  # it was given another end since
    require(
        policies.may_grant_role(
            actor,
            role=BY_CODE[grant.role_id],
            organisation_id=grant.organisation_id,
            unit_id=grant.unit_id,
            user_id=leaving.user_id,
        )
    )
    until = kept["until"]
    last_day = date.fromisoformat(until) if until else None
    prolong_role(grant, leaving.user_id, last_day, actor=actor, now=now)


def _set_timer(leaving: Leaving) -> None:
    Timer.objects.create(
        organisation_id=leaving.organisation_id,
        kind=LAST_DAY_OVER,
        subject_kind="user",
        subject_id=leaving.pk,
        due_on=leaving.last_day + timedelta(days=1),
    )
