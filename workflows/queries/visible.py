"""Which rows of findings an actor may see."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.db import connection
from django.db.models import Q

from kernel.actors import Actor


def seen_by(actor: Actor) -> Q:
    """Own organisations, those that let a wider role look, and what is shared with the actor."""
    if actor.everywhere:
        return Q()
    return Q(organisation_id__in=actor.organisation_ids | actor.oversight_ids) | Q(
        subject_id__in=actor.shared_ids
    )


def units_below(unit_id: UUID, *, on: date) -> list[UUID]:
    """A unit with everything below it on a day."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            WITH RECURSIVE below (id) AS (
                SELECT %(unit)s::uuid
                UNION
                SELECT place.unit_id FROM people_unitplace place JOIN below
                    ON place.parent_id = below.id
                WHERE place.superseded_at IS NULL AND place.from_date <= %(on)s
                    AND (place.to_date IS NULL OR place.to_date >= %(on)s)
            ) SELECT id FROM below
            """,
            {"unit": unit_id, "on": on},
        )
        return [row[0] for row in cursor.fetchall()]


def readable_organisations(actor: Actor) -> Iterable[UUID] | None:
    """The organisations whose sums an actor may read; None is all of them."""
    return None if actor.everywhere else actor.organisation_ids | actor.oversight_ids
