"""A table comes in: uploaded, checked, loaded, and taken back while nothing was built on it."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction

from kernel.actors import Actor
from kernel.clock import london_date
from kernel.decisions import require
from kernel.errors import Blocked, Invalid, NotFound
from kernel.events import DomainEvent
from kernel.log import begin, record
from kernel.moves import move
from kernel.versions import require_version
from people.models import Organisation
from records import events
from records.commands.jobs import queue_job
from records.imports.declared import IMPORTS, ImportKind
from records.models import Import, ImportState
from records.policies.imports import may_import
from records.tables.workbook import LARGEST_FILE

CHECK, LOAD, UNDO = "import.check", "import.load", "import.undo"
#: A table that nobody loads holds names, so it is not kept for long.
KEPT_UNLOADED = timedelta(days=1)


@transaction.atomic
def start_import(
    *,
    what: str,
    organisation_id: UUID,
    file_name: str,
    content: bytes,
    actor: Actor,
    now: datetime,
    allowed: frozenset[str] = frozenset(),
) -> Import:
    """Take a table and let a job check it: everything is tried, nothing kept.

    Emits:
        ImportUploaded, JobQueued
    Raises:
        NotFound: not the actor's organisation. Denied: the role imports no such thing.
        Invalid: no such kind of import, an empty or too large file.
    """
    kind = _kind(what)
    mine = Organisation.objects.visible_to(actor).filter(pk=organisation_id)
    if not (actor.everywhere or organisation_id in actor.organisation_ids) or not mine.exists():
        raise NotFound
    require(may_import(actor, organisation_id=organisation_id, permission=kind.permission))
    _refuse_size(content)
    _forget_stale(organisation_id, now)
    made = Import(
        organisation_id=organisation_id,
        what=what,
        file_name=file_name[:200] or "pasted",
        sha256=hashlib.sha256(content).hexdigest(),
        content=content,
        allowed=sorted(allowed),
        started_by=actor.id,
    )
    made.job_id = _queue(made, CHECK, f"Check of an import: {kind.title}", actor, now)
    event = events.ImportUploaded(import_id=made.pk, what=what)
    begin(made, event, actor=actor, now=now, effective_on=london_date(now))
    return made


@transaction.atomic
def load_import(
    *,
    import_id: UUID,
    actor: Actor,
    now: datetime,
    expected_version: int | None = None,
    allowed: frozenset[str] = frozenset(),
) -> Import:
    """Let a job load a table that was checked: all of it, or nothing and what is to be mended.

    Emits:
        JobQueued; ImportLoaded once it is done.
    Raises:
        NotFound, Denied, Stale.
        Blocked: it was not checked yet, or is loaded, undone or discarded.
    """
    held = find_import(import_id, actor)
    if held.state != ImportState.CHECKED:
        raise Blocked(
            "Only an import that was checked can be loaded.",
            code="not_reachable",
            state=str(held.state),
        )
    require_version(held, expected_version)
    held.allowed = sorted({*held.allowed, *allowed})
    _ask(held, LOAD, "Import", actor, now, changes={"allowed": held.allowed})
    return held


@transaction.atomic
def undo_import(
    *, import_id: UUID, actor: Actor, now: datetime, expected_version: int | None = None
) -> Import:
    """Let a job take back all that a table brought, if nothing was built on it.

    Emits:
        JobQueued; ImportUndone once it is done.
    Raises:
        NotFound, Denied, Stale.
        Blocked: it is not loaded.
    """
    held = find_import(import_id, actor)
    if held.state != ImportState.LOADED:
        raise Blocked(
            "Only an import that was loaded can be undone.",
            code="not_reachable",
            state=str(held.state),
        )
    require_version(held, expected_version)
    _ask(held, UNDO, "Undoing an import", actor, now, changes={})
    return held


@transaction.atomic
def discard_import(
    *, import_id: UUID, actor: Actor, now: datetime, expected_version: int | None = None
) -> Import:
    """Forget a table that is not to be loaded.

    Emits:
        ImportDiscarded
    Raises:
        NotFound, Denied, Stale.
        Blocked: it is loaded or was.
    """
    held = find_import(import_id, actor)
    if held.state not in (ImportState.UPLOADED, ImportState.CHECKED):
        raise Blocked("This import is loaded.", code="not_reachable", state=str(held.state))
    require_version(held, expected_version)
    event = events.ImportDiscarded(import_id=held.pk)
    take_step(held, "discard", event, actor=actor, now=now, changes={"content": None})
    return held


def find_import(import_id: UUID, actor: Actor) -> Import:
    """The row, held until the transaction ends. Raises: NotFound, Denied."""
    rows = Import.objects.visible_to(actor).select_for_update(of=("self",))
    held = rows.filter(pk=import_id).first()
    if held is None:
        raise NotFound("There is no such import.")
    kind = _kind(held.what)
    require(may_import(actor, organisation_id=held.organisation_id, permission=kind.permission))
    return held


def take_step(
    held: Import,
    step: str,
    event: DomainEvent,
    *,
    actor: Actor,
    now: datetime,
    changes: Mapping[str, Any],
) -> None:
    move(held, step, event, actor=actor, now=now, effective_on=london_date(now), changes=changes)


def _kind(what: str) -> ImportKind:
    kind = IMPORTS.get(what)
    if kind is None:
        known = ", ".join(sorted(IMPORTS))
        raise Invalid.one("/what", f"Send one of: {known}.", code="not_a_choice")
    return kind


def _refuse_size(content: bytes) -> None:
    if not content.strip():
        raise Invalid.one("/file", "The file is empty.", code="empty")
    if len(content) > LARGEST_FILE:
        raise Invalid.one("/file", "Send a file of at most 10 MB.", code="too_large")


def _queue(held: Import, work: str, title: str, actor: Actor, now: datetime) -> UUID:
    job = queue_job(
        work,
        title=title,
        organisation_id=held.organisation_id,
        actor=actor,
        now=now,
        arguments={"import_id": str(held.pk)},
        lock_key="import",  # two at once could each find that a row is new
    )
    return job.pk


def _ask(
    held: Import, work: str, title: str, actor: Actor, now: datetime, changes: Mapping[str, Any]
) -> None:
    job_id = _queue(held, work, f"{title}: {_kind(held.what).title}", actor, now)
    asked = events.ImportAsked(import_id=held.pk, work=work)
    record(
        held,
        asked,
        actor=actor,
        now=now,
        effective_on=london_date(now),
        changes={**changes, "job_id": job_id},
    )


def _forget_stale(organisation_id: UUID, now: datetime) -> None:
    stale = Import.objects.filter(
        organisation_id=organisation_id,
        state__in=(ImportState.UPLOADED, ImportState.CHECKED),
        created_at__lt=now - KEPT_UNLOADED,
    )
    stale.update(content=b"")
