"""Findings as a file, with the filters of their list."""

from __future__ import annotations

from collections.abc import Sequence

from kernel.api.filters import Choice, Day, Filter, Instant, Uuid, Words
from kernel.rules.outcomes import Outcome, Severity
from records.exports.declared import Asked, ListExport, Row, columns
from workflows.queries import findings

AS_AT = Day("The day that is asked about, past, present or to come; today if absent.")
KNOWN_AT = Instant("As it was known at this instant; as it is known now if absent.")
RULE = Words("The id of a rule, such as C01.", maximum=20, code=True)
FINDING_FILTERS: dict[str, Filter] = {
    "subject": Uuid("The committee, appointment, project or organisation that is judged."),
    "kind": Words("The kind of subject, such as committee.", maximum=40, code=True),
    "rule": RULE,
    "outcome": Choice(tuple(one.value for one in Outcome)),
    "severity": Choice(tuple(one.value for one in Severity)),
    "organisation": Uuid("Only subjects of this organisation, with its joint committees."),
    "unit": Uuid("Only subjects of this unit and those below it."),
    "as_at": AS_AT,
    "known_at": KNOWN_AT,
}


def _rows(asked: Asked) -> Sequence[Row]:
    narrowed = findings.Filters(**{"as_at": asked.today, **asked.filters})
    return findings.findings(actor=asked.actor, page=asked.page, filters=narrowed)


FINDINGS = ListExport(
    name="findings",
    title="Findings",
    columns=columns(
        "subject_kind",
        "subject_id",
        "rule_id",
        "outcome",
        "met",
        "severity",
        "sentence",
        "starts_on",
        "ends_on",
        "organisation_id",
        "unit_id",
        "recorded_at",
        "superseded_at",
        "rule_version",
        "id",
    ),
    filters=FINDING_FILTERS,
    rows=_rows,
    key=lambda row: [row["id"]],
)
