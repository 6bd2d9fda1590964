"""What a job does with a file: look for viruses, read its text; and what is swept up afterwards."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

import structlog
from django.db import connection, transaction

from kernel import text_guard
from kernel.actors import SYSTEM
from kernel.clock import london_date
from kernel.errors import Refusal
from kernel.events import DomainEvent
from kernel.log import record
from kernel.moves import move
from records import file_events as events
from records.commands.jobs import queue_job
from records.files import scanning, store
from records.files.judging import words_of
from records.jobs.kinds import Done, JobKind, Work
from records.models import File, FileState, Job, JobState, VirusCheck

CHECK = "file.check"
_AWAY = "The virus scanner does not answer."

logger = structlog.get_logger(__name__)


def ask_for_check(file_id: UUID, organisation_id: UUID, *, now: datetime) -> Job:
    """The service itself checks: whoever sent the file may have left by then."""
    return queue_job(
        CHECK,
        title="Check of a file",
        organisation_id=organisation_id,
        actor=SYSTEM,
        now=now,
        arguments={"file_id": str(file_id)},
    )


def settle_unscanned(file: File, *, now: datetime) -> None:
    """No scanner is set up: the file is kept, and says that it was not checked for viruses.

    Emits:
        FileKept
    """
    event = events.FileKept(file_id=file.pk, virus_check=VirusCheck.NONE)
    _move(file, "keep", event, now=now, changes={"virus_check": VirusCheck.NONE})


def check(work: Work) -> Done:
    """The work of the job. Each part is committed once it is known; again, it changes nothing."""
    file = File.objects.filter(pk=UUID(work.arguments["file_id"])).first()
    if file is None:
        return Done()
    if file.state == FileState.CHECKING:
        _scan(file, now=work.now)
    if file.state == FileState.KEPT:
        _read(file, now=work.now)
    return Done(result={"state": str(file.state)})


FILE_CHECK = JobKind(name=CHECK, run=check, whole=False)


def _scan(file: File, *, now: datetime) -> None:
    """Ask the scanner outside of any transaction: it may take its time."""
    using = scanning.scanner()
    try:
        verdict = scanning.look(_pieces(file.stored_as), using) if using else None
    except FileNotFoundError:
        _lose(file, now=now)
        return
    except scanning.NoAnswer as silence:
        if isinstance(silence.__cause__, FileNotFoundError):
            _lose(file, now=now)
            return
        logger.warning("virus_scanner_silent", file_id=str(file.pk), error=str(silence))
        _postpone(file, now=now)
        raise Refusal(f"{_AWAY} The file stays in quarantine and is tried again.") from silence
    with transaction.atomic():
        if not _lock(file):
            return
        if verdict is None:
            settle_unscanned(file, now=now)
        elif verdict.clean:
            event = events.FileKept(file_id=file.pk, virus_check=VirusCheck.CLEAN)
            changes = {"virus_check": VirusCheck.CLEAN, "problem": ""}
            _move(file, "keep", event, now=now, changes=changes)
        else:
            _refuse(file, verdict.name, now=now)


def _refuse(file: File, found: str, *, now: datetime) -> None:
    stored_as = file.stored_as
    logger.warning("virus_found", file_id=str(file.pk), virus=found)
    changes = {
        "virus_check": VirusCheck.INFECTED,
        "problem": f"The virus check found: {found}"[:200],
        "stored_as": "",
    }
    _move(file, "refuse", events.FileRefused(file_id=file.pk), now=now, changes=changes)
    transaction.on_commit(lambda: store.remove(stored_as))


def _postpone(file: File, *, now: datetime) -> None:
    with transaction.atomic():
        if _lock(file) and file.problem != _AWAY:
            event = events.FileCheckPostponed(file_id=file.pk)
            day = london_date(now)
            record(file, event, actor=SYSTEM, now=now, effective_on=day, changes={"problem": _AWAY})


def _read(file: File, *, now: datetime) -> None:
    """Text for search, and what in it seems to belong to a patient."""
    try:
        content = store.read(file.stored_as)
    except FileNotFoundError:
        _lose(file, now=now)
        return
    try:
        text = words_of(content, file.content_kind)
    except Refusal:
        text = ""  # it is found by its name
    spots = text_guard.refused(text)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_KEEP_WORDS, [text, file.pk])
        File.objects.filter(pk=file.pk).update(text_warning=spots[0].found.value if spots else "")


_KEEP_WORDS = """
    UPDATE records_filewords SET body = setweight(to_tsvector('english', %s::text), 'C')
    WHERE file_id = %s
"""


def _lose(file: File, *, now: datetime) -> None:
    with transaction.atomic():
        if _lock(file):
            logger.error("file_lost", file_id=str(file.pk))
            _move(
                file,
                "lose",
                events.FileLost(file_id=file.pk),
                now=now,
                changes={"stored_as": ""},
            )


def _lock(file: File) -> bool:
    """Take the row as it is now; False where it has moved on without us."""
    before = file.state
    rows = File.objects.select_for_update(of=("self",)).filter(pk=file.pk)
    if not rows.exists():
        return False
    file.refresh_from_db(from_queryset=rows)
    return bool(file.state == before)


def _pieces(stored_as: str) -> Iterator[bytes]:
    with store.open_at(stored_as) as file:
        while piece := file.read(store.PIECE):
            yield piece


def _move(
    file: File, step: str, event: DomainEvent, *, now: datetime, changes: Mapping[str, Any]
) -> None:
    day = london_date(now)
    move(file, step, event, actor=SYSTEM, now=now, effective_on=day, changes=changes)


def sweep(*, now: datetime) -> int:
    """Take away bytes without a row, say of rows that their bytes are gone, and ask for checks that
    ended without a verdict. How many of all.

    Emits:
        FileLost, JobQueued
    """
    return sum(_sweep_folder(folder, now=now) for folder in store.FOLDERS) + _ask_again(now)


def _sweep_folder(folder: str, *, now: datetime) -> int:
    there = store.folder_names(folder)
    rows = {
        file.stored_as: file for file in File.objects.filter(stored_as__startswith=f"{folder}/")
    }
    strays = [name for name, settled in there.items() if settled and name not in rows]
    for name in strays:
        store.remove(name)
    lost = [file for name, file in rows.items() if name not in there and not store.is_there(name)]
    for file in lost:
        _lose(file, now=now)
    return len(strays) + len(lost)


def _ask_again(now: datetime) -> int:
    """Of files in quarantine whose job has ended: the scanner may be back."""
    waiting = list(File.objects.filter(state=FileState.CHECKING))
    at_work = (JobState.QUEUED, JobState.RUNNING)
    busy = set(
        Job.objects.filter(pk__in=[file.job_id for file in waiting], state__in=at_work).values_list(
            "pk", flat=True
        )
    )
    left = [file for file in waiting if file.job_id not in busy]
    for file in left:
        job = ask_for_check(file.pk, file.organisation_id, now=now)
        File.objects.filter(pk=file.pk).update(job_id=job.pk)
    return len(left)
