"""What happens to a user's sign-in, noted in the user's own stream: no address, no device."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from kernel import tenancy
from kernel.actors import Actor, ActorKind
from kernel.clock import london_date
from kernel.events import DomainEvent
from kernel.log import append
from people.models import RoleGrant


@transaction.atomic
def note(*events: DomainEvent, user_id: UUID, now: datetime, actor: Actor | None = None) -> None:
    """Append events to a user's stream, for an organisation where they hold a role today.

    `actor`: who did it, where it was not the user.
    """
    by = actor or Actor(kind=ActorKind.USER, id=user_id)
    with tenancy.opened():
        append(
            organisation_id=_home(user_id, now),
            kind="user",
            stream_id=user_id,
            events=events,
            actor=by,
            now=now,
            effective_on=london_date(now),
        )


def _home(user_id: UUID, now: datetime) -> UUID | None:
    """One organisation, and always the same, of a user who may have several."""
    today = london_date(now)
    held = RoleGrant.objects.filter(
        Q(to_date__isnull=True) | Q(to_date__gte=today), user_id=user_id, from_date__lte=today
    )
    return held.order_by("organisation_id").values_list("organisation_id", flat=True).first()
