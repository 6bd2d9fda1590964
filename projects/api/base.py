"""What the doors of projects share."""

from __future__ import annotations

from typing import Any, ClassVar, Protocol
from uuid import UUID

from rest_framework.response import Response

from kernel.api.filters import Day, Filter, Instant
from kernel.api.problems import unmet_out
from kernel.api.views import ApiView
from projects import commands, queries
from projects.facts.situation import Asked

AS_AT: dict[str, Filter] = {
    "as_at": Day(help="Only what held on this day, past or future."),
    "known_at": Instant(help="As it was known at this instant."),
}
_ASKED = (
    "reason",
    "review_on",
    "partners_told",
    "stop_reason",
    "learning",
    "partners_thanked",
    "data_disposition",
)


class HasVersion(Protocol):
    """A project as commands give it back."""

    @property
    def pk(self) -> UUID: ...
    @property
    def version(self) -> int: ...


class ProjectDoor(ApiView):
    """A door to one project."""

    filters: ClassVar[dict[str, Filter]] = {}

    @property
    def version_if_sent(self) -> int | None:
        """If-Match may be left out where something is added and nothing overwritten."""
        return self.expected_version if "If-Match" in self.request.headers else None

    def detail(self, project: HasVersion) -> dict[str, Any]:
        return queries.get_project(self.actor, project.pk)


def step_request(values: dict[str, Any], **whose: Any) -> commands.StepRequest:
    """A step as a body describes it; nulls mean the same as absent fields."""
    asked = {name: values[name] for name in _ASKED if values.get(name) is not None}
    return commands.StepRequest(
        step=values["transition"],
        asked=Asked(**asked),
        effective_on=values.get("effective_on"),
        approved_by=values.get("approved_by"),
        **whose,
    )


def step_taken(project: Any, transition: str) -> dict[str, Any]:
    return {
        "project_id": project.pk,
        "transition": transition,
        "stage": str(project.stage),
        "effective_on": project.stage_since,
        "version": project.version,
    }


def results(rows: list[dict[str, Any]]) -> Response:
    """A short list, given whole."""
    return Response({"results": rows})


def step_out(step: dict[str, Any]) -> dict[str, Any]:
    return {**step, "unmet": [unmet_out(guard) for guard in step["unmet"]]}
