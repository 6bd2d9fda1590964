"""The only way in to rows of a tenant: what an actor may see."""

from __future__ import annotations

from typing import Self, TypeVar

from django.db import models

from kernel.actors import Actor

Row = TypeVar("Row", bound=models.Model)


class TenantQuerySet(models.QuerySet[Row]):
    """Rows that belong to one organisation and are shared with nobody."""

    def visible_to(self, actor: Actor) -> Self:
        """Rows of the organisations where the actor is a member."""
        if actor.everywhere:
            return self
        return self.filter(organisation_id__in=actor.organisation_ids)


class OverseenQuerySet(TenantQuerySet[Row]):
    """Rows that wider roles read too: the names of bodies and of their parts."""

    def visible_to(self, actor: Actor) -> Self:
        if actor.everywhere:
            return self
        return self.filter(organisation_id__in=actor.organisation_ids | actor.oversight_ids)
