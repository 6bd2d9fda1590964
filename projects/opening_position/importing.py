"""Checking and loading an opening position: all of a file or nothing of it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

from django.db import connection, transaction

from kernel.actors import Actor
from kernel.clock import london_date
from kernel.confirmations import log_confirmed
from kernel.decisions import require
from kernel.errors import Blocked, NotFound
from kernel.log import append
from projects.commands.projects import find_organisation
from projects.events import OpeningPositionLoaded
from projects.models import OpeningPosition
from projects.opening_position.checks import find_faults
from projects.opening_position.entries import Entries, read_entries
from projects.opening_position.format import BY_NAME, SHEETS
from projects.opening_position.known import Known, load_known
from projects.opening_position.loading.arrival import Arrival
from projects.opening_position.loading.bodies import load_people, load_units
from projects.opening_position.loading.committees import (
    finish_seats,
    load_committees,
    load_seats,
    place_committees,
)
from projects.opening_position.loading.partners import load_appointments
from projects.opening_position.loading.projects import load_projects, load_team
from projects.opening_position.reading import read_file
from projects.opening_position.report import Report, SheetReport
from projects.policies.authority import Place
from projects.policies.projects import may_open
from records.tables.faults import Fault, Unreadable
from records.tables.raw import RawFile

#: In this order every row finds what it names.
_STEPS: tuple[Callable[[Arrival], None], ...] = (
    load_units,
    load_people,
    load_committees,
    load_seats,
    load_appointments,
    finish_seats,
    place_committees,
    load_projects,
    load_team,
)
#: A file that was checked and never signed off holds names, so it is not kept for long.
KEPT_UNSIGNED = timedelta(days=1)


def check_file(
    *,
    organisation_id: UUID,
    file_name: str,
    content: bytes,
    actor: Actor,
    now: datetime,
    allowed: frozenset[str] = frozenset(),
) -> Report:
    """What would happen: everything is done as in loading, and nothing is kept.

    `allowed` are pointers of cells in which what looks like an NHS number is none.

    Raises:
        NotFound, Denied
    """
    require_may_import(organisation_id, actor)
    return check_raw(
        organisation_id=organisation_id,
        read=lambda: read_file(file_name, content),
        actor=actor,
        now=now,
        allowed=allowed,
    )


def check_raw(
    *,
    organisation_id: UUID,
    read: Callable[[], RawFile],
    actor: Actor,
    now: datetime,
    allowed: frozenset[str] = frozenset(),
) -> Report:
    """The same for whatever `read` reads."""
    return _run(
        organisation_id=organisation_id,
        read=read,
        actor=actor,
        now=now,
        keep=False,
        allowed=allowed,
    )


@transaction.atomic
def load_file(
    *,
    organisation_id: UUID,
    file_name: str,
    content: bytes,
    actor: Actor,
    now: datetime,
    allowed: frozenset[str] = frozenset(),
) -> Report:
    """Load a file; whoever does so signs it off. A file with faults changes nothing.

    Emits:
        OpeningPositionLoaded, beside what each row emits; nothing when no row was new.
    Raises:
        NotFound, Denied
    Source: domain/domain.md 15 item 20.
    """
    return load_raw(
        organisation_id=organisation_id,
        read=lambda: read_file(file_name, content),
        file_name=file_name,
        sha256=hashlib.sha256(content).hexdigest(),
        actor=actor,
        now=now,
        allowed=allowed,
    )


@transaction.atomic
def load_raw(
    *,
    organisation_id: UUID,
    read: Callable[[], RawFile],
    file_name: str,
    sha256: str,
    actor: Actor,
    now: datetime,
    allowed: frozenset[str] = frozenset(),
) -> Report:
    """The same for whatever `read` reads."""
    require_may_import(organisation_id, actor)
    report = _run(
        organisation_id=organisation_id,
        read=read,
        actor=actor,
        now=now,
        keep=True,
        allowed=allowed,
    )
    if not report.loaded or not report.new:
        return report
    position = OpeningPosition(
        organisation_id=organisation_id,
        file_name=file_name[:200],
        sha256=sha256,
        checked_by=actor.id,
        checked_at=now,
    )
    report = replace(report, position_id=position.pk)
    _sign_off(position, report, actor, now)
    position.save(force_insert=True)
    return report


@transaction.atomic
def keep_for_sign_off(
    *, organisation_id: UUID, file_name: str, content: bytes, actor: Actor, now: datetime
) -> OpeningPosition:
    """Check a file and keep it with what was found, until somebody signs it off or a day passes.

    Raises:
        NotFound, Denied
    """
    report = check_file(
        organisation_id=organisation_id,
        file_name=file_name,
        content=content,
        actor=actor,
        now=now,
    )
    stale = OpeningPosition.objects.filter(
        organisation_id=organisation_id,
        signed_off_at=None,
        checked_at__lt=now - KEPT_UNSIGNED,
    )
    stale.delete()
    return OpeningPosition.objects.create(
        organisation_id=organisation_id,
        file_name=file_name[:200],
        sha256=hashlib.sha256(content).hexdigest(),
        content=content,
        report=report.as_data(),
        checked_by=actor.id,
        checked_at=now,
    )


@transaction.atomic
def sign_off(
    *,
    opening_position_id: UUID,
    actor: Actor,
    now: datetime,
    allowed: frozenset[str] = frozenset(),
) -> OpeningPosition:
    """Load a file that was checked before. It is checked again: things may have changed.

    Emits:
        OpeningPositionLoaded, beside what each row emits.
    Raises:
        NotFound, Denied.
        Blocked: it is signed off already. With faults the row keeps them and nothing is loaded.
    """
    position = _held(opening_position_id, actor)
    if position.signed_off_at is not None:
        raise Blocked("This file is loaded already.", code="loaded", state="loaded")
    content = bytes(position.content or b"")
    report = _run(
        organisation_id=position.organisation_id,
        read=lambda: read_file(position.file_name, content),
        actor=actor,
        now=now,
        keep=True,
        allowed=allowed,
    )
    if report.loaded:
        _sign_off(position, replace(report, position_id=position.pk), actor, now)
    else:
        position.report = report.as_data()
    position.save()
    return position


@transaction.atomic
def discard(*, opening_position_id: UUID, actor: Actor) -> None:
    """Forget a file that was checked and is not to be loaded.

    Raises:
        NotFound, Denied.
        Blocked: it is loaded; that cannot be taken back here.
    """
    position = _held(opening_position_id, actor)
    if position.signed_off_at is not None:
        raise Blocked("This file is loaded already.", code="loaded", state="loaded")
    position.delete()


def require_may_import(organisation_id: UUID, actor: Actor) -> None:
    """Raises: NotFound: not the actor's organisation. Denied: the role runs no imports."""
    find_organisation(organisation_id, actor)
    require(may_open(actor, place=Place(organisation_id=organisation_id, unit_id=None)))


def _held(opening_position_id: UUID, actor: Actor) -> OpeningPosition:
    rows = OpeningPosition.objects.visible_to(actor).select_for_update(of=("self",))
    position = rows.filter(pk=opening_position_id).first()
    if position is None:
        raise NotFound
    require_may_import(position.organisation_id, actor)
    return position


def _sign_off(position: OpeningPosition, report: Report, actor: Actor, now: datetime) -> None:
    position.content = None
    position.report = report.as_data()
    position.signed_off_by = actor.id
    position.signed_off_at = now
    append(
        organisation_id=position.organisation_id,
        kind="opening_position",
        stream_id=position.pk,
        events=[OpeningPositionLoaded(opening_position_id=position.pk, rows=report.new)],
        actor=actor,
        now=now,
        effective_on=london_date(now),
    )


def _run(
    *,
    organisation_id: UUID,
    read: Callable[[], RawFile],
    actor: Actor,
    now: datetime,
    keep: bool,
    allowed: frozenset[str],
) -> Report:
    try:
        raw = read()
    except Unreadable as problem:
        return Report(faults=(problem.fault,))
    entries, faults = read_entries(raw, allowed=allowed)
    if keep:
        log_confirmed(
            entries.confirmed,
            door="opening position",
            organisation_id=organisation_id,
            actor=actor,
            now=now,
        )
    with transaction.atomic():
        _one_at_a_time(organisation_id)
        known = load_known(organisation_id)
        faults += find_faults(entries, known, today=london_date(now))
        arrival = Arrival(
            organisation_id=organisation_id, actor=actor, now=now, entries=entries, known=known
        )
        if not faults:
            faults = _load(arrival)
        if faults or not keep:
            transaction.set_rollback(True)
    return Report(
        loaded=keep and not faults,
        sheets=_counts(entries, known, arrival, faults),
        faults=tuple(faults),
        notes=raw.notes,
        ignored_sheets=raw.ignored,
    )


def _one_at_a_time(organisation_id: UUID) -> None:
    # Two files at once could each find that a row is new.
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended(%s, 19))", [str(organisation_id)]
        )


def _load(arrival: Arrival) -> list[Fault]:
    arrival.ids = {name: dict(arrival.known.ids.get(name, {})) for name in BY_NAME}
    for step in _STEPS:
        step(arrival)
        if arrival.faults:
            break  # what follows could only repeat that something is missing
    return arrival.faults


def _counts(
    entries: Entries, known: Known, arrival: Arrival, faults: list[Fault]
) -> tuple[SheetReport, ...]:
    """With faults nothing was counted while loading: every row that was not here is new."""
    return tuple(
        SheetReport(
            sheet=sheet.name,
            rows=len(entries.of(sheet)),
            new=len(arrival.new(sheet)) if faults else arrival.written[sheet.name],
            already_here=sum(1 for entry in entries.of(sheet) if known.has(entry)),
            ignored_columns=entries.extra.get(sheet.name, ()),
        )
        for sheet in SHEETS
        if sheet.name in entries.rows
    )
