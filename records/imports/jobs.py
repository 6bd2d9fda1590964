"""The long work of imports: check, load, undo. Each is one transaction with its job's end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from uuid import UUID

from django.db import transaction

from kernel.confirmations import log_confirmed
from kernel.errors import Blocked, Refusal
from records import events
from records.commands.imports import CHECK, LOAD, UNDO, find_import, take_step
from records.imports.declared import IMPORTS, ImportKind, Into, Outcome, Undone
from records.imports.reading import read_table
from records.imports.rows import AppliedRows, ReadTable, apply_rows, read_rows
from records.jobs.kinds import Done, JobKind, Work
from records.models import Import, ImportedRow, ImportState
from records.tables.faults import Fault, Unreadable

_NOT_KEPT = "This file was kept for a day. Send it again."


@dataclass(frozen=True, slots=True, kw_only=True)
class _Tried:
    """A table as it was tried."""

    read: ReadTable
    done: AppliedRows
    notes: Sequence[str]

    @property
    def faults(self) -> list[Fault]:
        """Each once: a command may find again what reading the table found."""
        found = [*self.read.faults, *self.done.faults]
        return list({(one.row, one.field, one.code): one for one in reversed(found)}.values())[::-1]

    def report(self, *, loaded: bool) -> dict[str, object]:
        return {
            "loaded": loaded,
            "rows": len(self.read.rows),
            "new": self.done.count(Outcome.NEW),
            "changed": self.done.count(Outcome.CHANGED),
            "same": self.done.count(Outcome.SAME),
            "faults": len(self.faults),
            "ignored_columns": list(self.read.ignored),
            "notes": [note for note in self.notes if note],
        }


def check(work: Work) -> Done:
    """Try every row and keep nothing."""
    held = find_import(UUID(work.arguments["import_id"]), work.actor)
    with transaction.atomic():
        tried = _try(held, work)
        transaction.set_rollback(True)
    report = tried.report(loaded=False)
    event = events.ImportChecked(
        import_id=held.pk, rows=len(tried.read.rows), faults=len(tried.faults)
    )
    take_step(held, "check_rows", event, actor=work.actor, now=work.now, changes={"report": report})
    return Done(result=report, faults=[asdict(fault) for fault in tried.faults])


def load(work: Work) -> Done:
    """Keep every row; with a fault, nothing and what is to be mended."""
    held = find_import(UUID(work.arguments["import_id"]), work.actor)
    if held.state != ImportState.CHECKED:
        raise Blocked("Only an import that was checked can be loaded.", state=str(held.state))
    with transaction.atomic():
        tried = _try(held, work)
        transaction.set_rollback(bool(tried.faults))
    report = tried.report(loaded=not tried.faults)
    if tried.faults:
        event = events.ImportChecked(
            import_id=held.pk, rows=len(tried.read.rows), faults=len(tried.faults)
        )
        take_step(
            held, "check_rows", event, actor=work.actor, now=work.now, changes={"report": report}
        )
        return Done(result=report, faults=[asdict(fault) for fault in tried.faults])
    _keep(held, tried, work)
    loaded = events.ImportLoaded(
        import_id=held.pk,
        what=held.what,
        new=tried.done.count(Outcome.NEW),
        changed=tried.done.count(Outcome.CHANGED),
    )
    changes = {"report": report, "content": None, "loaded_at": work.now}
    take_step(held, "load", loaded, actor=work.actor, now=work.now, changes=changes)
    return Done(result=report)


def undo(work: Work) -> Done:
    """Take every row back, the last first; if something was built on one, none of them."""
    held = find_import(UUID(work.arguments["import_id"]), work.actor)
    if held.state != ImportState.LOADED:
        raise Blocked("Only an import that was loaded can be undone.", state=str(held.state))
    kind = IMPORTS[held.what]
    with transaction.atomic():
        faults = _take_back(held, kind, work)
        transaction.set_rollback(bool(faults))
    if faults:
        return Done(result={"undone": False, "faults": len(faults)}, faults=faults)
    held.rows.all().delete()
    undone = events.ImportUndone(import_id=held.pk, what=held.what)
    take_step(held, "undo", undone, actor=work.actor, now=work.now, changes={})
    return Done(result={"undone": True, "faults": 0})


def _try(held: Import, work: Work) -> _Tried:
    content = bytes(held.content or b"")
    if not content:
        raise Refusal(_NOT_KEPT)
    kind = IMPORTS[held.what]
    try:
        sheet, note = read_table(held.file_name, content)
    except Unreadable as problem:
        read = ReadTable(faults=[problem.fault])
        return _Tried(read=read, done=AppliedRows(), notes=())
    read = read_rows(kind, sheet, allowed=frozenset(held.allowed))
    done = apply_rows(kind, read.rows, _into(held, work), tell=work.progress)
    return _Tried(read=read, done=done, notes=(note,))


def _into(held: Import, work: Work) -> Into:
    return Into(organisation_id=held.organisation_id, actor=work.actor, now=work.now)


def _keep(held: Import, tried: _Tried, work: Work) -> None:
    log_confirmed(
        tried.read.confirmed,
        door=f"import {held.what}",
        organisation_id=held.organisation_id,
        actor=work.actor,
        now=work.now,
    )
    ImportedRow.objects.bulk_create(
        ImportedRow(
            imported=held,
            organisation_id=held.organisation_id,
            number=number,
            outcome=one.outcome.value,
            subject_id=one.subject_id,
            version=one.version,
            before=dict(one.before),
        )
        for number, one in tried.done.applied
        if one.outcome is not Outcome.SAME
    )


def _take_back(held: Import, kind: ImportKind, work: Work) -> list[dict[str, object]]:
    faults: list[dict[str, object]] = []
    rows = list(held.rows.order_by("-number"))
    for count, row in enumerate(rows, start=1):
        what = Undone(
            outcome=Outcome(row.outcome),
            subject_id=row.subject_id,
            version=row.version,
            before=row.before,
        )
        try:
            with transaction.atomic():
                kind.undo(what, _into(held, work))
        except Refusal as refusal:
            faults.append(
                asdict(Fault(sheet="", row=row.number, code=refusal.code, message=refusal.sentence))
            )
        work.progress(count, len(rows))
    return sorted(faults, key=lambda fault: str(fault["row"]).zfill(9))


IMPORT_JOBS = (
    JobKind(name=CHECK, run=check),
    JobKind(name=LOAD, run=load),
    JobKind(name=UNDO, run=undo),
)
