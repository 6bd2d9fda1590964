"""Links about actions: say that one is done, or take one on."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from kernel.actors import SYSTEM, Actor
from kernel.decisions import require
from kernel.errors import Blocked, Invalid, NotFound
from records.commands.actions import complete_action, hand_over_action
from records.links.declared import (
    PERSON,
    USER,
    Asked,
    Effect,
    Given,
    Outcome,
    Purpose,
    Question,
    Words,
)
from records.models import Action, ActionState
from records.policies.actions import Held, may_change

_FIELDS = ("id", "title", "due_on", "state", "version", "owner_id", "owner_person_id")
_YES, _NO = "yes", "no"


def _may_ask(asked: Asked, actor: Actor, now: datetime) -> None:
    row = _row(asked, actor)
    if row is None or row["state"] != ActionState.OPEN:
        raise Invalid.one("/action_id", "Choose an open action about this.", code="not_found")
    held = Held(
        action_id=row["id"], owner_id=row["owner_id"], owner_person_id=row["owner_person_id"]
    )
    require(may_change(actor, asked.thing, held))


def _may_ask_to_take_on(asked: Asked, actor: Actor, now: datetime) -> None:
    _may_ask(asked, actor, now)
    if _has_it(asked, _row(asked, actor)):
        raise Invalid.one(
            "/person_id" if asked.recipient.kind == PERSON else "/user_id",
            "Choose somebody who does not have it already.",
            code="same",
        )


def _ask_whether_done(asked: Asked) -> Question:
    row = _open_action(asked)
    return Question(
        title="Is this done?",
        sentences=("If it is done, press the button. If it is not, leave this page.",),
        texts=(("What was to be done", row["title"]), ("By when", _british(row["due_on"]))),
        button="Yes, it is done",
        words=Words(label="What came of it?", hint="You can leave this empty."),
        seen=row["title"],
    )


def _ask_to_take_on(asked: Asked) -> Question:
    row = _open_action(asked)
    if _has_it(asked, row):
        raise Blocked("You have this already.")
    return Question(
        title="Will you do this?",
        sentences=("If you say yes, your name stands beside it for the team to see.",),
        texts=(("What is to be done", row["title"]), ("By when", _british(row["due_on"]))),
        answers_label="Will you do this?",
        answers=((_YES, "Yes, I will do it"), (_NO, "No, somebody else has to")),
        button="Send my answer",
        words=Words(label="Anything you want to add", hint="You can leave this empty."),
        seen=f"{row['title']} {row['due_on']}",
    )


def _complete(asked: Asked, given: Given) -> Effect:
    action = complete_action(
        action_id=asked.id("action_id"), note=given.words, actor=given.actor, now=given.now
    )
    return Effect(outcome="done", step_id=action.pk, step_version=action.version, words=given.words)


def _take_on(asked: Asked, given: Given) -> Effect:
    if given.outcome == _NO:
        return Effect(outcome=_NO, words=given.words)
    action = hand_over_action(
        action_id=asked.id("action_id"),
        owner_id=asked.recipient.id if asked.recipient.kind == USER else None,
        owner_person_id=asked.recipient.id if asked.recipient.kind == PERSON else None,
        reason=given.words or "They said that they will do it.",
        actor=given.actor,
        now=given.now,
    )
    return Effect(outcome=_YES, step_id=action.pk, step_version=action.version, words=given.words)


def _row(asked: Asked, actor: Actor) -> dict[str, Any] | None:
    rows = Action.objects.visible_to(actor).filter(
        pk=asked.id("action_id"), subject_kind=asked.thing.kind, subject_id=asked.thing.id
    )
    found = rows.values(*_FIELDS).first()
    return dict(found) if found else None


def _open_action(asked: Asked) -> dict[str, Any]:
    row = _row(asked, SYSTEM)
    if row is None:
        raise NotFound
    if row["state"] != ActionState.OPEN:
        raise Blocked("This is done already, or no longer needed.", state=str(row["state"]))
    return row


def _has_it(asked: Asked, row: dict[str, Any] | None) -> bool:
    return row is not None and asked.recipient.id in (row["owner_id"], row["owner_person_id"])


def _british(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


CONFIRM = Purpose(
    code="confirm",
    name="Confirm that it is done",
    permission="action.complete",
    check=_may_ask,
    question=_ask_whether_done,
    answer=_complete,
    outcomes={"done": Outcome(told="Said that it is done", receipt="You said that it is done.")},
    target="action_id",
    details=("action_id",),
)
CLAIM = Purpose(
    code="claim",
    name="Take an action on",
    permission="action.hand_over",
    check=_may_ask_to_take_on,
    question=_ask_to_take_on,
    answer=_take_on,
    outcomes={
        _YES: Outcome(told="Will do it", receipt="You said that you will do it. Thank you."),
        _NO: Outcome(told="Will not do it", receipt="You said that somebody else has to do it."),
    },
    target="action_id",
    details=("action_id",),
)
