"""The whole history of a thing."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse

from records.histories.declared import history_kind
from web import lists
from web.pages.history import ALSO, history_entries
from web.pages.subjects import subject_href, subject_names
from web.visit import Visit, page


@page
def history(visit: Visit, kind: str, thing_id: UUID) -> HttpResponse:
    sought = lists.asked(visit.request.GET, {})
    read = history_kind(kind).read
    found = lists.listed(
        read(visit.actor, thing_id, page=sought.page, also=ALSO),
        sought,
        path=reverse("web:history", args=[kind, thing_id]),
        key=lambda row: (row["id"],),
    )
    return visit.show(
        "history.jinja",
        entries=history_entries(visit, kind, found.rows),
        next_href=found.next_href,
        name=subject_names(visit, [(kind, thing_id)])[kind, thing_id],
        back_href=subject_href(kind, thing_id) or reverse("web:units"),
        sought=sought,
    )
