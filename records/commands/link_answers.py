"""Answering a link: by whoever holds it, or entered for them with both names."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from kernel.actors import Actor, ActorKind
from kernel.clock import london_date
from kernel.errors import Denied, Gone, Invalid, NotFound, Stale
from kernel.log import record
from kernel.versions import require_version
from records import link_events as events
from records.commands.links import CANCELLED, held_link, refuse_ended
from records.links.declared import PURPOSES, Asked, Given, Question
from records.models import Link, Way
from records.queries.links import asked_of

USED = "This link was used. It works once."
EXPIRED = "This link has expired."


@transaction.atomic
def answer_link(
    *, link_id: UUID, outcome: str, words: str, seen: str, actor: Actor, now: datetime
) -> Link:
    """Do what a link asks, by whoever holds it; `actor` was sent for that and nothing else.

    Emits:
        LinkAnswered, and what the purpose's command tells
    Raises:
        Gone: it was used, called back, or has expired.
        Stale: what the answer is about changed since it was shown.
        Invalid, Blocked: as the purpose refuses.
    """
    if actor.errand is None or actor.errand.link_id != link_id:
        raise Denied("This link is for something else.")
    link = Link.objects.select_for_update().filter(pk=link_id).first()
    if link is None:
        raise NotFound
    refuse_closed(link, now=now)
    asked = asked_of(link, actor)
    question = PURPOSES[link.purpose].question(asked)
    if question.seen != seen:
        raise Stale("This changed since you opened the page. Read it again, then send it.")
    given = Given(
        outcome=outcome,
        words=words,
        actor=actor,
        way=Way.LINK,
        given_on=london_date(now),
        now=now,
    )
    _answer(link, asked, question, given, entered_by=None)
    return link


@transaction.atomic
def answer_link_for(
    *,
    link_id: UUID,
    outcome: str,
    words: str,
    way: str,
    given_on: date,
    actor: Actor,
    now: datetime,
    expected_version: int | None = None,
) -> Link:
    """Enter what a person answered in another way; both names, the way and the day are kept.

    Emits:
        LinkAnswered, and what the purpose's command tells
    Raises:
        NotFound, Denied, Stale. Blocked: it was used up or called back.
        Invalid: a day to come; or as the purpose refuses.
    """
    link, asked = held_link(link_id, actor)
    if link.person_id is None:
        raise Denied("A colleague with an account answers for themselves.")
    refuse_ended(link)
    require_version(link, expected_version)
    if given_on > london_date(now):
        raise Invalid.one("/given_on", "Enter today or an earlier day.", code="in_the_future")
    question = PURPOSES[link.purpose].question(asked)
    given = Given(outcome=outcome, words=words, actor=actor, way=way, given_on=given_on, now=now)
    entered_by = actor.id if actor.kind is ActorKind.USER else None
    _answer(link, asked, question, given, entered_by=entered_by)
    return link


def refuse_closed(link: Link, *, now: datetime) -> None:
    """Refuse what a link no longer opens.

    Raises:
        Gone: it was called back, used up, or has expired.
    """
    if link.cancelled_at is not None:
        raise Gone(CANCELLED, code="cancelled")
    if link.used_at is not None and not PURPOSES[link.purpose].again:
        raise Gone(USED, code="used")
    if link.expires_at <= now:
        raise Gone(EXPIRED, code="expired")


def _answer(
    link: Link, asked: Asked, question: Question, given: Given, *, entered_by: UUID | None
) -> None:
    _refuse_answer(question, given)
    effect = PURPOSES[link.purpose].answer(asked, given)
    record(
        link,
        events.LinkAnswered(
            link_id=link.pk,
            purpose=link.purpose,
            outcome=effect.outcome,
            way=given.way,
            entered_by=entered_by,
        ),
        actor=given.actor,
        now=given.now,
        effective_on=given.given_on,
        changes={
            "used_at": given.now,
            "outcome": effect.outcome,
            "words": effect.words,
            "way": given.way,
            "given_on": given.given_on,
            "entered_by_id": entered_by,
            "step_id": effect.step_id,
            "step_version": effect.step_version,
        },
    )


def _refuse_answer(question: Question, given: Given) -> None:
    allowed = {value for value, _ in question.answers} or {""}
    if given.outcome not in allowed:
        raise Invalid.one("/outcome", "Select one of the answers.", code="not_a_choice")
    asked = question.words
    needed = asked is not None and (asked.required or given.outcome in question.words_for)
    if needed and not given.words:
        raise Invalid.one("/words", "Write down what you want to say.", code="required")
    if asked is not None and len(given.words) > asked.maximum:
        raise Invalid.one(
            "/words", f"Use {asked.maximum:,} characters or fewer.", code="max_length"
        )
