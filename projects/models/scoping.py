"""Which rows an actor may meet: those of their organisations and of projects shared with them."""

from __future__ import annotations

from typing import Self

from django.db import models

from kernel.actors import Actor


class OfProjectQuerySet(models.QuerySet):
    """Rows that belong to a project."""

    #: The path from the row to the project's id.
    project_path = "project_id"

    def visible_to(self, actor: Actor) -> Self:
        """The only way in: own organisations, and projects in which one of them takes part."""
        if actor.everywhere:
            return self
        own = models.Q(organisation_id__in=actor.organisation_ids)
        if not actor.shared_ids:
            return self.filter(own)  # one condition keeps the list index in use
        return self.filter(own | models.Q(**{f"{self.project_path}__in": actor.shared_ids}))
