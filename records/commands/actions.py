"""Adding an action, changing it, handing it over, closing it, opening it again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction

from kernel.actors import SYSTEM, Actor
from kernel.clock import london_date
from kernel.decisions import require
from kernel.errors import Blocked, Denied, Invalid
from kernel.events import DomainEvent
from kernel.log import begin, record
from kernel.models import Timer
from kernel.moves import move, reachable, unreachable
from kernel.versions import require_version
from people.models import Person
from records import events
from records.models import Action, ActionState
from records.policies.actions import Held, may_add, may_take
from records.queries.actions import action_and_thing, possible_owners
from records.things.declared import find_thing
from records.things.thing import Thing

#: The timers that tell of an open action: its day is near, its day has come.
ACTION_SOON, ACTION_DUE = "action.soon", "action.due"
#: How long before its day an action is called to mind.
SOON = timedelta(days=3)


@dataclass(frozen=True, slots=True, kw_only=True)
class Owner:
    """Who has an action: a user, or a person who may have no account; or nobody yet."""

    user_id: UUID | None = None
    person_id: UUID | None = None


@transaction.atomic
def add_action(
    *,
    subject_kind: str,
    subject_id: UUID,
    title: str,
    due_on: date,
    actor: Actor,
    now: datetime,
    owner_id: UUID | None = None,
    owner_person_id: UUID | None = None,
) -> Action:
    """Have somebody do something by a day: a user, a person without an account, or nobody yet.

    Emits:
        ActionAdded
    Raises:
        NotFound, Denied: the thing may not be read, or not be written about.
        Invalid: a day that has passed, two owners, an owner who does not read the thing.
    """
    thing = find_thing(subject_kind, subject_id, actor)
    require(may_add(actor, thing))
    today = london_date(now)
    _refuse_past(due_on, today)
    owner = Owner(user_id=owner_id, person_id=owner_person_id)
    _refuse_stranger(owner, thing, actor, today)
    action = Action(
        organisation_id=thing.organisation_id,
        subject_kind=subject_kind,
        subject_id=subject_id,
        title=title,
        owner_id=owner_id,
        owner_person_id=owner_person_id,
        due_on=due_on,
    )
    event = events.ActionAdded(
        action_id=action.pk,
        subject_kind=subject_kind,
        subject_id=subject_id,
        due_on=due_on,
        owner_id=owner_id,
        owner_person_id=owner_person_id,
    )
    begin(action, event, actor=actor, now=now, effective_on=today)
    _set_timers(action, today)
    return action


@transaction.atomic
def change_action(
    *,
    action_id: UUID,
    changes: Mapping[str, Any],
    actor: Actor,
    now: datetime,
    expected_version: int | None = None,
) -> Action:
    """Give an open action other words or another day.

    Emits:
        ActionChanged, unless nothing differs.
    Raises:
        NotFound, Denied, Stale.
        Blocked: it is closed. Invalid: the new day has passed.
    """
    action, _ = _held(action_id, "change", actor)
    if action.state != ActionState.OPEN:
        raise Blocked("Open this action again to change it.", state=str(action.state))
    require_version(action, expected_version)
    new = {name: value for name, value in changes.items() if getattr(action, name) != value}
    today = london_date(now)
    if "due_on" in new:
        _refuse_past(new["due_on"], today)
    if new:
        event = events.ActionChanged(action_id=action.pk, fields=tuple(sorted(new)))
        record(action, event, actor=actor, now=now, effective_on=today, changes=new)
    if "due_on" in new:
        _set_timers(action, today)
    return action


@transaction.atomic
def complete_action(
    *,
    action_id: UUID,
    note: str,
    actor: Actor,
    now: datetime,
    expected_version: int | None = None,
) -> Action:
    """Say that an action is done, and what came of it.

    Emits:
        ActionCompleted
    Raises:
        NotFound, Denied, Stale. Blocked: it is closed.
    """
    event = events.ActionCompleted(action_id=action_id)
    action, _ = _ready(action_id, "complete", actor, expected_version)
    _close(action, "complete", event, note=note, actor=actor, now=now)
    return action


@transaction.atomic
def drop_action(
    *,
    action_id: UUID,
    reason: str,
    actor: Actor,
    now: datetime,
    expected_version: int | None = None,
) -> Action:
    """Say that an action will not be done, and why.

    Emits:
        ActionDropped
    Raises:
        NotFound, Denied, Stale. Blocked: it is closed.
    """
    event = events.ActionDropped(action_id=action_id)
    action, _ = _ready(action_id, "drop", actor, expected_version)
    _close(action, "drop", event, note=reason, actor=actor, now=now)
    return action


@transaction.atomic
def hand_over_action(
    *,
    action_id: UUID,
    reason: str,
    actor: Actor,
    now: datetime,
    owner_id: UUID | None = None,
    owner_person_id: UUID | None = None,
    expected_version: int | None = None,
) -> Action:
    """Have somebody else take an action on; with no owner it waits for somebody to take it on.

    Emits:
        ActionHandedOver
    Raises:
        NotFound, Denied, Stale. Blocked: it is closed.
        Invalid: they have it already, or do not read the thing.
    """
    action, thing = _ready(action_id, "hand_over", actor, expected_version)
    owner = Owner(user_id=owner_id, person_id=owner_person_id)
    if owner == Owner(user_id=action.owner_id, person_id=action.owner_person_id):
        raise Invalid.one("/owner_id", "Choose somebody who does not have it already.", code="same")
    today = london_date(now)
    _refuse_stranger(owner, thing, actor, today)
    event = events.ActionHandedOver(
        action_id=action_id,
        owner_id=owner_id,
        owner_person_id=owner_person_id,
        former_owner_id=action.owner_id,
        former_owner_person_id=action.owner_person_id,
    )
    move(
        action,
        "hand_over",
        event,
        actor=actor,
        now=now,
        effective_on=today,
        reason=reason,
        changes={"owner_id": owner_id, "owner_person_id": owner_person_id},
    )
    return action


@transaction.atomic
def reopen_action(
    *,
    action_id: UUID,
    due_on: date,
    reason: str,
    actor: Actor,
    now: datetime,
    expected_version: int | None = None,
) -> Action:
    """Have a closed action done after all, by a new day.

    Emits:
        ActionReopened
    Raises:
        NotFound, Denied, Stale. Blocked: it is open. Invalid: the day has passed.
    """
    action, _ = _ready(action_id, "reopen", actor, expected_version)
    today = london_date(now)
    _refuse_past(due_on, today)
    move(
        action,
        "reopen",
        events.ActionReopened(action_id=action_id, due_on=due_on),
        actor=actor,
        now=now,
        effective_on=today,
        reason=reason,
        changes={"due_on": due_on, "closing_note": "", "closed_on": None},
    )
    _set_timers(action, today)
    return action


def tell_when_due(*, subject_id: UUID, today: date, now: datetime) -> None:
    """Announce an open action on its day; one that was closed or moved meanwhile says nothing.

    Emits:
        ActionFellDue
    """
    if action := _open_and_due(subject_id, today):
        event = events.ActionFellDue(**_whose(action))
        record(action, event, actor=SYSTEM, now=now, effective_on=today)


def tell_when_soon(*, subject_id: UUID, today: date, now: datetime) -> None:
    """Call an open action to mind some days before its day, unless it was closed or moved.

    Emits:
        ActionDueSoon
    """
    if action := _open_and_due(subject_id, today + SOON):
        event = events.ActionDueSoon(**_whose(action))
        record(action, event, actor=SYSTEM, now=now, effective_on=today)


def _whose(action: Action) -> dict[str, Any]:
    return {
        "action_id": action.pk,
        "due_on": action.due_on,
        "owner_id": action.owner_id,
        "owner_person_id": action.owner_person_id,
    }


def _open_and_due(action_id: UUID, day: date) -> Action | None:
    """The action, locked, if it is open and its day is this one."""
    rows = Action.objects.select_for_update(of=("self",))
    return rows.filter(pk=action_id, state=ActionState.OPEN, due_on=day).first()


def _close(
    action: Action, step: str, event: DomainEvent, *, note: str, actor: Actor, now: datetime
) -> None:
    today = london_date(now)
    move(
        action,
        step,
        event,
        actor=actor,
        now=now,
        effective_on=today,
        reason=note,
        changes={"closing_note": note, "closed_on": today},
    )
    _forget_timers(action)


def _ready(
    action_id: UUID, step: str, actor: Actor, expected_version: int | None
) -> tuple[Action, Thing]:
    """The action, locked, when the step leads on from where it is."""
    action, thing = _held(action_id, step, actor)
    if step not in reachable(action):
        raise unreachable(action, step)
    require_version(action, expected_version)
    return action, thing


def _held(action_id: UUID, step: str, actor: Actor) -> tuple[Action, Thing]:
    """The action, locked, and its thing, for whoever may do this with it."""
    _, thing = action_and_thing(actor, action_id)
    # What is shared with another organisation is read there and locked by nobody there.
    rows = Action.objects.visible_to(actor).select_for_update(of=("self",))
    action = rows.filter(pk=action_id).first()
    if action is None:
        raise Denied("Only members of the organisation that keeps this can do this.")
    held = Held(
        action_id=action_id, owner_id=action.owner_id, owner_person_id=action.owner_person_id
    )
    require(may_take(actor, thing, held, step=step))
    return action, thing


def _set_timers(action: Action, today: date) -> None:
    """At most one timer of a kind waits for an action; what is near already is not called near."""
    _forget_timers(action)
    days = {ACTION_DUE: action.due_on}
    if action.due_on - SOON > today:
        days[ACTION_SOON] = action.due_on - SOON
    Timer.objects.bulk_create(
        Timer(
            organisation_id=action.organisation_id,
            kind=kind,
            subject_kind=Action.kind,
            subject_id=action.pk,
            due_on=day,
        )
        for kind, day in days.items()
    )


def _forget_timers(action: Action) -> None:
    kinds = (ACTION_SOON, ACTION_DUE)
    Timer.objects.filter(kind__in=kinds, subject_id=action.pk).delete()


def _refuse_past(due_on: date, today: date) -> None:
    if due_on < today:
        raise Invalid.one("/due_on", "Enter a day that is today or later.", code="past")


def _refuse_stranger(owner: Owner, thing: Thing, actor: Actor, today: date) -> None:
    if owner.user_id and owner.person_id:
        raise Invalid.one("/owner_person_id", "Send one owner, not two.", code="two_owners")
    if owner.user_id and owner.user_id not in dict(possible_owners(actor, thing, on=today)):
        raise Invalid.one(
            "/owner_id",
            "Choose a member of the organisation whose role reads this.",
            code="not_a_member",
        )
    if owner.person_id and not _is_known(owner.person_id, thing, actor):
        raise Invalid.one(
            "/owner_person_id",
            "Choose a person of the organisation that keeps this.",
            code="not_found",
        )


def _is_known(person_id: UUID, thing: Thing, actor: Actor) -> bool:
    rows = Person.objects.visible_to(actor).filter(
        pk=person_id, organisation_id=thing.organisation_id, removed_on=None
    )
    return bool(rows.exists())
