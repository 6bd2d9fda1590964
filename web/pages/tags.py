"""What the pages show of tags: those of a thing, the words, and the things that carry one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.urls import reverse

from records.policies.tags import may_tag
from records.queries.tags import tags_of
from records.things.thing import Thing
from web.pages.subjects import kind_words, subject_href
from web.visit import Visit

#: Lists that are narrowed by a tag.
_LISTS = {
    "project": ("web:projects", "projects"),
    "committee": ("web:committees", "committees"),
    "measure": ("web:measures", "measures"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class TagLine:
    """One word on a thing; `href` is empty for who reads the thing from another organisation."""

    id: UUID
    word: str
    href: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TagSection:
    """The words on a thing; `change_href` is empty for whoever may not change them."""

    lines: tuple[TagLine, ...]
    change_href: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Carrier:
    """A thing that carries a tag."""

    title: str
    kind: str
    href: str


def tag_section(visit: Visit, thing: Thing, *, change: str) -> TagSection:
    """The words on a thing, in one query; `change` is the name of the page that changes them."""
    rows = tags_of(visit.actor, thing.id)
    allowed = may_tag(visit.actor, thing).allowed
    return TagSection(
        lines=tuple(_line(visit, row) for row in rows),
        change_href=reverse(change, args=[thing.id]) if allowed else "",
    )


def carriers(rows: Iterable[Mapping[str, Any]]) -> tuple[Carrier, ...]:
    return tuple(
        Carrier(
            title=row["subject_title"] or kind_words(row["subject_kind"]),
            kind=kind_words(row["subject_kind"]),
            href=subject_href(row["subject_kind"], row["subject_id"]),
        )
        for row in rows
    )


def lists_with(word: str) -> tuple[tuple[str, str], ...]:
    """Lists narrowed to a word: their addresses and what they hold."""
    return tuple(
        (f"{reverse(page)}?{urlencode({'tag': word})}", what) for page, what in _LISTS.values()
    )


def _line(visit: Visit, row: Mapping[str, Any]) -> TagLine:
    home = row["organisation_id"] in visit.actor.organisation_ids
    return TagLine(
        id=row["id"],
        word=row["word"],
        href=reverse("web:tag", args=[row["tag_id"]]) if home else "",
    )
