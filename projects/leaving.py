"""What somebody holds in projects who leaves: what they lead or sponsor, and places on teams."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from django.db.models import Q, QuerySet

from kernel.actors import Actor
from kernel.errors import Invalid
from people.leavers.declared import Held, Holding, Leaver, Receiver, When
from projects.commands.team import add_member, end_member, withdraw_member
from projects.models import Stage, TeamMembership, TeamRole
from projects.queries.projects import titles

#: Roles without which a project stands still; somebody else takes them on.
_LEADING = (
    TeamRole.EXECUTIVE_SPONSOR,
    TeamRole.SPONSOR_DEPUTY,
    TeamRole.OVERSIGHT_LEAD,
    TeamRole.PROJECT_LEAD,
    TeamRole.MEASUREMENT_LEAD,
    TeamRole.COACH,
)
_OVER = (Stage.STOPPED, Stage.ARCHIVED)


def _leading(actor: Actor, leaver: Leaver, today: date) -> Iterator[Held]:
    yield from _listed(actor, _places(actor, leaver, today).filter(role__in=_LEADING))


def _beside(actor: Actor, leaver: Leaver, today: date) -> Iterator[Held]:
    yield from _listed(actor, _places(actor, leaver, today).exclude(role__in=_LEADING))


def _places(actor: Actor, leaver: Leaver, today: date) -> QuerySet[TeamMembership]:
    """Places on teams that last beyond the last day, of projects under way."""
    over = max(leaver.last_day, today - timedelta(days=1))
    rows = TeamMembership.objects.visible_to(actor).current()
    return rows.filter(
        Q(to_date__isnull=True) | Q(to_date__gt=over),
        person_id__in=leaver.person_ids,
        organisation_id=leaver.organisation_id,
    ).exclude(project__stage__in=_OVER)


def _listed(actor: Actor, rows: Any) -> Iterator[Held]:
    found = list(rows.order_by("from_date", "line_id"))
    names = titles(actor, (row.project_id for row in found))
    for row in found:
        yield Held(
            id=row.line_id,
            title=names.get(row.project_id, "A project"),
            detail=str(row.get_role_display()),
            subject_kind="project",
            subject_id=row.project_id,
        )


def _pass_on(one: Held, leaver: Leaver, receiver: Receiver, when: When) -> None:
    """The place ends with the last day, and the receiver has it from the day after."""
    if receiver.person_id is None:
        raise Invalid.one(
            "/receiver_id",
            f"{receiver.name} is not linked to a person. Link them first, or choose somebody else.",
            code="no_person",
        )
    place = _place(one)
    _end(one, leaver, when)
    add_member(
        project_id=place.project_id,
        person_id=receiver.person_id,
        team=place.team,
        role=place.role,
        capacity=place.capacity,
        from_date=max(place.from_date, leaver.last_day + timedelta(days=1)),
        to_date=place.to_date,
        actor=when.actor,
        now=when.now,
    )


def _end(one: Held, leaver: Leaver, when: When) -> None:
    """A place that would only begin after the last day never was."""
    place = _place(one)
    which = {"project_id": place.project_id, "membership_id": one.id}
    by = {"actor": when.actor, "now": when.now}
    if place.from_date > leaver.last_day:
        withdraw_member(**which, **by)  # type: ignore[arg-type]
    else:
        end_member(to_date=leaver.last_day, **which, **by)  # type: ignore[arg-type]


def _place(one: Held) -> TeamMembership:
    return TeamMembership.objects.current().get(line_id=one.id)


LEADING_HELD = Holding(
    kind="projects",
    words="Projects they lead, sponsor, coach or measure",
    becomes="Whoever takes over has the place on the team from the day after the last day.",
    held=_leading,
    hand_over=_pass_on,
)
PLACES_HELD = Holding(
    kind="team_places",
    words="Other places on project teams",
    becomes="They end with the last day.",
    held=_beside,
    wind_down=_end,
)
