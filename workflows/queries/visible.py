"""Which rows of findings an actor may see."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.db import connection
from django.db.models import Q

from kernel.actors import Actor, Scope

READ = "finding.read"


def seen_by(actor: Actor) -> Q:
    """Own organisations, those that let a wider role look, and what is shared with the actor."""
    if actor.everywhere:
        return Q()
    shared = actor.shared_ids if actor.may_somewhere(READ) else frozenset()
    return Q(organisation_id__in=_organisations(actor)) | Q(subject_id__in=shared)


def _organisations(actor: Actor) -> frozenset[UUID]:
    """Where a role of the actor reads findings: at home, and from above what may be overseen."""
    reading = [grant for grant in actor.grants if READ in grant.permissions]
    homes = frozenset(grant.organisation_id for grant in reading if grant.organisation_id)
    wider = any(grant.scope not in (Scope.ORGANISATION, Scope.UNIT) for grant in reading)
    return (homes & actor.organisation_ids) | (actor.oversight_ids if wider else frozenset())


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
    return None if actor.everywhere else _organisations(actor)
