"""What was found, by kind, each with its state and its page."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from urllib.parse import urlencode
from uuid import UUID

from django.urls import reverse

from people import queries as people
from records.queries.search import MOST_OF_A_KIND
from records.search.declared import SEARCHES, Hit
from web.words import choices
from web.words.states import StateWords, committee_state, project_stage

#: Lists that take words themselves, for those who want more than the first of a kind.
_LISTS = {
    "project": "web:projects",
    "measure": "web:measures",
    "committee": "web:committees",
    "person": "web:people",
    "file": "web:files",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One thing that was found."""

    title: str
    href: str
    state: StateWords | None = None
    detail: str = ""
    place: str = ""  # the organisation it belongs to


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """The things of one kind. `more_href`: the list of that kind, where there are more."""

    kind: str
    title: str
    lines: tuple[Line, ...]
    more_href: str = ""


def groups(hits: Iterable[Hit], *, words: str) -> tuple[Group, ...]:
    """Hits by kind, the kind of the best hit first: one query for the names of organisations."""
    by_kind: dict[str, list[Hit]] = {}
    for hit in hits:
        by_kind.setdefault(hit.kind, []).append(hit)
    places = _places(hit for found in by_kind.values() for hit in found)
    return tuple(
        Group(
            kind=kind,
            title=SEARCHES[kind].title,
            lines=tuple(_line(hit, places) for hit in found),
            more_href=_more(kind, words) if len(found) >= MOST_OF_A_KIND else "",
        )
        for kind, found in by_kind.items()
    )


def _line(hit: Hit, places: dict[UUID, str]) -> Line:
    place = places.get(hit.organisation_id, "") if hit.organisation_id else ""
    state, detail = _STATES.get(hit.kind, _said)(hit.detail)
    return Line(
        title=f"{hit.id} {hit.title}" if hit.kind == "rule" else hit.title,
        href=_HREFS[hit.kind](hit.id),
        state=state,
        detail=detail,
        place="" if hit.kind == "organisation" else place,
    )


def _places(hits: Iterable[Hit]) -> dict[UUID, str]:
    """Names of organisations, where hits come from more than one."""
    bodies = {hit.organisation_id for hit in hits if hit.organisation_id}
    if len(bodies) < 2:
        return {}
    return {one.id: one.name for one in people.organisation_names(bodies).values()}


def _more(kind: str, words: str) -> str:
    return f"{reverse(_LISTS[kind])}?{urlencode({'q': words})}" if kind in _LISTS else ""


def _page(name: str) -> Callable[[str], str]:
    return lambda thing: reverse(name, args=[thing])


def _list(name: str, by: str) -> Callable[[str], str]:
    return lambda thing: f"{reverse(name)}?{urlencode({by: thing})}"


#: Units and organisations have no page of their own: theirs is what goes on there.
_HREFS: dict[str, Callable[[str], str]] = {
    "project": _page("web:project"),
    "measure": _page("web:measure"),
    "committee": _page("web:committee"),
    "person": _page("web:person"),
    "rule": _page("web:rule"),
    "file": _page("web:file"),
    "unit": _list("web:projects", "unit"),
    "organisation": _list("web:assurance", "organisation"),
}

Said = tuple[StateWords | None, str]


def _said(detail: str) -> Said:
    return None, detail


_STATES: dict[str, Callable[[str], Said]] = {
    "project": lambda detail: (project_stage(detail), ""),
    "committee": lambda detail: (committee_state(detail), ""),
    "unit": lambda detail: (None, f"{choices.said(choices.UNIT_TYPE, detail)}: its projects"),
    "organisation": lambda detail: (None, f"{detail}: who meets what".removeprefix(": ")),
}
