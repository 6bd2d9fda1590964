"""Links that ask for somebody's words about a thing, or for an answer to what another wrote."""

from __future__ import annotations

from datetime import datetime

from kernel.actors import SYSTEM, Actor
from kernel.decisions import require
from kernel.errors import Blocked, Invalid
from records.commands.discussion import InTheNameOf, write_comment
from records.links.declared import PERSON, Asked, Effect, Given, Outcome, Purpose, Question, Words
from records.models import Comment
from records.policies.discussion import WRITE, may_write
from records.queries.discussion import get_comment, with_writers

_WHO_READS = "What you write is shown, with your name, to everybody who works on this."
_NO_PATIENTS = "Do not write anything by which a patient can be recognised."
_LONGEST = 5_000


def _may_ask(asked: Asked, actor: Actor, now: datetime) -> None:
    require(may_write(actor, asked.thing))


def _ask_for_comment(asked: Asked) -> Question:
    return Question(
        title="Tell us what you think",
        sentences=(_WHO_READS, _NO_PATIENTS),
        button="Send what I wrote",
        words=Words(label="What do you want to say?", required=True, maximum=_LONGEST),
    )


def _may_ask_for_reply(asked: Asked, actor: Actor, now: datetime) -> None:
    _may_ask(asked, actor, now)
    rows = Comment.objects.visible_to(actor).filter(
        pk=asked.id("comment_id"),
        subject_id=asked.thing.id,
        in_reply_to=None,
        withdrawn_at=None,
    )
    if not rows.exists():
        raise Invalid.one(
            "/comment_id", "Choose a comment about this, not an answer to one.", code="not_found"
        )


def _ask_for_reply(asked: Asked) -> Question:
    [comment] = with_writers([get_comment(SYSTEM, asked.id("comment_id"))])
    if comment["withdrawn_at"] is not None:
        raise Blocked("What you were asked to answer was withdrawn.")
    return Question(
        title="Answer what was written",
        sentences=(_WHO_READS, _NO_PATIENTS),
        texts=((f"{comment['person'] or comment['writer']} wrote", comment["text"]),),
        button="Send my answer",
        words=Words(label="Your answer", required=True, maximum=_LONGEST),
        seen=str(comment["version"]),
    )


def _write(asked: Asked, given: Given) -> Effect:
    by_link = given.actor.errand is not None
    named = InTheNameOf(person_id=asked.recipient.id, way=given.way, given_on=given.given_on)
    comment = write_comment(
        subject_kind=asked.thing.kind,
        subject_id=asked.thing.id,
        text=given.words,
        in_reply_to=asked.id("comment_id") if "comment_id" in asked.details else None,
        named=None if by_link or asked.recipient.kind != PERSON else named,
        actor=given.actor,
        now=given.now,
    )
    return Effect(outcome="written", step_id=comment.pk, step_version=comment.version)


COMMENT = Purpose(
    code="comment",
    name="Say what they think",
    to_you="say what you think",
    permission=WRITE,
    check=_may_ask,
    question=_ask_for_comment,
    answer=_write,
    outcomes={
        "written": Outcome(told="Wrote a comment", receipt="Your words are in the discussion.")
    },
    again=True,
)
REPLY = Purpose(
    code="reply",
    name="Answer a comment",
    permission=WRITE,
    check=_may_ask_for_reply,
    question=_ask_for_reply,
    answer=_write,
    outcomes={"written": Outcome(told="Answered", receipt="Your answer is in the discussion.")},
    details=("comment_id",),
)
