"""Writing about a thing, answering, changing one's words, taking them back."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from kernel import tenancy
from kernel.actors import Actor, ActorKind
from kernel.clock import london_date
from kernel.decisions import require
from kernel.errors import Blocked, Invalid, NotFound
from kernel.log import begin, record
from kernel.versions import require_version
from people.models import Person
from records import discussion_events as events
from records.models import Comment, CommentWording, Way
from records.policies.discussion import (
    Authorship,
    is_own,
    may_edit,
    may_withdraw,
    may_write,
)
from records.queries.discussion import comment_and_thing, possible_listeners
from records.things.declared import find_thing
from records.things.thing import Thing

#: People whom one comment can point out.
MOST_TOLD = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class InTheNameOf:
    """Whose words they are, how they were given and on which day."""

    person_id: UUID
    way: str
    given_on: date


@transaction.atomic
def write_comment(
    *,
    subject_kind: str,
    subject_id: UUID,
    text: str,
    actor: Actor,
    now: datetime,
    in_reply_to: UUID | None = None,
    tell: Iterable[UUID] = (),
    named: InTheNameOf | None = None,
) -> Comment:
    """Write about a thing, or answer what somebody wrote; `tell` are users to be pointed to it.

    `named`: in whose name, where somebody else's words are written down.

    Emits:
        CommentWritten
    Raises:
        NotFound, Denied: the thing may not be read, or not be written about.
        Invalid: an answer to nothing of the thing, people who do not read it, a day to come.
    """
    thing = find_thing(subject_kind, subject_id, actor)
    require(may_write(actor, thing))
    today = london_date(now)
    told = tuple(dict.fromkeys(tell))
    _refuse_strangers(told, thing, actor, today)
    comment = Comment(
        organisation_id=thing.organisation_id,
        subject_kind=subject_kind,
        subject_id=subject_id,
        in_reply_to_id=_answered(in_reply_to, thing, actor),
        text=text,
        writer_kind=str(actor.kind),
        writer_id=actor.id,
        written_for_id=_written_for(actor, thing),
        told=list(told),
        **_in_the_name(named, thing, actor, today),
    )
    event = events.CommentWritten(
        comment_id=comment.pk,
        thing_kind=subject_kind,
        thing_id=subject_id,
        mentioned=told,
        in_reply_to=comment.in_reply_to_id,
        person_id=comment.person_id,
    )
    # Who takes part from another organisation writes a row of the one that keeps the thing.
    tenancy.join(thing.organisation_id)
    begin(comment, event, actor=actor, now=now, effective_on=today)
    return comment


@transaction.atomic
def edit_comment(
    *,
    comment_id: UUID,
    text: str,
    actor: Actor,
    now: datetime,
    expected_version: int | None = None,
) -> Comment:
    """Change one's words; how they read before stays to be seen.

    Emits:
        CommentEdited, unless the words are the same.
    Raises:
        NotFound, Denied, Stale. Blocked: it was withdrawn.
    """
    comment, by = _found(comment_id, actor)
    require(may_edit(actor, by))
    _refuse_withdrawn(comment)
    require_version(comment, expected_version)
    if text == comment.text:
        return comment
    tenancy.join(comment.organisation_id)
    _keep_wording(comment)
    record(
        comment,
        events.CommentEdited(comment_id=comment.pk),
        actor=actor,
        now=now,
        effective_on=london_date(now),
        changes={"text": text, "edits": comment.edits + 1, "edited_at": now},
    )
    return comment


@transaction.atomic
def withdraw_comment(
    *,
    comment_id: UUID,
    actor: Actor,
    now: datetime,
    reason: str = "",
    expected_version: int | None = None,
) -> Comment:
    """Take words back: they and their earlier wordings are gone, that they were written stays.

    Emits:
        CommentWithdrawn
    Raises:
        NotFound, Denied, Stale. Blocked: it was withdrawn before.
        Invalid: whoever takes down what another wrote says why.
    """
    comment, by = _found(comment_id, actor)
    require(may_withdraw(actor, by))
    _refuse_withdrawn(comment)
    require_version(comment, expected_version)
    if not reason and not is_own(actor, by):
        raise Invalid.one("/reason", "Say why you take down what another wrote.", code="required")
    tenancy.join(comment.organisation_id)
    CommentWording.objects.filter(comment_id=comment.pk).delete()
    record(
        comment,
        events.CommentWithdrawn(comment_id=comment.pk),
        actor=actor,
        now=now,
        effective_on=london_date(now),
        changes={
            "text": "",
            "withdrawn_at": now,
            "withdrawn_by": actor.id,
            "withdrawn_reason": reason,
        },
    )
    return comment


def _found(comment_id: UUID, actor: Actor) -> tuple[Comment, Authorship]:
    """The comment, for whoever reads its thing. Its version guards the change, not a lock."""
    row, thing = comment_and_thing(actor, comment_id)
    comment = Comment.objects.visible_to(actor).filter(pk=row["id"]).first()
    if comment is None:
        raise NotFound("There is no such comment.")
    return comment, Authorship(
        writer_kind=comment.writer_kind,
        writer_id=comment.writer_id,
        person_id=comment.person_id,
        organisation_id=thing.organisation_id,
        unit_id=thing.unit_id,
    )


def _keep_wording(comment: Comment) -> None:
    CommentWording.objects.create(
        organisation_id=comment.organisation_id,
        subject_id=comment.subject_id,
        comment=comment,
        number=comment.edits + 1,
        text=comment.text,
        written_at=comment.edited_at or comment.created_at,
    )


def _refuse_withdrawn(comment: Comment) -> None:
    if comment.withdrawn_at is not None:
        raise Blocked("This was withdrawn.", state="withdrawn")


def _answered(in_reply_to: UUID | None, thing: Thing, actor: Actor) -> UUID | None:
    """What is answered: a comment about the same thing that is itself no answer."""
    if in_reply_to is None:
        return None
    rows = Comment.objects.visible_to(actor).filter(
        pk=in_reply_to, subject_kind=thing.kind, subject_id=thing.id, in_reply_to=None
    )
    if not rows.exists():
        raise Invalid.one(
            "/in_reply_to",
            "Answer a comment about the same thing that is not an answer itself.",
            code="not_a_comment",
        )
    return in_reply_to


def _refuse_strangers(told: tuple[UUID, ...], thing: Thing, actor: Actor, today: date) -> None:
    if not told:
        return
    if len(told) > MOST_TOLD:
        raise Invalid.one("/tell", f"Tell at most {MOST_TOLD} people.", code="too_many")
    if set(told) - {user_id for user_id, _ in possible_listeners(actor, thing, on=today)}:
        raise Invalid.one("/tell", "Choose colleagues whose role reads this.", code="not_a_reader")


def _written_for(actor: Actor, thing: Thing) -> UUID | None:
    """The organisation for which somebody writes: the thing's own, else theirs."""
    if actor.everywhere or thing.organisation_id in actor.organisation_ids:
        return thing.organisation_id
    return min(actor.organisation_ids, default=None)


def _in_the_name(
    named: InTheNameOf | None, thing: Thing, actor: Actor, today: date
) -> dict[str, object]:
    if actor.kind is ActorKind.PERSON:
        return {"person_id": actor.id, "way": Way.LINK, "given_on": today}
    if named is None:
        return {}
    if named.given_on > today:
        raise Invalid.one("/given_on", "Enter today or an earlier day.", code="in_the_future")
    people = Person.objects.visible_to(actor).filter(
        pk=named.person_id, organisation_id=thing.organisation_id, removed_on=None
    )
    if not people.exists():
        raise Invalid.one(
            "/person_id", "Choose a person of the organisation that keeps this.", code="not_found"
        )
    return {"person_id": named.person_id, "way": named.way, "given_on": named.given_on}
