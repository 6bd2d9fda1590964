"""What the pages show of links: a section of a thing, the list, one of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.urls import reverse

from kernel.api.pages import Page
from records.policies.links import may_ask
from records.queries import links as queries
from records.things.thing import Thing
from web.pages.frame import Answer
from web.pages.subjects import kind_words, subject_href
from web.visit import Visit
from web.words.dates import british_date, british_moment
from web.words.links import answer_words, link_status, purpose_words
from web.words.states import StateWords

MOST_ON_A_THING = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkLine:
    """One link in a list: who was asked for what, and what came of it."""

    who: str
    what: str
    href: str
    until: str
    status: StateWords
    came: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AskWay:
    """One thing for which people can be asked here."""

    words: str
    href: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkSection:
    """Whom people asked about a thing; for those who may ask."""

    lines: tuple[LinkLine, ...]
    all_href: str
    ways: tuple[AskWay, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkPage:
    """One link, ready for its template."""

    id: UUID
    who: str
    what: str
    status: StateWords
    about: tuple[Answer, ...]
    back_href: str
    back_text: str
    may_send: bool
    may_cancel: bool
    may_answer: bool


def link_section(visit: Visit, thing: Thing) -> LinkSection | None:
    """None for whoever may not ask people about this thing."""
    if not may_ask(visit.actor, thing).allowed:
        return None
    rows = queries.links_of(visit.actor, thing.id, page=Page(limit=MOST_ON_A_THING), now=visit.now)
    more = len(rows) > MOST_ON_A_THING
    return LinkSection(
        lines=link_lines(visit, rows[:MOST_ON_A_THING]),
        all_href=reverse("web:links-of", args=[thing.kind, thing.id]) if more else "",
        ways=ways_to_ask(thing),
    )


def ways_to_ask(thing: Thing) -> tuple[AskWay, ...]:
    """What people can be asked for on the page of a thing; the rest is asked where it stands."""
    asks = [("comment", "Ask somebody what they think")]
    if thing.kind == "project":
        asks.append(("sign_off", "Ask somebody to agree"))
    return tuple(
        AskWay(words=words, href=reverse("web:new-link", args=[code, thing.kind, thing.id]))
        for code, words in asks
    )


def link_lines(visit: Visit, rows: Iterable[Mapping[str, Any]]) -> tuple[LinkLine, ...]:
    """Rows with their names; two queries, none for no rows."""
    return tuple(_line(row) for row in queries.with_link_names(visit.actor, rows))


def link_page(found: Mapping[str, Any]) -> LinkPage:
    line = _line(found)
    return LinkPage(
        id=found["id"],
        who=line.who,
        what=line.what,
        status=line.status,
        about=_about(found, line),
        back_href=reverse("web:links-of", args=[found["subject_kind"], found["subject_id"]]),
        back_text="Who was asked",
        may_send=found["may_send"],
        may_cancel=found["may_cancel"],
        may_answer=found["may_answer"],
    )


def answers_of(visit: Visit, thing_id: UUID) -> dict[int, str]:
    """By version of the thing: that the change was entered on somebody's behalf, in words."""
    found = queries.entered_answers(visit.actor, [thing_id])
    return {
        version: answer_words(row) for (_, version), row in found.items() if row["way"] != "link"
    }


def _about(found: Mapping[str, Any], line: LinkLine) -> tuple[Answer, ...]:
    sent = british_moment(found["sent_at"]) if found["sent_at"] else "Not sent: handed over"
    answers = [
        Answer(
            key=kind_words(found["subject_kind"]),
            value=found["subject_title"],
            href=subject_href(found["subject_kind"], found["subject_id"]),
        ),
        Answer(key="Asked by", value=found["made_by_name"] or "QIflow"),
        Answer(key="Sent", value=sent),
        Answer(key="Works until", value=line.until),
        Answer(key="A word to them", value=found["note"]),
        Answer(key="What came of it", value=line.came),
        Answer(key="Their words", value=found["words"]),
    ]
    return tuple(answer for answer in answers if answer.value)


def _line(row: Mapping[str, Any]) -> LinkLine:
    return LinkLine(
        who=row["recipient_name"] or "Somebody who has left",
        what=purpose_words(row["purpose"]),
        href=reverse("web:link", args=[row["id"]]),
        until=british_date(row["expires_at"]),
        status=link_status(row["status"], answered=row["used_at"] is not None),
        came=answer_words(row),
    )
