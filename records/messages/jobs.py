"""Notices of long work, to whoever asked for it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any
from uuid import UUID

from kernel.actors import ActorKind
from records import events
from records.messages.declared import USER, Happened, Note, Notice, Recipient, Told, Words
from records.models import Job


def _to_whoever_asked(batch: Sequence[Happened]) -> list[Told]:
    rows = Job.objects.filter(
        pk__among=[of.thing_id for of in batch], started_by_kind=ActorKind.USER
    )
    asked = dict(rows.values_list("pk", "started_by"))
    return [
        Told(to=Recipient(USER, user_id), of=of)
        for of in batch
        if (user_id := asked.get(of.thing_id))
    ]


def _finished(job: Mapping[str, Any]) -> Words:
    return Words(
        subject=f"Ready: {job['title']}",
        sentences=("What you asked for is done. Open it to see what came of it.",),
        path=f"/jobs/{job['id']}",
        link="Open it",
    )


def _failed(job: Mapping[str, Any]) -> Words:
    return Words(
        subject=f"Not done: {job['title']}",
        sentences=("What you asked for could not be done.", job["problem"]),
        path=f"/jobs/{job['id']}",
        link="See why, and try again",
    )


def _wording(
    say: Callable[[Mapping[str, Any]], Words],
) -> Callable[[Sequence[Note]], dict[UUID, Words]]:
    def words(notes: Sequence[Note]) -> dict[UUID, Words]:
        rows = Job.objects.filter(pk__among={note.thing_id for note in notes})
        jobs = {row["id"]: row for row in rows.values("id", "title", "problem")}
        return {note.id: say(jobs[note.thing_id]) for note in notes if note.thing_id in jobs}

    return words


JOB_NOTICES = (
    Notice(
        type=events.JobFinished.type,
        title="Long work is done",
        audience=_to_whoever_asked,
        words=_wording(_finished),
    ),
    Notice(
        type=events.JobFailed.type,
        title="Long work failed",
        audience=_to_whoever_asked,
        words=_wording(_failed),
    ),
)
