"""What the doors of governance share."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from rest_framework.response import Response

from kernel.api.filters import Day, Filter, Instant
from kernel.api.problems import unmet_out
from kernel.api.views import ApiView

AS_AT: dict[str, Filter] = {
    "as_at": Day(help="The day that is asked about; today if absent."),
    "known_at": Instant(help="As it was known at this instant; as now known if absent."),
}
ONE_DAY = timedelta(days=1)


class Door(ApiView):
    """A door to committees or appointments."""

    @property
    def version_if_sent(self) -> int | None:
        """If-Match may be left out where something is added and nothing overwritten."""
        return self.expected_version if "If-Match" in self.request.headers else None

    def dated(self) -> dict[str, Any]:
        """`as_at` and `known_at` as they were asked."""
        asked = self.query()
        return {"as_at": asked.get("as_at", self.today), "known_at": asked.get("known_at")}


def results(rows: Sequence[Any]) -> Response:
    """A short list, given whole."""
    return Response({"results": list(rows)})


def steps_out(found: dict[str, Any]) -> dict[str, Any]:
    shown = [
        {**step, "unmet": [unmet_out(guard) for guard in step["unmet"]]}
        for step in found["transitions"]
    ]
    return {**found, "transitions": shown}
