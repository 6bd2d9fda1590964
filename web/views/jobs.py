"""Long work: how far it is, what came of it, stopping it and asking once more."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse

from kernel.api.filters import Choice, Filter, YesNo
from kernel.errors import Blocked, Gone, Refusal
from records.api.files import CSV, file_answer
from records.commands.jobs import cancel_job, retry_job
from records.queries import jobs as queries
from records.tables.faults import faults_as_csv
from records.words import JOB_STATES
from web import lists
from web.forms.records import ButtonForm
from web.pages.jobs import at_work, job_lines, job_page, progress_of
from web.visit import Visit, page
from web.words.work import JOB_WORDS

_FILTERS: dict[str, Filter] = {"state": Choice(JOB_STATES), "mine": YesNo()}


@page
def jobs(visit: Visit) -> HttpResponse:
    """One's own jobs, and those of others where the role reads them; the newest first."""
    sought = lists.asked(visit.request.GET, _FILTERS)
    rows = queries.jobs(actor=visit.actor, page=sought.page, **sought.values)
    found = lists.listed(
        rows,
        sought,
        path=reverse("web:jobs"),
        key=lambda row: (row["created_at"].isoformat(), row["id"]),
    )
    return visit.show(
        "jobs/list.jinja",
        lines=job_lines(visit, found.rows),
        found=found,
        sought=sought,
        states=JOB_WORDS,
        reads_others=visit.actor.may_somewhere("job.read"),
    )


@page
def job(visit: Visit, job_id: UUID) -> HttpResponse:
    """One job. While it runs, htmx asks for its progress alone, and at the end for the page."""
    if visit.request.headers.get("HX-Request"):
        found = queries.get_job(actor=visit.actor, job_id=job_id)
        return progress_answer(visit, found, href=_address(job_id))
    return _shown(visit, job_id, ButtonForm())


def progress_answer(visit: Visit, found: dict[str, Any] | None, *, href: str) -> HttpResponse:
    """The progress of a job that is at work; else the word that the page is to be read anew."""
    if found is None or not at_work(found):
        return HttpResponse(headers={"HX-Refresh": "true"})
    return visit.show("jobs/progress.jinja", progress=progress_of(found, href=href))


@page
def cancel(visit: Visit, job_id: UUID) -> HttpResponse:
    done = "It is stopped. What runs already stops at its next step."
    return _press(visit, job_id, cancel_job, done=done)


@page
def retry(visit: Visit, job_id: UUID) -> HttpResponse:
    return _press(visit, job_id, retry_job, done="It begins again from the beginning.")


@page
def file(visit: Visit, job_id: UUID) -> HttpResponse:
    """The file that a job made; why not, where it cannot be had."""
    try:
        found = queries.job_file(actor=visit.actor, job_id=job_id)
    except (Blocked, Gone) as refusal:
        return _told(visit, job_id, refusal, status=409 if isinstance(refusal, Blocked) else 410)
    answer = file_answer(
        found.pieces, name=found.name, media_type=found.media_type, size=found.size
    )
    return cast("HttpResponse", answer)


@page
def faults(visit: Visit, job_id: UUID) -> HttpResponse:
    """Everything to mend, as a file for a spreadsheet."""
    found = queries.get_job(actor=visit.actor, job_id=job_id)
    answer = file_answer(faults_as_csv(found["faults"]), name="to-mend.csv", media_type=CSV)
    return cast("HttpResponse", answer)


def _press(
    visit: Visit, job_id: UUID, command: Callable[..., object], *, done: str
) -> HttpResponse:
    form = ButtonForm(visit.posted)
    if visit.posted is not None and form.is_valid():

        def act() -> str:
            command(job_id=job_id, actor=visit.actor, now=visit.now)
            return _address(job_id)

        answer = visit.submit(form, act, done=done)
        if answer:
            return answer
    return _shown(visit, job_id, form)


def _told(visit: Visit, job_id: UUID, refusal: Refusal, *, status: int) -> HttpResponse:
    form = ButtonForm({})
    form.is_valid()
    form.add_refusal(refusal)
    return _shown(visit, job_id, form, status=status)


def _shown(visit: Visit, job_id: UUID, form: ButtonForm, **more: Any) -> HttpResponse:
    found = queries.get_job(actor=visit.actor, job_id=job_id)
    shown = job_page(visit, found, href=_address(job_id))
    return visit.show("jobs/job.jinja", job=shown, form=form, **more)


def _address(job_id: UUID) -> str:
    return reverse("web:job", args=[job_id])
