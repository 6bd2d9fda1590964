"""Sending a file as evidence, describing it, deleting it, bringing it back, erasing it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction

from kernel.actors import Actor
from kernel.clock import london_date
from kernel.decisions import require
from kernel.errors import Blocked, Denied
from kernel.events import DomainEvent
from kernel.log import begin, record
from kernel.moves import move, reachable, unreachable
from kernel.versions import require_version
from records import file_events as events
from records.commands.file_checks import ask_for_check, settle_unscanned
from records.commands.file_limits import refuse_full, refuse_to_come, refuse_used
from records.files import scanning, store
from records.files.judging import Judged
from records.files.links import write_link
from records.models import Audience, File, FileState
from records.policies.files import may_add, may_change, may_erase
from records.queries.file_content import file_content
from records.queries.files import file_and_thing
from records.things.declared import find_thing
from records.things.thing import Thing


@transaction.atomic
def add_file(
    *,
    subject_kind: str,
    subject_id: UUID,
    judged: Judged,
    description: str = "",
    evidence_on: date | None = None,
    audience: str = Audience.EVERYONE,
    actor: Actor,
    now: datetime,
) -> File:
    """Keep a file that was looked through; a job checks it for viruses and reads its text.

    Emits:
        FileAdded, JobQueued; FileKept at once where no virus scanner is set up.
    Raises:
        NotFound, Denied: the thing may not be read, or not be written about.
        Invalid: the evidence is of a day to come.
        Unmet: the thing has a hundred files, or the organisation has no room left.
    """
    thing = find_thing(subject_kind, subject_id, actor)
    require(may_add(actor, thing))
    today = london_date(now)
    refuse_to_come(evidence_on, today)
    refuse_full(thing, len(judged.content))
    file_id = uuid4()
    job = ask_for_check(file_id, thing.organisation_id, now=now)
    file = File(
        id=file_id,
        organisation_id=thing.organisation_id,
        subject_kind=subject_kind,
        subject_id=subject_id,
        name=judged.name,
        description=description,
        content_kind=judged.kind.code,
        size=len(judged.content),
        sha256=judged.sha256,
        evidence_on=evidence_on or today,
        audience=audience,
        stored_as=store.keep(judged.content),
        added_by=actor.id,
        job_id=job.pk,
    )
    try:
        _begin(file, actor=actor, now=now)
    except BaseException:
        store.remove(file.stored_as)
        raise
    return file


@transaction.atomic
def change_file(
    *,
    file_id: UUID,
    changes: Mapping[str, Any],
    actor: Actor,
    now: datetime,
    expected_version: int | None = None,
) -> File:
    """Describe a file in other words, correct its day, or say who sees it.

    Emits:
        FileChanged, unless nothing differs.
    Raises:
        NotFound, Denied, Stale. Invalid: a day to come. Blocked: it is not there any more.
    """
    file, _ = _held(file_id, actor)
    if file.state != FileState.KEPT:
        raise Blocked("Only a file that is kept can be changed.", state=str(file.state))
    require_version(file, expected_version)
    today = london_date(now)
    refuse_to_come(changes.get("evidence_on"), today)
    new = {name: value for name, value in changes.items() if getattr(file, name) != value}
    if new:
        event = events.FileChanged(file_id=file_id, fields=tuple(sorted(new)))
        record(file, event, actor=actor, now=now, effective_on=today, changes=new)
    return file


@transaction.atomic
def remove_file(
    *,
    file_id: UUID,
    reason: str,
    actor: Actor,
    now: datetime,
    expected_version: int | None = None,
) -> File:
    """Delete a file, for a reason. It can be brought back.

    Emits:
        FileRemoved
    Raises:
        NotFound, Denied, Stale. Blocked: it is deleted already.
        Unmet: something was decided on it.
    """
    file, _ = _ready(file_id, "remove", actor, expected_version)
    refuse_used(file_id)
    _step(file, "remove", events.FileRemoved(file_id=file_id), actor, now, reason=reason)
    return file


@transaction.atomic
def restore_file(
    *, file_id: UUID, actor: Actor, now: datetime, expected_version: int | None = None
) -> File:
    """Bring a deleted file back.

    Emits:
        FileRestored
    Raises:
        NotFound, Denied, Stale. Blocked: it is not deleted.
        Unmet: the thing has a hundred other files by now.
    """
    file, thing = _ready(file_id, "restore", actor, expected_version)
    refuse_full(thing, 0)
    _step(file, "restore", events.FileRestored(file_id=file_id), actor, now)
    return file


@transaction.atomic
def erase_file(
    *,
    file_id: UUID,
    reason: str,
    actor: Actor,
    now: datetime,
    expected_version: int | None = None,
) -> File:
    """Take the bytes and the text of a file away for good; that there was one stays known.

    Emits:
        FileErased
    Raises:
        NotFound, Stale. Denied: erasing is for administrators. Blocked: it is gone already.
    """
    _, thing = file_and_thing(actor, file_id)
    require(may_erase(actor, thing))
    file = _locked(file_id, actor)
    _require_step(file, "erase", expected_version)
    stored_as = file.stored_as
    gone = {"stored_as": "", "name": "Erased file", "description": "", "text_warning": ""}
    _step(
        file, "erase", events.FileErased(file_id=file_id), actor, now, reason=reason, changes=gone
    )
    transaction.on_commit(lambda: store.remove(stored_as))
    return file


@transaction.atomic
def check_file(
    *, file_id: UUID, actor: Actor, now: datetime, expected_version: int | None = None
) -> File:
    """Have a file that waits in quarantine checked once more.

    Emits:
        FileCheckAsked, JobQueued
    Raises:
        NotFound, Denied, Stale. Blocked: it is not waiting, or is being checked now.
    """
    file, _ = _held(file_id, actor)
    if file.state != FileState.CHECKING or not file.problem:
        raise Blocked(
            "Only a file whose check did not end is checked again.", state=str(file.state)
        )
    require_version(file, expected_version)
    job = ask_for_check(file_id, file.organisation_id, now=now)
    event = events.FileCheckAsked(file_id=file_id)
    changes = {"job_id": job.pk, "problem": ""}
    record(file, event, actor=actor, now=now, effective_on=london_date(now), changes=changes)
    return file


@transaction.atomic
def make_file_link(*, file_id: UUID, actor: Actor, now: datetime) -> tuple[str, datetime]:
    """A word that gives the file to whoever holds it, and until when.

    Emits:
        FileLinkMade
    Raises:
        NotFound, Denied: the file is not for the actor, who must belong to its organisation.
        Blocked, Gone, Unavailable, WrongKind: it is not given out now.
    """
    file_content(actor, file_id)
    if not actor.may_write:
        raise Denied("This key may only read.", code="read_only_key")
    file = _locked(file_id, actor)
    word, expires_at = write_link(file_id, actor, now=now)
    event = events.FileLinkMade(file_id=file_id)
    record(file, event, actor=actor, now=now, effective_on=london_date(now))
    return word, expires_at


def _begin(file: File, *, actor: Actor, now: datetime) -> None:
    added = events.FileAdded(
        file_id=file.pk,
        subject_kind=file.subject_kind,
        subject_id=file.subject_id,
        content_kind=file.content_kind,
        size=file.size,
    )
    begin(file, added, actor=actor, now=now, effective_on=london_date(now))
    if scanning.scanner() is None:
        settle_unscanned(file, now=now)


def _held(file_id: UUID, actor: Actor) -> tuple[File, Thing]:
    """The file, locked, and its thing, for whoever may change it."""
    row, thing = file_and_thing(actor, file_id)
    require(may_change(actor, thing, added_by=row["added_by"]))
    return _locked(file_id, actor), thing


def _locked(file_id: UUID, actor: Actor) -> File:
    rows = File.objects.visible_to(actor).select_for_update(of=("self",))
    file = rows.filter(pk=file_id).first()
    if file is None:  # shared with another organisation: read there, locked by nobody there
        raise Denied("Only members of the organisation that keeps this can do this.")
    return file


def _ready(
    file_id: UUID, step: str, actor: Actor, expected_version: int | None
) -> tuple[File, Thing]:
    file, thing = _held(file_id, actor)
    _require_step(file, step, expected_version)
    return file, thing


def _require_step(file: File, step: str, expected_version: int | None) -> None:
    if step not in reachable(file):
        raise unreachable(file, step)
    require_version(file, expected_version)


def _step(
    file: File,
    step: str,
    event: DomainEvent,
    actor: Actor,
    now: datetime,
    *,
    reason: str = "",
    changes: Mapping[str, Any] | None = None,
) -> None:
    move(
        file,
        step,
        event,
        actor=actor,
        now=now,
        effective_on=london_date(now),
        reason=reason,
        changes={"reason": reason, **(changes or {})},
    )
