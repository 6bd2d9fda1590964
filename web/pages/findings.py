"""Findings in words: what holds, since when, and until when."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.urls import reverse

from kernel.api.pages import Page
from web.pages.history import Entry
from web.visit import Visit
from web.words.dates import british_date, british_moment
from web.words.outcomes import OutcomeWords, outcome_words
from workflows.queries import findings as queries

_MOST = 50  # rules that judge one subject


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingLine:
    """One rule's answer for one subject on one day."""

    rule_id: str
    title: str
    outcome: OutcomeWords
    sentence: str
    href: str


def findings_of(
    visit: Visit,
    subject_id: UUID,
    *,
    as_at: date | None = None,
    known_at: datetime | None = None,
) -> tuple[FindingLine, ...]:
    """What every rule says of one subject on a day, those that do not apply left out."""
    rows = queries.findings(
        actor=visit.actor,
        page=Page(limit=_MOST),
        filters=queries.Filters(as_at=as_at or visit.today, known_at=known_at, subject=subject_id),
    )
    lines = [finding_line(row) for row in rows if row["outcome"] != "not_applicable"]
    return tuple(sorted(lines, key=lambda line: line.rule_id))


def finding_line(row: Mapping[str, Any]) -> FindingLine:
    return FindingLine(
        rule_id=row["rule_id"],
        title=queries.rule_of(row["rule_id"]).get("title", row["rule_id"]),
        outcome=words_of(row),
        sentence=row["sentence"],
        href=reverse("web:finding", args=[row["id"]]) if row["id"] else "",
    )


def words_of(row: Mapping[str, Any]) -> OutcomeWords:
    """The outcome of a stored interval, with the day that makes it matter."""
    fails_on = row["params"].get("fails_on")
    tolerated = row["outcome"] == "at_risk" and row["met"] == "no"
    return outcome_words(
        row["outcome"],
        breaks_on=date.fromisoformat(fails_on) if fails_on else None,
        allowed_until=row["ends_on"] if tolerated else None,
        missing=_as_request(row["sentence"]) if row["outcome"] == "unknown" else "",
    )


def timeline_entries(rows: list[Mapping[str, Any]], *, today: date) -> tuple[Entry, ...]:
    """The intervals that stand, oldest first; what lies ahead is marked as forecast."""
    return tuple(
        Entry(
            on=row["starts_on"],
            text=row["sentence"],
            detail=_span(row),
            who=f"Worked out on {british_moment(row['recorded_at'])}",
            outcome=words_of(row),
            ahead=row["starts_on"] > today,
        )
        for row in rows
        if row["superseded_at"] is None
    )


def superseded_entries(rows: list[Mapping[str, Any]]) -> tuple[Entry, ...]:
    """What was known before and is not so any more."""
    return tuple(
        Entry(
            on=row["starts_on"],
            text=row["sentence"],
            detail=_span(row),
            who=(
                f"Known from {british_moment(row['recorded_at'])}"
                f" until {british_moment(row['superseded_at'])}"
            ),
            outcome=words_of(row),
        )
        for row in rows
        if row["superseded_at"] is not None
    )


def _span(row: Mapping[str, Any]) -> str:
    if row["ends_on"] is None:
        return f"From {british_date(row['starts_on'])} onwards"
    return f"From {british_date(row['starts_on'])} to {british_date(row['ends_on'])}"


def _as_request(sentence: str) -> str:
    """ "Say whether ..." after a colon begins small and has no stop."""
    asked = sentence.removeprefix("Not known: ")
    return (asked[:1].lower() + asked[1:]).rstrip(".")
