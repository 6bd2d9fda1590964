"""Lists that leave as files: asked for as a job, and logged."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db import transaction

from kernel import tenancy
from kernel.actors import Actor
from kernel.clock import london_date
from kernel.errors import Denied
from kernel.log import append
from records import events
from records.commands.jobs import queue_job
from records.exports.declared import ListExport
from records.models import Job

_NOBODY = UUID(int=0)


@transaction.atomic
def start_export(
    export: ListExport,
    *,
    file: str,
    filters: Mapping[str, str],
    actor: Actor,
    now: datetime,
) -> Job:
    """Ask for a list of any length as a file. One runs at a time for each who asks.

    Emits:
        JobQueued; ListExported once it is done.
    Raises:
        Invalid: a filter cannot be read.
        Denied: the actor belongs to no organisation.
    """
    export.read_filters(filters)
    if not actor.organisation_ids:
        raise Denied("Only members of an organisation start jobs. Narrow the list instead.")
    return queue_job(
        "export",
        title=f"{export.title} as {file.upper()}",
        organisation_id=min(actor.organisation_ids),
        actor=actor,
        now=now,
        arguments={"list": export.name, "file": file, "filters": dict(filters)},
        lock_key=f"export:{actor.id}",
    )


def log_export(name: str, file: str, *, rows: int, actor: Actor, now: datetime) -> None:
    """Log that a list left as a file, for each organisation of the actor.

    Emits:
        ListExported
    """
    event = events.ListExported(list=name, file=file, rows=rows)
    homes: list[UUID] | list[None] = sorted(actor.organisation_ids) or [None]
    with tenancy.opened():
        for home in homes:
            append(
                organisation_id=home,
                kind="list",
                stream_id=actor.id or _NOBODY,
                events=[event],
                actor=actor,
                now=now,
                effective_on=london_date(now),
            )
