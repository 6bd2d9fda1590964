"""Finds the measure that a command is about, and asks whether the actor may do it."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from kernel.actors import Actor
from kernel.clock import london_date
from kernel.decisions import require
from kernel.errors import Blocked, Denied
from kernel.versions import require_version
from projects.commands.finding import place_of
from projects.models import Measure
from projects.policies.authority import Place
from projects.policies.measures import may_enter, may_keep
from projects.policies.published import may_publish
from projects.queries.readable_measures import readable_measures, refusal


def kept_measure(
    measure_id: UUID,
    actor: Actor,
    now: datetime,
    expected_version: int | None,
    *,
    ended_too: bool = False,
) -> Measure:
    """The measure, locked, for whoever keeps it.

    Raises:
        NotFound, Denied, Stale.
        Blocked: its project is archived, or it ended and `ended_too` is not set.
    """
    measure = _locked(measure_id, actor)
    today = london_date(now)
    place = place_of_measure(measure, actor, today=today)
    require(may_keep(actor, place=place, stage=stage_of(measure)))
    if not ended_too and has_ended(measure, today=today):
        raise Blocked(
            "This measure has ended. Let it go on first, or define another.",
            code="ended",
            state="ended",
        )
    require_version(measure, expected_version)
    return measure


def entered_measure(
    measure_id: UUID, actor: Actor, now: datetime, expected_version: int | None
) -> Measure:
    """The measure, locked, for whoever enters its data.

    Raises:
        NotFound, Denied, Stale. Blocked: its project is archived.
    """
    measure = _locked(measure_id, actor)
    place = place_of_measure(measure, actor, today=london_date(now))
    owned = actor.id is not None and measure.owner_id == actor.id
    require(may_enter(actor, place=place, owned=owned, stage=stage_of(measure)))
    require_version(measure, expected_version)
    return measure


def place_of_measure(measure: Measure, actor: Actor, *, today: date) -> Place:
    """Where a measure is kept: at its project, or at an organisation or unit alone."""
    if measure.project is not None:
        return place_of(measure.project, actor, today=today)
    return Place(organisation_id=measure.organisation_id, unit_id=measure.unit_id)


def stage_of(measure: Measure) -> str:
    """The stage of its project; empty without one."""
    return str(measure.project.stage) if measure.project is not None else ""


def has_ended(measure: Measure, *, today: date) -> bool:
    """Is nothing counted any more?"""
    return measure.ended_on is not None and measure.ended_on < today


def _locked(measure_id: UUID, actor: Actor) -> Measure:
    """Locked, so that who send data at one moment wait for each other and nobody is refused."""
    rows = Measure.objects.visible_to(actor).select_related("project")
    measure = rows.select_for_update(of=("self",)).filter(pk=measure_id).first()
    if measure is not None:
        if measure.reference:
            require(may_publish(actor))
        return measure
    if readable_measures(actor).filter(pk=measure_id).exists():
        raise Denied("Only members of the organisation that keeps this can do this.")
    raise refusal(measure_id, actor)
