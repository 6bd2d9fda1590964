"""What the pages show of files: a section of a thing, the list, one of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.urls import reverse

from records.policies.files import may_add
from records.queries import files as queries
from records.things.thing import Thing
from web.pages.frame import Answer
from web.pages.history import History, history_of
from web.pages.subjects import kind_words, subject_href
from web.visit import Visit
from web.words.dates import british_date, british_moment
from web.words.files import check_words, kind_title, seen_by, size_words, warning_words
from web.words.states import StateWords, file_state
from web.words.steps import StepWords, file_step

MOST_OF_A_THING = 100
_ELSEWHERE = "Somebody from another organisation"


@dataclass(frozen=True, slots=True, kw_only=True)
class FileLine:
    """One file in a list. `state` is shown where it is not simply kept."""

    name: str
    href: str
    what: str
    on: str
    description: str
    state: StateWords | None
    about: str
    about_href: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FileSection:
    """Files on the page of a thing; `add_href` is empty for whoever may not add one."""

    lines: tuple[FileLine, ...]
    all_href: str
    add_href: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FilePage:
    """One file, ready for its template."""

    id: UUID
    name: str
    version: int
    state: StateWords
    download_href: str
    warning: str
    same: tuple[tuple[str, str], ...]
    about: tuple[Answer, ...]
    steps: tuple[StepWords, ...]
    may_change: bool
    history: History
    back_href: str
    back_text: str


def file_lines(visit: Visit, rows: Iterable[Mapping[str, Any]]) -> tuple[FileLine, ...]:
    """Rows with what each is about."""
    return tuple(_line(row) for row in queries.with_names(visit.actor, rows))


def file_section(visit: Visit, thing: Thing, *, add: str) -> FileSection:
    """The files about a thing, in one query; `add` is the name of the page that adds one."""
    rows = queries.files_of(visit.actor, thing, most=MOST_OF_A_THING)
    allowed = may_add(visit.actor, thing).allowed
    return FileSection(
        lines=tuple(_line({**row, "subject_title": ""}) for row in rows),
        all_href=f"{reverse('web:files')}?subject={thing.id}",
        add_href=reverse(add, args=[thing.id]) if allowed else "",
    )


def file_page(visit: Visit, found: Mapping[str, Any]) -> FilePage:
    """Everything the page of a file shows."""
    [row] = queries.with_names(visit.actor, [found], titles=False)
    back = subject_href(found["subject_kind"], found["subject_id"])
    return FilePage(
        id=found["id"],
        name=found["name"],
        version=found["version"],
        state=file_state(found["state"]),
        download_href=_download(found),
        warning=warning_words(found["text_warning"]),
        same=tuple(
            (one["name"], reverse("web:file", args=[one["id"]])) for one in found["same_content"]
        ),
        about=_about(row, found["subject_title"], back),
        steps=tuple(file_step(step) for step in found["steps"]),
        may_change=found["may_change"],
        history=history_of(visit, "file", found["id"]),
        back_href=back or reverse("web:files"),
        back_text=found["subject_title"] or "Files",
    )


def _download(found: Mapping[str, Any]) -> str:
    return reverse("web:file-content", args=[found["id"]]) if found["may_download"] else ""


def _about(row: Mapping[str, Any], title: str, href: str) -> tuple[Answer, ...]:
    sent = f"{british_moment(row['created_at'])} by {row['added_by_name'] or _ELSEWHERE}"
    answers = (
        Answer(key=kind_words(row["subject_kind"]), value=title, href=href),
        Answer(key="What it shows", value=row["description"]),
        Answer(key="Of which day", value=british_date(row["evidence_on"])),
        Answer(key="Sent", value=sent),
        Answer(key="Who may see it", value=seen_by(row["audience"])),
        Answer(key="What it is", value=f"{kind_title(row['content_kind'])}, {_size(row)}"),
        Answer(key="Viruses", value=check_words(row["virus_check"], row["problem"])),
        Answer(key="Why", value=row["reason"]),
    )
    return tuple(answer for answer in answers if answer.value)


def _line(row: Mapping[str, Any]) -> FileLine:
    plain = row["state"] == "kept"
    return FileLine(
        name=row["name"],
        href=reverse("web:file", args=[row["id"]]),
        what=f"{kind_title(row['content_kind'])}, {_size(row)}",
        on=british_date(row["evidence_on"]),
        description=row["description"],
        state=None if plain else file_state(row["state"]),
        about=row["subject_title"],
        about_href=subject_href(row["subject_kind"], row["subject_id"]),
    )


def _size(row: Mapping[str, Any]) -> str:
    return size_words(row["size"])
