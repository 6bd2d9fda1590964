"""`/findings` and `/compliance`."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from kernel.api.filters import Choice, Uuid
from kernel.api.schema import listed
from kernel.api.views import ApiView
from kernel.errors import NotFound
from workflows.api.serializers import ComplianceOut, ExplainedFindingOut, FindingOut
from workflows.exports import AS_AT, FINDING_FILTERS, KNOWN_AT, RULE
from workflows.queries import compliance, findings


class FindingList(ApiView):
    """Findings of one day, with their sentences."""

    paged = True
    filters = FINDING_FILTERS

    @extend_schema(responses=listed(FindingOut))
    def get(self, request: Request) -> Response:
        asked = {"as_at": self.today, **self.query()}
        page = self.page()
        rows = findings.findings(actor=self.actor, page=page, filters=findings.Filters(**asked))
        return self.listing(rows, page, key=lambda row: [row["id"]])


class FindingDetail(ApiView):
    """One finding explained, with the whole timeline of its rule for its subject."""

    @extend_schema(responses=ExplainedFindingOut)
    def get(self, request: Request, finding_id: int) -> Response:
        if finding_id > LARGEST_ID:
            raise NotFound("There is no such finding.")
        return self.shown(findings.finding(actor=self.actor, finding_id=finding_id))


LARGEST_ID = 2**63 - 1


class ComplianceList(ApiView):
    """How many subjects meet each rule on one day, by organisation or by unit.

    A joint committee counts for each organisation that takes part; add up `subjects` less `joint`
    to count it once.
    """

    paged = True
    filters = {
        "organisation": Uuid("Only this organisation."),
        "unit": Uuid("Only this unit and those below it."),
        "rule": RULE,
        "by": Choice(("organisation", "unit"), "A row for each organisation, or for each unit."),
        "as_at": AS_AT,
        "known_at": KNOWN_AT,
    }

    @extend_schema(responses=listed(ComplianceOut))
    def get(self, request: Request) -> Response:
        asked: dict[str, Any] = {"as_at": self.today, **self.query()}
        by_unit = asked.pop("by", "organisation") == "unit"
        page = self.page()
        rows = compliance.compliance(
            actor=self.actor,
            page=page,
            filters=compliance.Filters(by_unit=by_unit, **asked),
        )
        return self.listing(rows, page, key=lambda row: row["key"], show=_without_key)


def _without_key(row: Any) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name != "key"}
