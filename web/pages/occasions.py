"""What the pages show of meetings and events: a section of a thing, the list, one of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.urls import reverse

from kernel.api.pages import Page
from records.links.inviting import when_words
from records.policies.occasions import may_plan
from records.queries import occasions as queries
from records.things.thing import Thing
from web.pages.frame import Answer
from web.pages.subjects import kind_words, subject_href
from web.visit import Visit
from web.words.choices import CAME, said
from web.words.dates import british_date
from web.words.links import entered_words

MOST_ON_A_THING = 5
MOST_ON_HOME = 5
_SAID = {"yes": "you come", "no": "you cannot come", "maybe": "you do not know yet"}


@dataclass(frozen=True, slots=True, kw_only=True)
class OccasionLine:
    """One occasion in a list."""

    title: str
    href: str
    when: str
    where: str
    cancelled: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class OccasionSection:
    """What is to come about a thing; `plan_href` is empty for whoever may not plan."""

    lines: tuple[OccasionLine, ...]
    all_href: str
    plan_href: str


@dataclass(frozen=True, slots=True, kw_only=True)
class InviteeLine:
    """One of the invited. `link_href`: where whoever may invite enters their answer."""

    name: str
    answer: str
    detail: str
    words: str
    link_href: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OccasionPage:
    """One occasion, ready for its template."""

    id: UUID
    title: str
    cancelled: str
    about: tuple[Answer, ...]
    invitees: tuple[InviteeLine, ...]
    counts: str
    may_plan: bool
    may_invite: bool
    own_answer: str
    is_invited: bool
    back_href: str
    back_text: str


def occasion_section(visit: Visit, thing: Thing) -> OccasionSection:
    """What is to come about a thing, in one query."""
    rows = queries.coming_occasions(visit.actor, thing.id, today=visit.today, most=MOST_ON_A_THING)
    about = [thing.kind, thing.id]
    plans = may_plan(visit.actor, thing).allowed
    return OccasionSection(
        lines=occasion_lines(rows),
        all_href=reverse("web:occasions-of", args=about),
        plan_href=reverse("web:plan-occasion", args=about) if plans else "",
    )


def occasion_lines(rows: Iterable[Mapping[str, Any]]) -> tuple[OccasionLine, ...]:
    return tuple(
        OccasionLine(
            title=row["title"],
            href=reverse("web:occasion", args=[row["id"]]),
            when=_when(row),
            where=row["place"] or "From elsewhere",
            cancelled=row["cancelled_at"] is not None,
        )
        for row in rows
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnOccasion:
    """Something to come that the visitor is invited to, and what they said."""

    title: str
    href: str
    when: str


def my_occasions(visit: Visit) -> tuple[OwnOccasion, ...]:
    """What the visitor is invited to, the next first."""
    page = Page(limit=MOST_ON_HOME)
    rows = queries.my_occasions(visit.actor, page=page, today=visit.today)[:MOST_ON_HOME]
    return tuple(
        OwnOccasion(
            title=_asked_or_named(row),
            href=reverse("web:occasion", args=[row["id"]]),
            when=", ".join(
                filter(None, (_when(row), row["place"], _SAID.get(row["own_answer"], "")))
            ),
        )
        for row in rows
    )


def _asked_or_named(row: Mapping[str, Any]) -> str:
    return row["title"] if row["own_answer"] else f"Say whether you come: {row['title']}"


def _when(row: Mapping[str, Any]) -> str:
    return when_words(row["on_date"], row["from_time"], row["to_time"])


def occasion_page(visit: Visit, found: Mapping[str, Any]) -> OccasionPage:
    own = found["own"]
    over = found["on_date"] < visit.today
    return OccasionPage(
        id=found["id"],
        title=found["title"],
        cancelled=_cancelled(found),
        about=_about(found),
        invitees=tuple(_invitee(row, links=found["may_invite"]) for row in found["invitees"]),
        counts=_counts(found["invitees"]),
        may_plan=found["may_plan"],
        may_invite=found["may_invite"] and not over,
        own_answer=said(CAME, own["answer"]) if own and own["answer"] else "",
        is_invited=own is not None and found["cancelled_at"] is None and not over,
        back_href=subject_href(found["subject_kind"], found["subject_id"]),
        back_text=found["subject_title"],
    )


def _cancelled(found: Mapping[str, Any]) -> str:
    if found["cancelled_at"] is None:
        return ""
    return f"Called off on {british_date(found['cancelled_at'])}: {found['cancelled_reason']}"


def _about(found: Mapping[str, Any]) -> tuple[Answer, ...]:
    rows = (
        Answer(
            key="When", value=when_words(found["on_date"], found["from_time"], found["to_time"])
        ),
        Answer(key="Where", value=found["place"]),
        Answer(key="How to join from elsewhere", value=found["way_to_join"]),
        Answer(
            key=kind_words(found["subject_kind"]),
            value=found["subject_title"],
            href=subject_href(found["subject_kind"], found["subject_id"]),
        ),
    )
    return tuple(row for row in rows if row.value)


def _invitee(row: Mapping[str, Any], *, links: bool) -> InviteeLine:
    linked = links and row["link_id"] and row["person_id"]
    return InviteeLine(
        name=row["name"] or "Somebody from another organisation",
        answer=said(CAME, row["answer"]) if row["answer"] else "No answer yet",
        detail=_how(row),
        words=row["words"],
        link_href=reverse("web:link", args=[row["link_id"]]) if linked else "",
    )


def _how(row: Mapping[str, Any]) -> str:
    """Both names, where somebody entered the answer."""
    if not row["entered_by_id"]:
        return ""
    return entered_words(row["entered_by_name"], row["name"], row["way"], row["answered_on"])


def _counts(rows: Iterable[Mapping[str, Any]]) -> str:
    """ "3 will come, 1 cannot come"."""
    counted = Counter(row["answer"] for row in rows)
    told = [
        f"{counted[answer]} {words.lower()}"
        for answer, words in (*CAME, ("", "no answer yet"))
        if counted[answer]
    ]
    return ", ".join(told)
