"""Which measures an actor may read: those of projects they read, and of places where they work."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Q, QuerySet

from kernel.actors import Actor, ActorKind
from kernel.errors import Denied, NotFound, Refusal
from projects.models import Measure
from projects.queries.readable import (
    organisations_read,
    readable_projects,
    units_read,
)


def readable_measures(actor: Actor) -> QuerySet[Measure]:
    """The measures whose pages the actor may open.

    Reference series are published figures, so whoever is signed in reads them.
    """
    if actor.everywhere:
        return Measure.objects.all()
    return Measure.objects.filter(_own(actor) | _published(actor))


def readable_measure(measure_id: UUID, actor: Actor) -> Measure:
    """The measure, with its project.

    Raises:
        NotFound: there is none, or it belongs to somebody else.
        Denied: the actor's role does not read it.
    """
    measure = readable_measures(actor).select_related("project").filter(pk=measure_id).first()
    if measure is None:
        raise refusal(measure_id, actor)
    return measure


def refusal(measure_id: UUID, actor: Actor) -> Refusal:
    """Why a measure that `readable_measures` does not have is not shown."""
    if Measure.objects.visible_to(actor).filter(pk=measure_id).exists():
        return Denied("Your role does not read this measure.")
    return NotFound()


def _own(actor: Actor) -> Q:
    wide = organisations_read(actor)
    may = Q(project_id__in=readable_projects(actor).values("pk"))
    alone = Q(organisation_id__in=wide)
    if units := units_read(actor):
        alone |= Q(unit_id__in=units)
    return may | (Q(project_id__isnull=True) & alone)


def _published(actor: Actor) -> Q:
    if actor.kind not in (ActorKind.USER, ActorKind.API_KEY):
        return Q(pk__in=[])
    return Q(reference=True)
