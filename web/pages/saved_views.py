"""Saved views: a list with its filters, as the address of its page."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.urls import reverse

from kernel.clock import LONDON, london_date
from records.queries.views import saved_views
from web.lists import Asked
from web.visit import Visit


@dataclass(frozen=True, slots=True, kw_only=True)
class ListPage:
    """The page of a list that the API knows by another name: its filters, and how they differ.

    A view says `known_at`, an instant; the page of assurance says `known_on`, a day.
    """

    title: str
    page: str
    filters: frozenset[str]
    to_view: Callable[[Mapping[str, str]], dict[str, str]] = dict
    to_page: Callable[[Mapping[str, str]], dict[str, str]] = dict

    def href(self, filters: Mapping[str, str]) -> str:
        """The address of a view; nothing where the page has not all of its filters."""
        asked = self.to_page(filters)
        if not set(asked) <= self.filters:
            return ""
        path = reverse(self.page)
        return f"{path}?{urlencode(asked)}" if asked else path


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptView:
    """One view that the visitor keeps."""

    id: UUID
    name: str
    href: str
    version: int
    list_title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """What a list says of saved views: those there are, and the way to keep this one."""

    views: tuple[KeptView, ...]
    save_href: str


def kept_views(visit: Visit, of: str, sought: Asked) -> Kept:
    """The visitor's views of a list, and the way to keep what it shows now: one query."""
    views = _views(visit, of)
    return Kept(views=tuple(one for one in views if one.href), save_href=_save(visit, of, sought))


def all_views(visit: Visit) -> tuple[KeptView, ...]:
    """Everything the visitor keeps, by list and name."""
    return _views(visit, None)


def kept_view(row: Mapping[str, Any]) -> KeptView:
    """A stored view; lists without a page here are named and lead nowhere."""
    page = PAGES.get(row["list"])
    return KeptView(
        id=row["id"],
        name=row["name"],
        href=page.href(row["filters"]) if page else "",
        version=row["version"],
        list_title=page.title if page else row["list"].replace("-", " ").capitalize(),
    )


def _views(visit: Visit, of: str | None) -> tuple[KeptView, ...]:
    return tuple(kept_view(row) for row in saved_views(actor=visit.actor, of=of))


def _save(visit: Visit, of: str, sought: Asked) -> str:
    if not sought.typed or not visit.actor.organisation_ids:
        return ""
    return f"{reverse('web:save-view', args=[of])}?{urlencode(sought.typed)}"


def _with_instant(asked: Mapping[str, str]) -> dict[str, str]:
    """The day as which something was known ends at its last instant in London.

    What is no day stays, and is refused with the other filters that cannot be read.
    """
    view = dict(asked)
    try:
        known_on = date.fromisoformat(view["known_on"])
    except (KeyError, ValueError):
        return view
    end = datetime.combine(known_on, time.max, tzinfo=LONDON)
    return {**_without(view, "known_on"), "known_at": end.isoformat()}


def _with_day(filters: Mapping[str, str]) -> dict[str, str]:
    if "known_at" not in filters:
        return dict(filters)
    day = london_date(datetime.fromisoformat(filters["known_at"]))
    return {**_without(filters, "known_at"), "known_on": day.isoformat()}


def _without(filters: Mapping[str, str], name: str) -> dict[str, str]:
    return {key: text for key, text in filters.items() if key != name}


def measures_asked(typed: Mapping[str, str]) -> dict[str, str]:
    """The page of measures says which ones in one word; files and views ask two questions."""
    narrowed = {"national": {"reference": "true"}, "ended": {"ended": "true"}}
    return {
        **_without(typed, "which"),
        **narrowed.get(typed.get("which", ""), {"ended": "false"}),
    }


def _measures_shown(filters: Mapping[str, str]) -> dict[str, str]:
    """A view of both, those that ended and those that go on, has no page."""
    if filters.get("reference") == "true":
        return {**_without(filters, "reference"), "which": "national"}
    which = {"true": {"which": "ended"}, "false": {}}.get(filters.get("ended", ""))
    return (
        dict(filters) | {"ended": ""} if which is None else {**_without(filters, "ended"), **which}
    )


PAGES = {
    "projects": ListPage(
        title="Projects",
        page="web:projects",
        filters=frozenset({"q", "stage", "method", "organisation", "unit", "blocked_by", "tag"}),
    ),
    "committees": ListPage(
        title="Committees",
        page="web:committees",
        filters=frozenset({"q", "state", "outcome", "organisation", "unit", "tag"}),
    ),
    "measures": ListPage(
        title="Measures",
        page="web:measures",
        filters=frozenset(
            {"q", "which", "family", "chart", "organisation", "unit", "project", "tag"}
        ),
        to_view=measures_asked,
        to_page=_measures_shown,
    ),
    "findings": ListPage(
        title="Assurance",
        page="web:assurance",
        filters=frozenset({"kind", "as_at", "known_on", "organisation", "unit"}),
        to_view=_with_instant,
        to_page=_with_day,
    ),
}
