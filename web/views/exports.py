"""Every list as a file: at once where that is quick, as a job where it is long."""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast

from django.http import HttpResponse
from django.urls import reverse

from kernel.errors import Blocked, Invalid, NotFound
from records.api.files import file_answer
from records.commands.exporting import start_export
from records.exports.declared import EXPORTS, ListExport
from records.exports.taking import export_now
from web.forms.records import ExportForm
from web.visit import Visit, page

_STARTED = "The list is long, so the file is being made. You can leave this page and come back."


@page
def exports(visit: Visit) -> HttpResponse:
    """Every list that can be had as a file."""
    listed = sorted(EXPORTS.values(), key=lambda export: export.title)
    return visit.show("exports/list.jinja", exports=listed)


@page
def export(visit: Visit, name: str) -> HttpResponse:
    """One list: choose the kind of file, and it comes; a long list leads to its job."""
    found = EXPORTS.get(name)
    if found is None:
        raise NotFound
    sent = visit.request.GET if visit.posted is None else visit.posted
    filters = {key: text for key in found.filters if (text := str(sent.get(key, "")).strip())}
    form = ExportForm(visit.posted)
    if visit.posted is not None and form.is_valid():
        answer = _taken(visit, form, found, filters)
        if answer:
            return answer
    return visit.show(
        "exports/export.jinja", form=form, export=found, filters=sorted(filters.items())
    )


def _taken(
    visit: Visit, form: ExportForm, found: ListExport, filters: Mapping[str, str]
) -> HttpResponse | None:
    """The file, or the way to the job that makes it; None: a filter cannot be read."""
    file = form.cleaned_data["file"]
    try:
        made = export_now(
            found, file, filters=found.read_filters(filters), actor=visit.actor, now=visit.now
        )
    except Blocked:  # too many rows to wait for
        return _started(visit, form, found, filters)
    except Invalid as refusal:
        form.add_refusal(refusal)
        return None
    answer = file_answer(
        made.content, name=made.name, media_type=made.media_type, size=len(made.content)
    )
    return cast("HttpResponse", answer)


def _started(
    visit: Visit, form: ExportForm, found: ListExport, filters: Mapping[str, str]
) -> HttpResponse | None:
    def start() -> str:
        job = start_export(
            found,
            file=form.cleaned_data["file"],
            filters=filters,
            actor=visit.actor,
            now=visit.now,
        )
        return reverse("web:job", args=[job.pk])

    return visit.submit(form, start, done=_STARTED)
