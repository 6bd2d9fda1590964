"""The list of measures as a file, with its filters and what each chart says."""

from __future__ import annotations

from collections.abc import Sequence

from kernel.api.filters import Choice, Filter, Uuid, Words, YesNo
from projects.queries import measures as queries
from projects.words import CHARTS, FAMILIES
from records.exports.declared import Asked, ListExport, Row, columns

MEASURE_FILTERS: dict[str, Filter] = {
    "project": Uuid("Measures of this project."),
    "organisation": Uuid("Measures that this organisation keeps."),
    "unit": Uuid("Measures of this unit and everything below it, and of the projects there."),
    "family": Choice(FAMILIES),
    "chart": Choice(CHARTS),
    "owner": Uuid("Measures of this user."),
    "reference": YesNo("Published series to compare with, instead of measures of one's own."),
    "alone": YesNo("Only measures of no project, or only those of one."),
    "ended": YesNo("Only measures that are counted no more, or only those that still are."),
    "external_id": Words(minimum=1, maximum=100, code=True),
    "tag": Words("Measures that carry this word.", minimum=1, maximum=40),
    "q": Words(help="Looked for in names."),
}


def _rows(asked: Asked) -> Sequence[Row]:
    return queries.summary(asked.actor, page=asked.page, today=asked.today, **asked.filters)


MEASURES = ListExport(
    name="measures",
    title="Measures",
    columns=columns(
        "external_id",
        "name",
        "family",
        "data_kind",
        "direction",
        "frequency",
        "chart",
        "latest_on",
        "latest",
        "latest_words",
        "target",
        "variation_icon",
        "assurance_icon",
        "sentence",
        ("warnings", lambda row: " ".join(row["warnings"])),
        "begins_on",
        "ended_on",
        "project_id",
        "organisation_id",
        "unit_id",
        "id",
        "version",
        "updated_at",
    ),
    filters=MEASURE_FILTERS,
    rows=_rows,
    key=lambda row: (row["name"], row["id"]),
)
