"""The list of projects as a file, with its filters."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

from kernel.api.filters import Choice, Filter, Uuid, Words
from projects import queries
from projects.rules import RULES
from projects.words import METHODS, STAGES
from records.exports.declared import Asked, ListExport, Row, columns

_RULES = tuple(rule.id for rule in RULES)

PROJECT_FILTERS: dict[str, Filter] = {
    "stage": Choice(STAGES),
    "method": Choice(METHODS),
    "organisation": Uuid(),
    "unit": Uuid(help="This unit and everything below it."),
    "blocked_by": Choice(_RULES, "Only projects that do not meet this rule today."),
    "external_id": Words(minimum=1, maximum=100, code=True),
    "tag": Words("Projects that carry this word.", minimum=1, maximum=40),
    "q": Words(help="Looked for in titles."),
}


def _rows(asked: Asked) -> Sequence[Row]:
    rows = queries.visible_projects(
        asked.actor, page=asked.page, today=asked.today, **asked.filters
    )
    return queries.with_words(rows)


def _outcome(rule: str, row: Row) -> str | None:
    outcomes: Mapping[str, str] = row["outcomes"]
    return outcomes.get(rule)


PROJECTS = ListExport(
    name="projects",
    title="Projects",
    columns=columns(
        "external_id",
        "title",
        "method",
        "unit",
        "problem",
        "vision",
        "aim",
        "target_on",
        "stage",
        "stage_since",
        "review_on",
        *((rule, partial(_outcome, rule)) for rule in _RULES),
        "organisation_id",
        "unit_id",
        "id",
        "version",
        "updated_at",
    ),
    filters=PROJECT_FILTERS,
    rows=_rows,
    key=lambda row: (row["updated_at"], row["id"]),
)
