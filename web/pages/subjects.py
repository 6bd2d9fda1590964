"""Names and addresses of the things that rules judge, many at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any
from uuid import UUID

from django.urls import reverse

from governance.queries.names import committee_names, partner_names
from kernel.actors import Actor
from people import queries as people
from people.queries.colleagues import colleague_names
from projects import queries as projects
from records.queries.actions import action_titles
from records.things.declared import THINGS
from web.visit import Visit

Key = tuple[str, UUID]

Titles = Callable[[Actor, Iterable[UUID]], Mapping[UUID, str]]


def _measure_names(actor: Actor, ids: Iterable[UUID]) -> Mapping[UUID, str]:
    return THINGS["measure"].titles(actor, ids)


_OTHERS: Mapping[str, Titles] = {
    "action": action_titles,
    "measure": _measure_names,
    "person": people.person_names,
    "unit": people.unit_names,
    "user": colleague_names,
}

_PAGES = {
    "committee": "web:committee",
    "project": "web:project",
    "psp_appointment": "web:partner",
    "measure": "web:measure",
    "action": "web:action",
    "person": "web:person",
    "user": "web:user",
}
_KINDS = {
    "committee": "Committee",
    "project": "Project",
    "measure": "Measure",
    "psp_appointment": "Patient safety partner",
    "organisation": "Organisation",
}


def subject_names(visit: Visit, keys: Iterable[Key]) -> dict[Key, str]:
    """What each thing is called, with one query for each kind of thing."""
    ids: dict[str, list[UUID]] = {}
    for kind, subject_id in keys:
        ids.setdefault(kind, []).append(subject_id)
    names: dict[Key, str] = {}
    for kind, wanted in ids.items():
        found = _named(visit, kind, wanted)
        names |= {(kind, one): found.get(one, kind_words(kind)) for one in wanted}
    return names


def subject_href(kind: str, subject_id: UUID) -> str:
    """The page of a thing, or nothing where it has none."""
    return reverse(_PAGES[kind], args=[subject_id]) if kind in _PAGES else ""


def href_of_judged(visit: Visit, row: Mapping[str, Any]) -> str:
    """The page of the thing that a finding is about, where the visitor may open it.

    Wider roles read findings and the names of bodies; the things themselves stay with their own.
    """
    actor, thing = visit.actor, row["subject_id"]
    opens = actor.everywhere or row["organisation_id"] in actor.organisation_ids
    return subject_href(row["subject_kind"], thing) if opens or thing in actor.shared_ids else ""


def kind_words(kind: str) -> str:
    return _KINDS.get(kind, kind.replace("_", " ").capitalize())


def _named(visit: Visit, kind: str, ids: list[UUID]) -> dict[UUID, str]:
    if kind == "committee":
        return committee_names(visit.actor, ids)
    if kind == "project":
        return projects.titles(visit.actor, ids)
    if kind == "psp_appointment":
        return partner_names(visit.actor, ids)
    if kind == "organisation":
        return {one.id: one.name for one in people.organisation_names(ids).values()}
    read = _OTHERS.get(kind)
    return dict(read(visit.actor, ids)) if read else {}
