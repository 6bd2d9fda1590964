"""Everything that happened to a project: its events, with the steps among them."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from kernel.actors import Actor
from kernel.api.pages import Page
from kernel.history import history
from projects.queries.readable import require_readable


def project_history(
    actor: Actor, project_id: UUID, *, page: Page, **narrowed: Any
) -> list[dict[str, Any]]:
    """Events newest first, at most one more than the page holds: see `kernel.history`.

    Raises:
        NotFound, Denied.
    """
    require_readable(project_id, actor)
    return history("project", project_id, page=page, **narrowed)
