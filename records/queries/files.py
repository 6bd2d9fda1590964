"""Files: lists, one of them, its content, its history."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import Q, QuerySet

from kernel.actors import Actor, Scope
from kernel.api.pages import Page, key_of
from kernel.decisions import require
from kernel.errors import NotFound
from kernel.history import history
from people.queries.colleagues import colleague_names
from records.files.kinds import KINDS, MOST_FILES_OF_A_THING
from records.models import Audience, File, FileState
from records.policies.files import may_add, may_be_given, may_change, may_erase, may_see
from records.queries.subjects import about_readable, titles_of
from records.things.declared import THINGS, ThingKind, find_thing
from records.things.thing import Thing

_ROW = (
    "id",
    "organisation_id",
    "subject_kind",
    "subject_id",
    "name",
    "description",
    "content_kind",
    "size",
    "sha256",
    "evidence_on",
    "audience",
    "state",
    "virus_check",
    "problem",
    "text_warning",
    "reason",
    "added_by",
    "version",
    "created_at",
    "updated_at",
)
_KEPT = (FileState.CHECKING, FileState.KEPT)


def files(
    *,
    actor: Actor,
    page: Page,
    subject: UUID | None = None,
    subject_kind: str | None = None,
    organisation: UUID | None = None,
    content_kind: str | None = None,
    state: str | None = None,
    mine: bool = False,
    q: str | None = None,
) -> list[dict[str, Any]]:
    """Files that the actor may see, the last sent first; deleted ones only where asked for."""
    exact = {
        "subject_id": subject,
        "subject_kind": subject_kind,
        "organisation_id": organisation,
        "content_kind": content_kind,
    }
    rows = seen_by(actor).filter(**{name: value for name, value in exact.items() if value})
    rows = rows.filter(state=state) if state else rows.filter(state__in=_KEPT)
    rows = rows.filter(added_by=actor.id) if mine else rows
    if q:
        rows = rows.filter(Q(name__icontains=q) | Q(description__icontains=q))
    if after := key_of(page, datetime.fromisoformat, UUID):
        instant, last = after
        rows = rows.filter(created_at__lte=instant)
        rows = rows.filter(Q(created_at__lt=instant) | Q(id__lt=last))
    found = rows.order_by("-created_at", "-id").values(*_ROW)[: page.fetch]
    return [dict(row) for row in found]


def files_of(actor: Actor, thing: Thing, *, most: int) -> list[dict[str, Any]]:
    """Files about a thing that the caller has found readable, the last sent first."""
    rows = File.objects.visible_to(actor).filter(subject_id=thing.id, state__in=_KEPT)
    if not may_see(actor, thing, audience=Audience.KEEPERS, added_by=None).allowed:
        mine = Q(added_by=actor.id) if actor.id else Q()
        rows = rows.filter(~Q(audience=Audience.KEEPERS) | mine)
    return [dict(row) for row in rows.order_by("-created_at", "-id").values(*_ROW)[:most]]


def get_file(actor: Actor, file_id: UUID) -> dict[str, Any]:
    """One file with what the actor may do with it.

    Raises:
        NotFound, Denied: it is not there, or is not for the actor.
    """
    row, thing = file_and_thing(actor, file_id)
    changes = may_change(actor, thing, added_by=row["added_by"]).allowed
    return {
        **row,
        "subject_title": thing.title,
        "media_type": KINDS[row["content_kind"]].media_type,
        "same_content": _same_content(actor, row),
        "may_download": row["state"] == FileState.KEPT
        and may_be_given(row["virus_check"], unscanned=settings.QIFLOW_GIVES_UNSCANNED),
        "may_change": changes and row["state"] == FileState.KEPT,
        "steps": _steps(row, changes=changes, erases=may_erase(actor, thing).allowed),
    }


def file_and_thing(actor: Actor, file_id: UUID) -> tuple[dict[str, Any], Thing]:
    """The row of a file, and the thing that it is about. Raises: NotFound, Denied."""
    row = File.objects.visible_to(actor).filter(pk=file_id).values(*_ROW).first()
    if row is None:
        raise NotFound("There is no such file.")
    thing = find_thing(row["subject_kind"], row["subject_id"], actor)
    require(may_see(actor, thing, audience=row["audience"], added_by=row["added_by"]))
    return dict(row), thing


def place_for_file(actor: Actor, kind: str, thing_id: UUID) -> Thing:
    """The thing, for whoever may add a file to it. Raises: NotFound, Denied."""
    thing = find_thing(kind, thing_id, actor)
    require(may_add(actor, thing))
    return thing


def file_history(
    actor: Actor, file_id: UUID, *, page: Page, **narrowed: Any
) -> list[dict[str, Any]]:
    """Events newest first, each with the step that it brought: see `kernel.history`.

    Raises:
        NotFound, Denied.
    """
    file_and_thing(actor, file_id)
    return history(File.kind, file_id, page=page, **narrowed)


def with_names(
    actor: Actor, rows: Iterable[Mapping[str, Any]], *, titles: bool = True
) -> list[dict[str, Any]]:
    """Rows with `added_by_name` and, where asked, `subject_title`."""
    found = list(rows)
    senders = {row["added_by"] for row in found if row["added_by"]}
    names = colleague_names(actor, senders) if senders else {}
    called = titles_of(actor, found) if titles else {}
    return [
        {
            **row,
            "added_by_name": names.get(row["added_by"], ""),
            "subject_title": called.get(row["subject_id"], ""),
        }
        for row in found
    ]


def seen_by(actor: Actor) -> QuerySet[File]:
    """A file is seen by whoever reads its thing, unless it is for fewer."""
    rows = File.objects.visible_to(actor)
    if actor.everywhere:
        return rows
    fewer = Q(added_by=actor.id) if actor.id else Q(pk__in=[])
    fewer |= Q(audience=Audience.EVERYONE)
    fewer |= Q(audience=Audience.HOME, organisation_id__in=actor.organisation_ids)
    for kind in THINGS.values():
        fewer |= _kept_by(actor, kind)
    return rows.filter(about_readable(actor), fewer)


def _kept_by(actor: Actor, kind: ThingKind) -> Q:
    """Files about things of a kind that the actor writes about."""
    wanted = set(kind.change)
    held = [grant for grant in actor.grants if wanted & grant.permissions and actor.may_write]
    wide = {grant.organisation_id for grant in held if grant.scope is Scope.ORGANISATION}
    may = Q(subject_kind=kind.kind, organisation_id__in=wide)
    units = {unit for grant in held if grant.scope is Scope.UNIT for unit in grant.unit_ids}
    if units and kind.in_units:
        inside = kind.readable(actor).filter(unit_id__in=units)
        may |= Q(subject_kind=kind.kind, subject_id__in=inside.values("pk"))
    return may


def _same_content(actor: Actor, row: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Other files about the same thing that hold the very same bytes."""
    rows = seen_by(actor).filter(
        subject_id=row["subject_id"], sha256=row["sha256"], state__in=_KEPT
    )
    others = rows.exclude(pk=row["id"]).order_by("created_at")
    return [dict(one) for one in others.values("id", "name")[:10]]


def _steps(row: Mapping[str, Any], *, changes: bool, erases: bool) -> tuple[str, ...]:
    by_state = {
        FileState.KEPT: ("remove",),
        FileState.DELETED: ("restore",),
        FileState.CHECKING: ("check",) if row["problem"] else (),
    }
    steps = by_state.get(row["state"], ()) if changes else ()
    may_erase_now = row["state"] in (FileState.KEPT, FileState.DELETED, FileState.CHECKING)
    return (*steps, "erase") if erases and may_erase_now else steps


def formats() -> dict[str, Any]:
    """Which files are taken, and how large they may be."""
    return {
        "results": [
            {
                "code": kind.code,
                "title": kind.title,
                "media_type": kind.media_type,
                "extensions": list(kind.extensions),
            }
            for kind in KINDS.values()
        ],
        "largest": settings.QIFLOW_LARGEST_FILE,
        "most_of_a_thing": MOST_FILES_OF_A_THING,
    }
