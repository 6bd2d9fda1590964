"""Views that somebody keeps for themselves."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from kernel.actors import Actor, ActorKind
from kernel.clock import london_date
from kernel.errors import Blocked, Denied, Invalid, NotFound
from kernel.log import begin, record
from kernel.versions import require_version
from records import events
from records.exports.declared import EXPORTS
from records.models import SavedView

MOST_VIEWS = 100  # of one user


@transaction.atomic
def save_view(
    *,
    of: str,
    name: str,
    filters: Mapping[str, str],
    actor: Actor,
    now: datetime,
) -> SavedView:
    """Keep the list named `of` with its filters.

    Emits:
        ViewSaved
    Raises:
        Denied: not a user of an organisation.
        Invalid: no such list, filters that cannot be read, a name that is taken.
        Blocked: a hundred are kept already.
    """
    if actor.kind is not ActorKind.USER or not actor.organisation_ids or actor.id is None:
        raise Denied("Only people who belong to an organisation keep views.")
    _refuse_wrong(of, filters)
    mine = SavedView.objects.visible_to(actor).filter(user_id=actor.id)
    if mine.count() >= MOST_VIEWS:
        raise Blocked(f"You keep {MOST_VIEWS} views already. Remove one first.", code="too_many")
    _refuse_taken(actor.id, of, name)
    view = SavedView(
        organisation_id=min(actor.organisation_ids),
        user_id=actor.id,
        list=of,
        name=name,
        filters=dict(filters),
    )
    event = events.ViewSaved(view_id=view.pk, list=of)
    begin(view, event, actor=actor, now=now, effective_on=london_date(now))
    return view


@transaction.atomic
def change_view(
    *,
    view_id: UUID,
    changes: Mapping[str, Any],
    actor: Actor,
    now: datetime,
    expected_version: int | None = None,
) -> SavedView:
    """Give a view another name or other filters.

    Emits:
        ViewChanged, unless nothing differs.
    Raises:
        NotFound, Stale, Invalid.
    """
    view = _mine(view_id, actor, expected_version)
    new = {name: value for name, value in changes.items() if getattr(view, name) != value}
    if "filters" in new:
        _refuse_wrong(view.list, new["filters"])
    if "name" in new:
        _refuse_taken(view.user_id, view.list, new["name"])
    if new:
        event = events.ViewChanged(view_id=view.pk)
        record(view, event, actor=actor, now=now, effective_on=london_date(now), changes=new)
    return view


@transaction.atomic
def remove_view(
    *, view_id: UUID, actor: Actor, now: datetime, expected_version: int | None = None
) -> None:
    """Keep a view no longer.

    Emits:
        ViewRemoved
    Raises:
        NotFound, Stale.
    """
    view = _mine(view_id, actor, expected_version)
    event = events.ViewRemoved(view_id=view.pk)
    record(view, event, actor=actor, now=now, effective_on=london_date(now))
    SavedView.objects.filter(pk=view.pk).delete()


def _mine(view_id: UUID, actor: Actor, expected_version: int | None) -> SavedView:
    """Views of others are as if they were not there."""
    rows = SavedView.objects.visible_to(actor).select_for_update(of=("self",))
    view = rows.filter(pk=view_id).first()
    if view is None or view.user_id != actor.id:
        raise NotFound("There is no such view.")
    require_version(view, expected_version)
    return view


def _refuse_wrong(name: str, filters: Mapping[str, str]) -> None:
    export = EXPORTS.get(name)
    if export is None:
        known = ", ".join(sorted(EXPORTS))
        raise Invalid.one("/list", f"Send one of: {known}.", code="not_a_choice")
    export.read_filters(filters)


def _refuse_taken(user_id: UUID, of: str, name: str) -> None:
    if SavedView.objects.filter(user_id=user_id, list=of, name=name).exists():
        raise Invalid.one("/name", "You have a view of this list with this name.", code="taken")
