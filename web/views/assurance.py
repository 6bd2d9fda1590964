"""Assurance: who does not meet what, on any day, as known now or then; and why."""

from __future__ import annotations

from datetime import datetime, time
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse

from governance.queries.committees import committees
from kernel.api.filters import Choice, Day, Filter, Uuid
from kernel.clock import LONDON
from projects import queries as projects
from web import lists
from web.pages import assurance as pages
from web.pages import choices
from web.pages.downloads import download
from web.pages.findings import superseded_entries, timeline_entries, words_of
from web.pages.saved_views import kept_views
from web.pages.subjects import href_of_judged, kind_words, subject_names
from web.visit import Visit, page
from web.words.rules import counted
from workflows.queries import findings, rules

_KINDS = tuple(kind for kind, _ in pages.KINDS[:2])
_FILTERS: dict[str, Filter] = {
    "kind": Choice(_KINDS),
    "as_at": Day(),
    "known_on": Day(),
    "organisation": Uuid(),
    "unit": Uuid(),
}


_KEYS = {
    "committee": lambda row: (row["name"], row["id"]),
    "project": lambda row: (row["updated_at"].isoformat(), row["id"]),
}


@page
def assurance(visit: Visit) -> HttpResponse:
    """The table of one kind of subject by its rules, with the sums above it."""
    sought = lists.asked(visit.request.GET, _FILTERS)
    kind = sought.values.get("kind", "committee")
    day = _day(visit, sought)
    place: dict[str, Any] = {
        name: sought.values[name] for name in ("organisation", "unit") if name in sought.values
    }
    rows = _subjects(visit, kind, sought, place)
    found = lists.listed(
        rows,
        sought,
        path=reverse("web:assurance"),
        key=_KEYS[kind],
    )
    columns = pages.columns(kind)
    return visit.show(
        "assurance/table.jinja",
        kind=kind,
        kinds=pages.KINDS[1:2],
        day=day,
        sought=sought,
        kept=kept_views(visit, "findings", sought),
        columns=columns,
        rows=pages.table(visit, found.rows, columns, kind, day),
        found=found,
        sums=pages.sums(visit, day, organisation=place.get("organisation"), unit=place.get("unit")),
        organisations=choices.organisations(visit),
        units=choices.units(visit),
        download=download("findings", _as_file(kind, day, sought)),
    )


@page
def finding(visit: Visit, finding_id: int) -> HttpResponse:
    """Why, since when, and what can be done."""
    row = findings.finding(actor=visit.actor, finding_id=finding_id)
    kind, subject_id = row["subject_kind"], row["subject_id"]
    rule = next(
        one
        for one in rules.rules(
            actor=visit.actor, on=visit.today, organisation=_own(visit, row["organisation_id"])
        )
        if one["id"] == row["rule_id"]
    )
    return visit.show(
        "assurance/finding.jinja",
        row=row,
        words=words_of(row),
        rule=rule,
        facts=counted(row["params"]),
        name=subject_names(visit, [(kind, subject_id)])[kind, subject_id],
        kind=kind_words(kind),
        href=href_of_judged(visit, row),
        entries=timeline_entries(row["timeline"], today=visit.today),
        former=superseded_entries(row["timeline"]),
    )


def _day(visit: Visit, sought: lists.Asked) -> pages.Day:
    """`known_on` means: as known at the end of that day."""
    known_on = sought.values.get("known_on")
    end = datetime.combine(known_on, time.max, tzinfo=LONDON) if known_on else None
    return pages.Day(
        as_at=sought.values.get("as_at", visit.today),
        known_at=min(end, visit.now) if end else None,
        today=visit.today,
    )


def _as_file(kind: str, day: pages.Day, sought: lists.Asked) -> dict[str, str]:
    """The filters of the screen as the list of findings calls them."""
    place = {key: sought.typed[key] for key in ("organisation", "unit") if key in sought.typed}
    known = {"known_at": day.known_at.isoformat()} if day.known_at else {}
    return {"kind": kind, "as_at": day.as_at.isoformat(), **place, **known}


def _subjects(
    visit: Visit, kind: str, sought: lists.Asked, place: dict[str, Any]
) -> list[dict[str, Any]]:
    if kind == "project":
        found = projects.visible_projects(visit.actor, page=sought.page, today=visit.today, **place)
        return [{**row, "name": row["title"]} for row in found]
    return committees(actor=visit.actor, page=sought.page, **place)


def _own(visit: Visit, organisation_id: UUID) -> UUID | None:
    visible = visit.actor.organisation_ids | visit.actor.oversight_ids
    return organisation_id if organisation_id in visible else None
