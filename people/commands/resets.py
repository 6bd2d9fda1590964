"""Choosing a new password when the present one is lost."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from uuid import UUID

import structlog
from django.contrib.auth.hashers import make_password
from django.db import connection, transaction

from kernel import tenancy
from kernel.actors import Actor, ActorKind
from kernel.clock import london_date
from kernel.decisions import require
from kernel.errors import Blocked, Denied, Gone
from kernel.events import DomainEvent
from kernel.log import append
from kernel.text import BadText, clean
from people import events, policies
from people.commands.counting import RESETS_OF_ACCOUNT, TRIES_OF_ADDRESS, count
from people.commands.passwords import end_resets, require_new, write_password
from people.commands.users import user_with_roles, works_elsewhere
from people.models import PasswordReset, User
from people.queries.resets import OVER, is_open, opened

#: Our own choice: long enough to find the message, short enough that an old mailbox opens nothing.
OPEN_FOR = timedelta(minutes=60)
LONGEST_ADDRESS = 254

logger = structlog.get_logger(__name__)


def ask_reset(*, email: str, address: str, now: datetime) -> None:
    """Ask for a link by which to choose a new password; nobody learns whether the address is known.

    Everything is counted and hashed alike for addresses that nobody has, so that neither words,
    limits nor time tell them apart. `address`: where the request comes from.

    Emits:
        ResetAsked, for an active user with a role.
    Raises:
        TooManyTries: five in 15 minutes for an account, twenty a minute from one address.
    """
    account = _plain(email)
    count(TRIES_OF_ADDRESS, address, now=now)
    count(RESETS_OF_ACCOUNT, account.lower(), now=now)
    make_password("as slow for an address that nobody has as for any other")
    home = _home(account, london_date(now))
    if home is None:
        logger.info("reset_asked_for_nobody")
        return
    user_id, organisation_id = home
    with transaction.atomic():
        tenancy.join(organisation_id)
        actor = Actor(kind=ActorKind.USER, id=user_id)
        _ask(user_id, organisation_id, asked_by=None, actor=actor, now=now)


@transaction.atomic
def send_reset(*, user_id: UUID, actor: Actor, now: datetime) -> PasswordReset:
    """An administrator has a user of theirs choose a new password.

    Emits:
        ResetAsked
    Raises:
        NotFound, Denied: the actor keeps no such user, or the user may do more than the actor.
        Blocked: the user also works elsewhere, or is disabled. TooManyTries.
    """
    today = london_date(now)
    user, held = user_with_roles(user_id, actor, today)
    homes = sorted({one.organisation_id for one in held})
    elsewhere = works_elsewhere(user_id, homes, today)
    require(policies.may_reset_password(actor, user_id=user_id, held=held, elsewhere=elsewhere))
    if actor.kind is not ActorKind.USER:
        raise Denied("Only a person can hand out a new password. Sign in to do this.")
    if not user.is_active:
        raise Blocked("This user is disabled. Enable them first.", code="disabled")
    count(RESETS_OF_ACCOUNT, user.email.lower(), now=now)
    return _ask(user_id, homes[0], asked_by=actor.id, actor=actor, now=now)


def use_reset(
    *, token: str, password: str, address: str, now: datetime, actor: Actor | None = None
) -> User:
    """Choose a new password by a link; every session of the user ends, a second factor stays.

    It signs nobody in: whoever has the link has one factor only. `actor`: who is signed in on the
    device.

    Emits:
        UserPasswordChanged, ResetUsed
    Raises:
        NotFound: nobody here signed this link.
        Gone: it was used, replaced or has expired. OtherSession: somebody else is signed in.
        Invalid: a weak password. TooManyTries.
    """
    count(TRIES_OF_ADDRESS, address, now=now)
    found = opened(token, now=now)
    refuse_another(found.user_id, actor)
    with transaction.atomic():
        tenancy.join(found.organisation_id)
        reset = PasswordReset.objects.select_for_update(of=("self",)).get(pk=found.reset_id)
        user = User.objects.select_for_update(of=("self",)).get(pk=found.user_id)
        if not is_open(reset, now) or not user.is_active:
            raise Gone(OVER)
        home = found.organisation_id
        require_new(
            password, name=user.name, email=user.email, organisation_ids=(home,), user_id=user.pk
        )
        reset.used_at = now
        reset.save(update_fields=["used_at"])
        themselves = Actor(kind=ActorKind.USER, id=user.pk)
        write_password(user, password, organisation_id=home, actor=themselves, now=now)
        event = events.ResetUsed(reset_id=reset.pk, user_id=user.pk)
        _tell(reset, event, actor=themselves, now=now)
    return user


class OtherSession(Denied):
    """A link for a new password, opened where somebody else is signed in (401)."""

    code = "other_session"


def refuse_another(user_id: UUID, actor: Actor | None) -> None:
    """Raises: OtherSession."""
    if actor is not None and actor.signed_in and actor.id != user_id:
        raise OtherSession(
            "This link is for somebody else than who is signed in here. Sign out, then open it "
            "again."
        )


def _ask(
    user_id: UUID, organisation_id: UUID, *, asked_by: UUID | None, actor: Actor, now: datetime
) -> PasswordReset:
    end_resets(user_id, now=now)
    reset = PasswordReset.objects.create(
        organisation_id=organisation_id,
        user_id=user_id,
        asked_by=asked_by,
        asked_at=now,
        expires_at=now + OPEN_FOR,
    )
    event = events.ResetAsked(reset_id=reset.pk, user_id=user_id, expires=reset.expires_at)
    _tell(reset, event, actor=actor, now=now)
    return reset


def _tell(reset: PasswordReset, event: DomainEvent, *, actor: Actor, now: datetime) -> None:
    append(
        organisation_id=reset.organisation_id,
        kind="reset",
        stream_id=reset.pk,
        events=[event],
        actor=actor,
        now=now,
        effective_on=london_date(now),
    )


def _home(email: str, today: date) -> tuple[UUID, UUID] | None:
    """The active user with this address, and an organisation of theirs."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT user_id, organisation_id FROM qiflow_home(%s::text, %s::date)", [email, today]
        )
        row: tuple[UUID, UUID] | None = cursor.fetchone()
    return row


def _plain(email: str) -> str:
    """What was typed as an address can have; anything else is an address that nobody has."""
    try:
        return clean(email)[:LONGEST_ADDRESS]
    except BadText:
        return ""
