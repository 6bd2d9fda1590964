"""Imports: the list, one of them, and what each kind takes."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q

from kernel.actors import Actor
from kernel.api.pages import Page, key_of
from kernel.decisions import require
from kernel.errors import NotFound
from records.imports.declared import IMPORTS
from records.models import Import, ImportState, Job
from records.policies.imports import RUN, may_import

_ROW = (
    "id",
    "organisation_id",
    "what",
    "file_name",
    "sha256",
    "state",
    "report",
    "job_id",
    "started_by",
    "created_at",
    "loaded_at",
    "version",
)


def imports(
    *,
    actor: Actor,
    page: Page,
    organisation: UUID | None = None,
    what: str | None = None,
    state: str | None = None,
) -> list[dict[str, Any]]:
    """Imports of the organisations where the actor runs them, newest first."""
    rows = Import.objects.visible_to(actor).filter(_readable(actor))
    rows = rows.filter(organisation_id=organisation) if organisation else rows
    rows = rows.filter(what=what) if what else rows
    rows = rows.filter(state=state) if state else rows
    if after := key_of(page, datetime.fromisoformat, UUID):
        instant, last = after
        rows = rows.filter(Q(created_at__lt=instant) | Q(created_at=instant, id__lt=last))
    return [dict(row) for row in rows.order_by("-created_at", "-id").values(*_ROW)[: page.fetch]]


def _readable(actor: Actor) -> Q:
    if actor.everywhere:
        return Q()
    return Q(
        organisation_id__in={
            pk for pk in actor.organisation_ids if actor.may(RUN, organisation_id=pk)
        }
    )


def get_import(*, actor: Actor, import_id: UUID) -> dict[str, Any]:
    """One import with its job: how far it is, and what is to be mended by row and field.

    Raises:
        NotFound, Denied
    """
    row = Import.objects.visible_to(actor).filter(pk=import_id).values(*_ROW).first()
    if row is None:
        raise NotFound("There is no such import.")
    require(
        may_import(
            actor,
            organisation_id=row["organisation_id"],
            permission=IMPORTS[row["what"]].permission,
        )
    )
    columns = ("id", "state", "done", "total", "problem", "faults", "version")
    job = Job.objects.filter(pk=row["job_id"]).values(*columns).first()
    faults = job.pop("faults") if job else []
    ended = job is None or job["state"] not in ("queued", "running")
    faulty = bool(row["report"].get("faults"))
    only_guarded = faulty and all(fault["code"] in GUARDED for fault in faults)
    return {
        **row,
        "job": job,
        "faults": faults,
        "may_load": ended and row["state"] == ImportState.CHECKED and (not faulty or only_guarded),
        "may_undo": ended and row["state"] == ImportState.LOADED,
        "may_discard": row["state"] in (ImportState.UPLOADED, ImportState.CHECKED),
    }


#: Faults that go away when somebody says that no patient is named.
GUARDED = frozenset({"nhs_number", "birth_date"})


def formats() -> list[dict[str, Any]]:
    """What each kind of import takes: its columns, what they mean, which are needed."""
    return [
        {
            "name": kind.name,
            "title": kind.title,
            "columns": [
                {
                    "name": column.name,
                    "meaning": column.meaning,
                    "kind": column.kind.value,
                    "required": column.required,
                    "choices": list(column.choices),
                }
                for column in kind.columns
            ],
        }
        for _, kind in sorted(IMPORTS.items())
    ]
