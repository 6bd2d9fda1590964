"""Tables that come in: sent, checked, loaded whole, and taken back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse

from kernel.api.filters import Choice, Filter
from kernel.errors import Denied, NotFound
from people import queries as people
from records.api.files import CSV, XLSX, file_answer
from records.commands import imports as commands
from records.exports.declared import columns
from records.exports.writing import csv_header, empty_book
from records.imports.declared import IMPORTS
from records.queries import imports as queries
from records.tables.faults import faults_as_csv
from records.words import IMPORT_STATES
from web import lists
from web.forms.records import ImportForm, LoadForm, StepForm
from web.pages import choices
from web.pages.imports import import_lines, import_page, kinds_for, looks_like
from web.views.jobs import progress_answer
from web.visit import Visit, page
from web.words.work import IMPORT_WORDS

_CHECKED = "The table is being checked. Nothing has been loaded yet."


@page
def imports(visit: Visit) -> HttpResponse:
    """The tables that came in, the newest first."""
    # Apps declare their kinds after this module may have been read.
    known: dict[str, Filter] = {
        "what": Choice(tuple(sorted(IMPORTS))),
        "state": Choice(IMPORT_STATES),
    }
    sought = lists.asked(visit.request.GET, known)
    rows = queries.imports(actor=visit.actor, page=sought.page, **sought.values)
    found = lists.listed(
        rows,
        sought,
        path=reverse("web:imports"),
        key=lambda row: (row["created_at"].isoformat(), row["id"]),
    )
    return visit.show(
        "imports/list.jinja",
        lines=import_lines(visit, found.rows),
        found=found,
        sought=sought,
        states=IMPORT_WORDS,
        kinds=[(kind.name, kind.title) for _, kind in sorted(IMPORTS.items())],
        may_start=bool(kinds_for(visit)),
    )


@page
def new(visit: Visit) -> HttpResponse:
    """A file, or cells pasted from a spreadsheet."""
    kinds = kinds_for(visit)
    if not kinds:
        raise Denied("Only who runs imports can bring in a table. Ask an administrator.")
    form = ImportForm(
        visit.posted,
        visit.request.FILES if visit.posted is not None else None,
        kinds=[(kind.name, kind.title) for kind in kinds],
        organisations=choices.organisations(visit),
        initial={"what": visit.request.GET.get("what", "")},
    )
    if visit.posted is not None and form.is_valid():
        answer = visit.submit(form, lambda: _started(visit, form.cleaned_data), done=_CHECKED)
        if answer:
            return answer
    return visit.show("imports/new.jinja", form=form, kinds=kinds)


@page
def template(visit: Visit, what: str, file: str) -> HttpResponse:
    """An empty table to fill in: the columns of one kind of import."""
    kind = IMPORTS.get(what)
    if kind is None or file not in ("csv", "xlsx"):
        raise NotFound
    named = columns(*(column.name for column in kind.columns))
    if file == "csv":
        content, media_type = csv_header(named), CSV
    else:
        content, media_type = empty_book(kind.title, named), XLSX
    return cast(
        "HttpResponse", file_answer(content, name=f"qiflow-{what}.{file}", media_type=media_type)
    )


@page
def one(visit: Visit, import_id: UUID) -> HttpResponse:
    """What the check found, and what can be done. While a job works, htmx asks for progress."""
    if visit.request.headers.get("HX-Request"):
        found = queries.get_import(actor=visit.actor, import_id=import_id)
        return progress_answer(visit, found["job"], href=_address(import_id))
    return _shown(visit, import_id)


@page
def faults(visit: Visit, import_id: UUID) -> HttpResponse:
    """Everything to mend, as a file for a spreadsheet."""
    found = queries.get_import(actor=visit.actor, import_id=import_id)
    answer = file_answer(faults_as_csv(found["faults"]), name="to-mend.csv", media_type=CSV)
    return cast("HttpResponse", answer)


@page
def load(visit: Visit, import_id: UUID) -> HttpResponse:
    """Keep every row, or none and what is to be mended."""
    found = queries.get_import(actor=visit.actor, import_id=import_id)
    if IMPORTS[found["what"]].sensitive:
        visit.require_recent()
    form = LoadForm(visit.posted, version=found["version"], looks_like=looks_like(found))

    def ask() -> str:
        commands.load_import(
            import_id=import_id,
            actor=visit.actor,
            now=visit.now,
            expected_version=form.cleaned_data["version"],
            allowed=form.allowed,
        )
        return _address(import_id)

    return _sent(visit, import_id, form, ask, done="The table is being loaded.")


@page
def undo(visit: Visit, import_id: UUID) -> HttpResponse:
    """Take back all that the table brought, while nothing was built on it."""
    return _step(visit, import_id, commands.undo_import, done="The table is being taken back.")


@page
def discard(visit: Visit, import_id: UUID) -> HttpResponse:
    """Forget a table that is not to be loaded."""
    return _step(visit, import_id, commands.discard_import, done="The table is forgotten.")


def _step(
    visit: Visit, import_id: UUID, command: Callable[..., object], *, done: str
) -> HttpResponse:
    found = queries.get_import(actor=visit.actor, import_id=import_id)
    form = StepForm(visit.posted, version=found["version"])

    def act() -> str:
        command(
            import_id=import_id,
            actor=visit.actor,
            now=visit.now,
            expected_version=form.cleaned_data["version"],
        )
        return _address(import_id)

    return _sent(visit, import_id, form, act, done=done)


def _sent(
    visit: Visit, import_id: UUID, form: StepForm, act: Callable[[], str], *, done: str
) -> HttpResponse:
    if visit.posted is not None and form.is_valid():
        answer = visit.submit(form, act, done=done)
        if answer:
            return answer
    return _shown(visit, import_id, form if form.is_bound else None)


def _started(visit: Visit, given: dict[str, Any]) -> str:
    file = given["file"]
    made = commands.start_import(
        what=given["what"],
        organisation_id=given["organisation_id"],
        file_name=file.name if file else "pasted",
        content=file.read() if file else given["text"].encode(),
        actor=visit.actor,
        now=visit.now,
    )
    return _address(made.pk)


def _shown(visit: Visit, import_id: UUID, sent: StepForm | None = None) -> HttpResponse:
    """The page as it is now; `sent` is a form that could not be taken, with the reasons."""
    found = queries.get_import(actor=visit.actor, import_id=import_id)
    body = people.organisation_names([found["organisation_id"]])[found["organisation_id"]]
    fresh = LoadForm(version=found["version"], looks_like=looks_like(found))
    return visit.show(
        "imports/import.jinja",
        found=import_page(visit, found, organisation=body.name, href=_address(import_id)),
        form=sent or fresh,
        load_form=sent if isinstance(sent, LoadForm) else fresh,
        step_form=StepForm(version=found["version"]),
    )


def _address(import_id: UUID) -> str:
    return reverse("web:import", args=[import_id])
