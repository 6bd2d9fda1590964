"""Everything that happened to a project, or to a measure: events, with steps among them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from kernel.actors import Actor
from kernel.api.pages import Page
from kernel.history import history
from projects.queries.readable import require_readable
from projects.queries.readable_measures import readable_measure

#: The stream in which special causes are told: the version of a measure is what its readers saw.
SIGNALS = "measure_signal"


def project_history(
    actor: Actor, project_id: UUID, *, page: Page, **narrowed: Any
) -> list[dict[str, Any]]:
    """Events newest first, at most one more than the page holds: see `kernel.history`.

    Raises:
        NotFound, Denied.
    """
    require_readable(project_id, actor)
    return history("project", project_id, page=page, **narrowed)


def measure_history(
    actor: Actor, measure_id: UUID, *, page: Page, also: Sequence[str] = (), **narrowed: Any
) -> list[dict[str, Any]]:
    """Events newest first, with the special causes that were found: see `kernel.history`.

    Raises:
        NotFound, Denied.
    """
    readable_measure(measure_id, actor)
    streams = (*also, SIGNALS)
    return history("measure", measure_id, page=page, also=streams, **narrowed)
