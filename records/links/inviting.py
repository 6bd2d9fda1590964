"""Links with which the invited say whether they come."""

from __future__ import annotations

from datetime import date, datetime, time

from kernel.actors import Actor
from kernel.decisions import require
from kernel.errors import Blocked, Invalid
from records.commands.invitees import Reply, answer_invitation
from records.links.declared import PERSON, Asked, Effect, Given, Outcome, Purpose, Question, Words
from records.models import Answer, Invitee, Occasion
from records.policies.occasions import ANSWER, may_invite


def _may_ask(asked: Asked, actor: Actor, now: datetime) -> None:
    require(may_invite(actor, asked.thing))
    named = {f"{asked.recipient.kind}_id": asked.recipient.id}
    rows = Invitee.objects.filter(
        occasion_id=asked.id("occasion_id"), subject_id=asked.thing.id, **named
    )
    if not rows.exists():
        pointer = "/person_id" if asked.recipient.kind == PERSON else "/user_id"
        raise Invalid.one(pointer, "Invite them first.", code="not_invited")


def _occasion(asked: Asked) -> Occasion:
    return Occasion.objects.get(pk=asked.id("occasion_id"), subject_id=asked.thing.id)


def _ask(asked: Asked) -> Question:
    occasion = _occasion(asked)
    if occasion.cancelled_at is not None:
        raise Blocked("This was called off. You need not answer.", state="cancelled")
    texts = [
        ("What", occasion.title),
        ("When", when_words(occasion.on_date, occasion.from_time, occasion.to_time)),
        ("Where", occasion.place),
        ("How to join from elsewhere", occasion.way_to_join),
    ]
    shown = tuple((heading, text) for heading, text in texts if text)
    return Question(
        title="Will you come?",
        sentences=("You are invited. You can change your answer until the day.",),
        texts=shown,
        answers_label="Will you come?",
        answers=tuple((value, str(label)) for value, label in Answer.choices),
        button="Send my answer",
        words=Words(
            label="Anything that we should know",
            hint="For example, what you need to take part. Whoever invites people reads it.",
        ),
        seen=" ".join(text for _, text in shown)[:500],
    )


def _answer(asked: Asked, given: Given) -> Effect:
    occasion = answer_invitation(
        occasion_id=asked.id("occasion_id"),
        recipient=asked.recipient,
        reply=Reply(
            answer=given.outcome, words=given.words, way=given.way, given_on=given.given_on
        ),
        actor=given.actor,
        now=given.now,
    )
    return Effect(
        outcome=given.outcome,
        step_id=occasion.pk,
        step_version=occasion.version,
        words=given.words,
    )


def _last_day(asked: Asked) -> date:
    return _occasion(asked).on_date


def when_words(on_date: date, from_time: time, to_time: time | None) -> str:
    """ "3 March 2027, 2pm to 3:30pm"."""
    until = f" to {_clock(to_time)}" if to_time else ""
    return f"{on_date.day} {on_date:%B %Y}, {_clock(from_time)}{until}"


def _clock(at: time) -> str:
    minutes = f":{at:%M}" if at.minute else ""
    return f"{at.hour % 12 or 12}{minutes}{'am' if at.hour < 12 else 'pm'}"


RSVP = Purpose(
    code="rsvp",
    name="Say whether they come",
    to_you="say whether you come",
    permission=ANSWER,
    check=_may_ask,
    question=_ask,
    answer=_answer,
    outcomes={
        Answer.YES: Outcome(told="Will come", receipt="You said that you will come."),
        Answer.NO: Outcome(told="Cannot come", receipt="You said that you cannot come."),
        Answer.MAYBE: Outcome(
            told="Does not know yet", receipt="You said that you do not know yet."
        ),
    },
    target="occasion_id",
    details=("occasion_id",),
    again=True,
    until=_last_day,
)
