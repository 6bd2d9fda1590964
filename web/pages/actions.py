"""What the pages show of actions: a section of a thing, the list, one of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.urls import reverse

from kernel.api.pages import Page
from records.policies.actions import may_add
from records.queries import actions as queries
from records.things.thing import Thing
from web.pages.frame import Answer
from web.pages.history import History, history_of
from web.pages.links import AskWay, answers_of
from web.pages.subjects import kind_words, subject_href
from web.visit import Visit
from web.words.actions import due_words
from web.words.dates import british_date
from web.words.states import StateWords, action_state
from web.words.steps import StepWords, action_step

MOST_ON_HOME = 10
MOST_OF_A_THING = 100
_ELSEWHERE = "Somebody from another organisation"
_NOBODY = "Nobody yet"


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionLine:
    """One action in a list. `late` says that its day has passed."""

    id: UUID
    title: str
    href: str
    owner: str
    state: StateWords
    when: str
    late: bool
    open: bool
    about: str
    about_href: str
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionSection:
    """Actions on the page of a thing; `add_href` is empty for whoever may not add one."""

    open: tuple[ActionLine, ...]
    closed: tuple[ActionLine, ...]
    more_href: str
    add_href: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionPage:
    """One action, ready for its template."""

    id: UUID
    title: str
    version: int
    state: StateWords
    about: tuple[Answer, ...]
    steps: tuple[StepWords, ...]
    may_change: bool
    history: History
    asks: tuple[AskWay, ...]
    back_href: str
    back_text: str


def action_lines(visit: Visit, rows: Iterable[Mapping[str, Any]]) -> tuple[ActionLine, ...]:
    """Rows with their names, and what each is about."""
    return tuple(_line(visit, row) for row in queries.with_names(visit.actor, rows))


def my_actions(visit: Visit) -> tuple[ActionLine, ...]:
    """The visitor's open actions, the earliest day first: what is overdue leads."""
    rows = queries.actions(
        actor=visit.actor, page=Page(limit=MOST_ON_HOME), mine=True, state="open"
    )
    return action_lines(visit, rows[:MOST_ON_HOME])


def action_section(visit: Visit, thing: Thing, *, add: str) -> ActionSection:
    """The actions about a thing, in two queries; `add` is the name of the page that adds one."""
    rows = queries.actions_of(visit.actor, thing.id, most=MOST_OF_A_THING + 1)
    named = queries.with_names(visit.actor, rows[:MOST_OF_A_THING], titles=False)
    lines = [_line(visit, row) for row in named]
    allowed = may_add(visit.actor, thing).allowed
    more = f"{reverse('web:actions')}?subject={thing.id}"
    return ActionSection(
        open=tuple(line for line in lines if line.open),
        closed=tuple(line for line in lines if not line.open),
        more_href=more if len(rows) > MOST_OF_A_THING else "",
        add_href=reverse(add, args=[thing.id]) if allowed else "",
    )


def action_page(visit: Visit, found: Mapping[str, Any]) -> ActionPage:
    [row] = queries.with_names(visit.actor, [found], titles=False)
    line = _line(visit, {**row, "subject_title": found["subject_title"]})
    return ActionPage(
        id=found["id"],
        title=found["title"],
        version=found["version"],
        state=line.state,
        about=_about(line, found),
        steps=tuple(action_step(step) for step in found["steps"]),
        may_change=found["may_change"],
        history=history_of(
            visit, "action", found["id"], entered=lambda rows: answers_of(visit, found["id"])
        ),
        asks=_ways_to_ask(visit, found),
        back_href=line.about_href or reverse("web:actions"),
        back_text=found["subject_title"] or "My actions",
    )


def _about(line: ActionLine, found: Mapping[str, Any]) -> tuple[Answer, ...]:
    answers = [
        Answer(key=kind_words(found["subject_kind"]), value=line.about, href=line.about_href),
        Answer(key="Who does it", value=line.owner),
        Answer(key="By when", value=line.when),
    ]
    if line.note:
        answers.append(Answer(key="What came of it", value=line.note))
    return tuple(answers)


def _line(visit: Visit, row: Mapping[str, Any]) -> ActionLine:
    is_open = row["state"] == "open"
    closed = f"{action_state(row['state']).words} on {british_date(row['closed_on'])}"
    return ActionLine(
        id=row["id"],
        title=row["title"],
        href=reverse("web:action", args=[row["id"]]),
        owner=row["owner_name"] or (_ELSEWHERE if _is_owned(row) else _NOBODY),
        state=action_state(row["state"]),
        when=due_words(row["due_on"], today=visit.today) if is_open else closed,
        late=is_open and row["due_on"] < visit.today,
        open=is_open,
        about=row["subject_title"],
        about_href=subject_href(row["subject_kind"], row["subject_id"]),
        note=row["closing_note"],
    )


def _is_owned(row: Mapping[str, Any]) -> bool:
    return bool(row["owner_id"] or row["owner_person_id"])


def _ways_to_ask(visit: Visit, found: Mapping[str, Any]) -> tuple[AskWay, ...]:
    """Asking somebody without an account about an open action."""
    if not found["may_change"] or not visit.actor.may_somewhere("person.read"):
        return ()
    about = (found["subject_kind"], found["subject_id"])
    asks = (
        ("confirm", "Ask somebody without an account whether it is done"),
        ("claim", "Ask somebody without an account to take it on"),
    )
    return tuple(
        AskWay(
            words=words,
            href=f"{reverse('web:new-link', args=[code, *about])}?action={found['id']}",
        )
        for code, words in asks
    )
