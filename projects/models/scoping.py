"""Which rows an actor may meet: those of their organisations and of projects shared with them."""

from __future__ import annotations

from datetime import date
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


class DatedQuerySet(OfProjectQuerySet):
    """Facts with two clocks about a project."""

    def current(self) -> Self:
        """As known now."""
        return self.filter(superseded_at__isnull=True)

    def active_on(self, day: date) -> Self:
        """What held on a day, as known now."""
        open_end = models.Q(to_date__isnull=True) | models.Q(to_date__gte=day)
        return self.current().filter(open_end, from_date__lte=day)
