"""Asking somebody by a link, sending it again, calling it back."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.db import transaction

from kernel.actors import Actor, ActorKind
from kernel.clock import LONDON, london_date
from kernel.decisions import require
from kernel.errors import Blocked, Invalid
from kernel.log import begin, record
from kernel.standards import standards_of
from kernel.versions import require_version
from records import link_events as events
from records.links.declared import PERSON, PURPOSES, Asked, Purpose, Recipient
from records.links.standards import LINK_DAYS
from records.models import Link
from records.policies.links import may_ask
from records.queries.links import asked_of, find_recipient, link_and_thing
from records.things.declared import find_thing

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
    link, asked = held_link(link_id, actor)
    refuse_ended(link)
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
    link, _ = held_link(link_id, actor)
    refuse_ended(link)
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


def held_link(link_id: UUID, actor: Actor) -> tuple[Link, Asked]:
    """The link, locked, for whoever may ask about its thing."""
    row, thing = link_and_thing(actor, link_id)
    require(may_ask(actor, thing))
    link = Link.objects.visible_to(actor).select_for_update(of=("self",)).get(pk=row["id"])
    return link, asked_of(link, actor)


def refuse_ended(link: Link) -> None:
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
