"""Files: the list, sending one, the page of one, its steps, and the file itself."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, cast
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from kernel import clock
from kernel.api.filters import Choice, Filter, Uuid, Words
from kernel.errors import (
    Blocked,
    Gone,
    NotFound,
    NotSatisfiable,
    Refusal,
    Unavailable,
    WrongKind,
)
from kernel.uploads import takes_upload
from records.api.downloads import content_answer
from records.commands import files as commands
from records.policies.files import may_add
from records.queries import file_content as contents
from records.queries import files as queries
from records.things.declared import find_thing
from records.words import FILE_KINDS
from web import lists
from web.forms.base import ChangeForm
from web.forms.files import AddFile, ChangeFile, EraseFile, RemoveFile
from web.pages.downloads import download
from web.pages.files import file_lines, file_page
from web.pages.frame import Frame
from web.pages.subjects import subject_href
from web.views.errors import gone
from web.visit import Visit, page
from web.words.files import KIND_OPTIONS, taken_words
from web.words.states import FILE_STATES
from web.words.steps import file_step

_FILTERS: dict[str, Filter] = {
    "q": Words(),
    "content_kind": Choice(FILE_KINDS),
    "state": Choice(tuple(state for state, _ in FILE_STATES)),
    "subject": Uuid(),
}
_STATUS = {Gone: 410, Blocked: 409, Unavailable: 503, WrongKind: 415}
_DETAILS = ("description", "evidence_on", "audience")


@page
def files(visit: Visit) -> HttpResponse:
    """The files that the visitor may see, the last sent first."""
    sought = lists.asked(visit.request.GET, _FILTERS)
    rows = queries.files(actor=visit.actor, page=sought.page, **sought.values)
    found = lists.listed(
        rows,
        sought,
        path=reverse("web:files"),
        key=lambda row: (row["created_at"].isoformat(), row["id"]),
    )
    return visit.show(
        "files/list.jinja",
        found=found,
        lines=file_lines(visit, found.rows),
        sought=sought,
        kinds=KIND_OPTIONS,
        states=FILE_STATES,
        download=download("files", sought.typed),
    )


@page
def file(visit: Visit, file_id: UUID) -> HttpResponse:
    found = queries.get_file(visit.actor, file_id)
    return visit.show("files/file.jinja", file=file_page(visit, found))


@page
def content(visit: Visit, file_id: UUID) -> HttpResponse:
    """The file itself, to be saved. Whatever the address says besides does not count."""
    try:
        given = contents.file_content(visit.actor, file_id)
        return cast("HttpResponse", content_answer(visit.request, given))
    except NotSatisfiable as refusal:
        return _beyond(refusal)
    except (Gone, Blocked, Unavailable, WrongKind) as refusal:
        shown = file_page(visit, queries.get_file(visit.actor, file_id))
        status = _STATUS[type(refusal)]
        return visit.show("files/file.jinja", file=shown, refused=refusal.sentence, status=status)


@never_cache
@require_safe
def linked(request: HttpRequest, word: str) -> HttpResponse:
    """The file that a link gives to whoever holds it, signed in or not. Opening changes nothing."""
    try:
        given = contents.linked_content(word, now=clock.now())
        return cast("HttpResponse", content_answer(request, given))
    except NotFound:
        raise Http404 from None
    except NotSatisfiable as refusal:
        return _beyond(refusal)
    except Refusal:
        return gone(request)


def _beyond(refusal: NotSatisfiable) -> HttpResponse:
    answer = HttpResponse(refusal.sentence, status=416, content_type="text/plain")
    answer["Content-Range"] = f"bytes */{refusal.size}"
    return answer


@takes_upload
@page
def add(visit: Visit, subject_id: UUID, kind: str) -> HttpResponse:
    """Send a file as evidence about a thing."""
    thing = find_thing(kind, subject_id, visit.actor)
    allowed = may_add(visit.actor, thing)
    form = AddFile(
        visit.posted,
        visit.request.FILES if visit.posted is not None else None,
        arrived=getattr(visit.request, "upload", None),
        taken=taken_words(settings.QIFLOW_LARGEST_FILE),
        initial={"evidence_on": visit.today, "audience": "everyone"},
    )
    if visit.posted is not None and allowed.allowed and form.is_valid() and form.judged:
        judged = form.judged

        def make() -> str:
            given = form.cleaned_data
            commands.add_file(
                subject_kind=kind,
                subject_id=subject_id,
                judged=judged,
                **{name: given[name] for name in _DETAILS},
                actor=visit.actor,
                now=visit.now,
            )
            return f"{subject_href(kind, subject_id)}#files"

        answer = visit.submit(form, make, done="The file is added.")
        if answer:
            return answer
    frame = Frame(
        title="Add a file",
        caption=thing.title,
        button="Add the file",
        back_href=subject_href(kind, subject_id),
        back_text=thing.title,
        closed=allowed.reason,
        files=True,
    )
    return visit.show("form.jinja", form=form, frame=frame)


@page
def change(visit: Visit, file_id: UUID) -> HttpResponse:
    found = queries.get_file(visit.actor, file_id)
    form = ChangeFile(
        visit.posted,
        version=found["version"],
        initial={name: found[name] for name in _DETAILS},
    )

    def act(given: Mapping[str, Any], by: Mapping[str, Any]) -> None:
        commands.change_file(changes={name: given[name] for name in _DETAILS}, **by)

    closed = "" if found["may_change"] else _NOT_YOURS
    return _form(visit, found, form, act, title="Describe the file", closed=closed)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Step:
    """The command of a step, and what its form asks."""

    command: Callable[..., Any]
    form: Callable[..., ChangeForm]
    asks: tuple[str, ...] = ()


_STEPS = {
    "remove": _Step(command=commands.remove_file, form=RemoveFile, asks=("reason",)),
    "restore": _Step(command=commands.restore_file, form=ChangeForm),
    "erase": _Step(command=commands.erase_file, form=EraseFile, asks=("reason",)),
    "check": _Step(command=commands.check_file, form=ChangeForm),
}
_NOT_YOURS = "Only whoever sent this file, or may add one here, can do this, while it is kept."


@page
def step(visit: Visit, file_id: UUID, step: str) -> HttpResponse:
    """Delete it, bring it back, erase it, or have it checked once more."""
    found = queries.get_file(visit.actor, file_id)
    taken = _STEPS.get(step)
    if taken is None:
        raise NotFound
    form = taken.form(visit.posted, version=found["version"])

    def act(given: Mapping[str, Any], by: Mapping[str, Any]) -> None:
        taken.command(**{name: given[name] for name in taken.asks}, **by)

    words = file_step(step)
    return _form(
        visit,
        found,
        form,
        act,
        title=words.do,
        done=f"{words.done}.",
        closed="" if step in found["steps"] else "This file cannot be changed so by you now.",
        about=words.about,
    )


def _form(
    visit: Visit,
    found: Mapping[str, Any],
    form: ChangeForm,
    act: Callable[[Mapping[str, Any], Mapping[str, Any]], None],
    *,
    title: str,
    done: str = "The description is saved.",
    closed: str = "",
    about: str = "",
) -> HttpResponse:
    """A form that changes one file and leads back to it."""
    at = reverse("web:file", args=[found["id"]])
    if visit.posted is not None and form.is_valid():

        def send() -> str:
            by = {
                "file_id": found["id"],
                "actor": visit.actor,
                "now": visit.now,
                "expected_version": form.cleaned_data["version"],
            }
            act(form.cleaned_data, by)
            return at

        answer = visit.submit(form, send, done=done)
        if answer:
            return answer
    frame = Frame(
        title=title,
        caption=found["name"],
        button=title,
        back_href=at,
        back_text=found["name"],
        intro=(about,) if about else (),
        closed=closed,
    )
    return visit.show("form.jinja", form=form, frame=frame)
