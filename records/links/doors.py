"""From what stands in an address to the link, with the connection narrowed to its organisation."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import connection

from kernel import tenancy
from kernel.actors import Actor, ActorKind, Errand
from kernel.clock import london_date
from kernel.errors import Gone, NotFound
from kernel.standards import standards_of
from kernel.tokens import thing_of, token_of
from people.queries.bodies import organisation_names
from records.commands.link_answers import EXPIRED, refuse_closed
from records.commands.links import CANCELLED
from records.links.declared import PERSON, PURPOSES, Purpose, Question, Recipient
from records.links.standards import RECEIPT_DAYS
from records.models import Link
from records.queries.links import asked_of, recipient_of

_TOKEN = "link"  # noqa: S105 - what tokens are for
_NO_SUCH = "This link does not work. Check that the whole of it was copied."


@dataclass(frozen=True, slots=True, kw_only=True)
class Holder:
    """Whoever holds a link: `actor` may do what it is for, `about` is what the thing is called."""

    link: Link
    purpose: Purpose
    recipient: Recipient
    actor: Actor
    about: str
    asked_by: str
    body: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """What came of a link, for whoever holds it."""

    sentence: str
    at: datetime
    words: str


def token_for(link_id: UUID) -> str:
    """What stands in the address of a link; made anew whenever it is needed."""
    return token_of(_TOKEN, link_id)


def enter(token: str) -> Holder:
    """Whoever holds the token; from here on the connection sees the link's organisation.

    Raises:
        NotFound: nobody here signed it. Gone: whoever it was for has left.
    """
    link_id = thing_of(_TOKEN, token)
    organisation_id = _organisation_of(link_id) if link_id else None
    if link_id is None or organisation_id is None:
        raise NotFound(_NO_SUCH)
    tenancy.narrow_to(
        Actor(kind=ActorKind.ANONYMOUS, organisation_ids=frozenset({organisation_id}))
    )
    link = Link.objects.select_related("made_by").get(pk=link_id)
    recipient = recipient_of(link)
    if recipient is None:
        raise Gone(CANCELLED, code="cancelled")
    purpose = PURPOSES[link.purpose]
    actor = _actor(link, purpose, recipient)
    return Holder(
        link=link,
        purpose=purpose,
        recipient=recipient,
        actor=actor,
        about=asked_of(link, actor).thing.title,
        asked_by=link.made_by.name if link.made_by else "",
        body=organisation_names([organisation_id])[organisation_id].name,
    )


def question_of(holder: Holder, *, now: datetime) -> Question:
    """What the link asks now.

    Raises:
        Gone: it was used, called back, or has expired. Blocked: it is no longer needed.
    """
    refuse_closed(holder.link, now=now)
    return holder.purpose.question(asked_of(holder.link, holder.actor))


def receipt_of(holder: Holder, *, now: datetime) -> Receipt | None:
    """What was done by the link, or None where nothing was yet.

    Raises:
        Gone: it is too long ago.
    """
    link = holder.link
    if link.used_at is None:
        return None
    today = london_date(now)
    days = standards_of([link.organisation_id])[link.organisation_id].on(RECEIPT_DAYS, today)
    if link.used_at + timedelta(days=days) <= now:
        raise Gone(EXPIRED, code="expired")
    return Receipt(
        sentence=holder.purpose.outcomes[link.outcome].receipt, at=link.used_at, words=link.words
    )


def _actor(link: Link, purpose: Purpose, recipient: Recipient) -> Actor:
    """One permission on one thing, and no role."""
    return Actor(
        kind=ActorKind.PERSON if recipient.kind == PERSON else ActorKind.USER,
        id=recipient.id,
        organisation_ids=frozenset({link.organisation_id}),
        errand=Errand(
            link_id=link.pk,
            permission=purpose.permission,
            subject_id=link.subject_id,
            target_id=UUID(link.asked[purpose.target]) if purpose.target else None,
        ),
    )


def _organisation_of(link_id: UUID) -> UUID | None:
    """Asked before anybody is let in; the function gives this one identifier and nothing else."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT qiflow_organisation_of_link(%s::uuid)", [link_id])
        row = cursor.fetchone()
    return row[0] if row else None
