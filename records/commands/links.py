"""Asking somebody by a link, sending it again, calling it back, and answering it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.db import transaction

from kernel.actors import Actor, ActorKind
from kernel.clock import LONDON, london_date
from kernel.decisions import require
from kernel.errors import Blocked, Denied, Gone, Invalid, NotFound, Stale
from kernel.log import begin, record
from kernel.standards import standards_of
from kernel.versions import require_version
from records import link_events as events
from records.links.declared import PERSON, PURPOSES, Asked, Given, Purpose, Question, Recipient
from records.links.standards import LINK_DAYS
from records.models import Link, Way
from records.policies.links import may_ask
from records.queries.links import asked_of, find_recipient, link_and_thing
from records.things.declared import find_thing

USED = "This link was used. It works once."
EXPIRED = "This link has expired."
CANCELLED = "This link was called back."


@transaction.atomic
def make_link(
    *,
    purpose: str,
    subject_kind: str,
    subject_id: UUID,
    recipient: Recipient,
    actor: Actor,
    now: datetime,
    details: Mapping[str, str] | None = None,
    note: str = "",
    send: bool = True,
) -> Link:
    """Ask one person for one thing. `send`: a message brings it; else somebody hands it over.

    Emits:
        LinkMade, and LinkSent where it is to be sent
    Raises:
        NotFound, Denied: the thing may not be read, or nobody be asked about it.
        Invalid: an unknown person, or something that cannot be asked.
    """
    declared = _purpose(purpose, subject_kind, recipient)
    thing = find_thing(subject_kind, subject_id, actor)
    require(may_ask(actor, thing))
    known = find_recipient(recipient, thing, actor, on=london_date(now))
    asked = Asked(thing=thing, recipient=known, details=_details(declared, details or {}))
    declared.check(asked, actor, now)
    is_person = recipient.kind == PERSON
    link = Link(
        organisation_id=thing.organisation_id,
        purpose=purpose,
        subject_kind=subject_kind,
        subject_id=subject_id,
        asked=dict(asked.details),
        person_id=recipient.id if is_person else None,
        user_id=None if is_person else recipient.id,
        note=note,
        made_by_id=actor.id if actor.kind is ActorKind.USER else None,
        expires_at=_end(declared, asked, now),
    )
    event = events.LinkMade(
        link_id=link.pk,
        purpose=purpose,
        thing_kind=subject_kind,
        thing_id=subject_id,
        person_id=link.person_id,
        user_id=link.user_id,
    )
    begin(link, event, actor=actor, now=now, effective_on=london_date(now))
    if send:
        _send(link, actor, now)
    return link


@transaction.atomic
def send_link_again(
    *, link_id: UUID, actor: Actor, now: datetime, expected_version: int | None = None
) -> Link:
    """Send a link once more; it works for as long as a new one.

    Emits:
        LinkSent
    Raises:
        NotFound, Denied, Stale. Blocked: it was used up or called back.
    """
    link, asked = _held(link_id, actor)
    _refuse_ended(link)
    require_version(link, expected_version)
    _send(link, actor, now, expires_at=_end(PURPOSES[link.purpose], asked, now))
    return link


@transaction.atomic
def cancel_link(
    *, link_id: UUID, actor: Actor, now: datetime, expected_version: int | None = None
) -> Link:
    """Call a link back: from here on it opens nothing.

    Emits:
        LinkCancelled
    Raises:
        NotFound, Denied, Stale. Blocked: it was used up or called back.
    """
    link, _ = _held(link_id, actor)
    _refuse_ended(link)
    require_version(link, expected_version)
    record(
        link,
        events.LinkCancelled(link_id=link.pk),
        actor=actor,
        now=now,
        effective_on=london_date(now),
        changes={"cancelled_at": now},
    )
    return link


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
    link, asked = _held(link_id, actor)
    if link.person_id is None:
        raise Denied("A colleague with an account answers for themselves.")
    _refuse_ended(link)
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


def _held(link_id: UUID, actor: Actor) -> tuple[Link, Asked]:
    """The link, locked, for whoever may ask about its thing."""
    row, thing = link_and_thing(actor, link_id)
    require(may_ask(actor, thing))
    link = Link.objects.visible_to(actor).select_for_update(of=("self",)).get(pk=row["id"])
    return link, asked_of(link, actor)


def _refuse_ended(link: Link) -> None:
    if link.cancelled_at is not None:
        raise Blocked(CANCELLED, state="cancelled")
    if link.used_at is not None and not PURPOSES[link.purpose].again:
        raise Blocked("This was answered.", state="used")


def _send(link: Link, actor: Actor, now: datetime, **changes: datetime) -> None:
    record(
        link,
        events.LinkSent(link_id=link.pk, purpose=link.purpose),
        actor=actor,
        now=now,
        effective_on=london_date(now),
        changes={"sent_at": now, **changes},
    )


def _end(declared: Purpose, asked: Asked, now: datetime) -> datetime:
    """The end of the last day on which a link from today works."""
    last = declared.until(asked) if declared.until else _usual_last_day(asked, london_date(now))
    return datetime.combine(last, time.max, tzinfo=LONDON)


def _usual_last_day(asked: Asked, today: date) -> date:
    home = asked.thing.organisation_id
    return today + timedelta(days=standards_of([home])[home].on(LINK_DAYS, today))


def _purpose(code: str, kind: str, recipient: Recipient) -> Purpose:
    declared = PURPOSES.get(code)
    if declared is None or (declared.kinds is not None and kind not in declared.kinds):
        raise Invalid.one("/purpose", "Nobody can be asked for this here.", code="not_a_choice")
    if recipient.kind not in declared.recipients:
        raise Invalid.one("/user_id", "Ask a person for this, not a user.", code="not_a_person")
    return declared


def _details(declared: Purpose, sent: Mapping[str, str]) -> dict[str, str]:
    missing = [name for name in declared.details if not sent.get(name)]
    if missing:
        raise Invalid.one(f"/{missing[0]}", "Say what this is about.", code="required")
    strange = sorted(set(sent) - set(declared.details))
    if strange:
        raise Invalid.one(f"/{strange[0]}", "This purpose does not take it.", code="unknown_field")
    return {name: sent[name] for name in declared.details}
