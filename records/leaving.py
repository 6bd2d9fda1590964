"""What somebody holds among records who leaves: open actions, and views kept for oneself."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from kernel.actors import Actor
from kernel.log import record
from people.leavers.declared import Held, Holding, Leaver, Receiver, When
from records import events
from records.commands.actions import hand_over_action
from records.models import Action, ActionState, SavedView
from records.queries.actions import with_names

_WHY = "Whoever had it is leaving."


def _actions(actor: Actor, leaver: Leaver, today: date) -> Iterator[Held]:
    rows = Action.objects.visible_to(actor).filter(
        owner_id=leaver.user_id,
        organisation_id=leaver.organisation_id,
        state=ActionState.OPEN,
    )
    found = rows.order_by("due_on", "id").values(
        "id", "title", "owner_id", "owner_person_id", "subject_kind", "subject_id"
    )
    for row in with_names(actor, found):
        yield Held(
            id=row["id"],
            title=row["title"],
            detail=row["subject_title"],
            subject_kind="action",
            subject_id=row["id"],
        )


def _pass_action_on(one: Held, leaver: Leaver, receiver: Receiver, when: When) -> None:
    hand_over_action(
        action_id=one.id,
        owner_id=receiver.user_id,
        reason=_WHY,
        actor=when.actor,
        now=when.now,
    )


def _views(actor: Actor, leaver: Leaver, today: date) -> Iterator[Held]:
    rows = SavedView.objects.visible_to(actor).filter(
        user_id=leaver.user_id, organisation_id=leaver.organisation_id
    )
    for view in rows.order_by("list", "name"):
        yield Held(id=view.pk, title=view.name, detail=view.list.replace("-", " ").capitalize())


def _remove_view(one: Held, leaver: Leaver, when: When) -> None:
    view = SavedView.objects.select_for_update(of=("self",)).get(pk=one.id)
    event = events.ViewRemoved(view_id=view.pk)
    record(view, event, actor=when.actor, now=when.now, effective_on=when.today)
    SavedView.objects.filter(pk=view.pk).delete()


ACTIONS_HELD = Holding(
    kind="actions",
    words="Open actions",
    becomes="Whoever takes over has them from now on.",
    held=_actions,
    hand_over=_pass_action_on,
)
VIEWS_HELD = Holding(
    kind="saved_views",
    words="Saved views",
    becomes="They are for the leaver alone, and go when the last day is over.",
    held=_views,
    finish=_remove_view,
)
