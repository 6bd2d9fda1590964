"""What the pages show of somebody who leaves."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.urls import reverse

from people import queries
from people.queries.colleagues import colleague_names
from web.pages.subjects import subject_href
from web.visit import Visit
from web.words.dates import british_date


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldLine:
    """One thing that a leaver holds; `href` is empty where it has no page."""

    title: str
    detail: str
    href: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldSection:
    """Things of one kind. `asked`: for each of them the form asks who takes it over."""

    kind: str
    words: str
    becomes: str
    asked: bool
    things: tuple[HeldLine, ...]


def leaving_words(visit: Visit, user_id: UUID) -> str:
    """When a user leaves and who takes over, or nothing."""
    leaving = queries.leaving_of(visit.actor, user_id)
    if leaving is None:
        return ""
    names = colleague_names(visit.actor, {leaving["receiver_id"]})
    taker = names.get(leaving["receiver_id"], "A colleague")
    return f"Leaves. The last day is {british_date(leaving['last_day'])}. {taker} takes over."


def held_sections(found: Sequence[queries.Holds]) -> tuple[HeldSection, ...]:
    """What a leaver holds, kind by kind."""
    return tuple(
        HeldSection(
            kind=one.holding.kind,
            words=one.holding.words,
            becomes=one.holding.becomes,
            asked=one.holding.hand_over is not None,
            things=tuple(
                HeldLine(
                    title=thing.title,
                    detail=thing.detail,
                    href=_href(thing.subject_kind, thing.subject_id),
                )
                for thing in one.things
            ),
        )
        for one in found
    )


def _href(kind: str, thing_id: UUID | None) -> str:
    if thing_id is None:
        return ""
    if kind == "action":
        return reverse("web:action", args=[thing_id])
    return subject_href(kind, thing_id)
