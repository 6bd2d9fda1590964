"""Who joins and leaves the teams of a project, with true dates; corrections keep what was known."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import models, transaction

from kernel.actors import Actor
from kernel.british import british_date
from kernel.clock import london_date
from kernel.decisions import require
from kernel.errors import FieldError, Invalid, NotFound
from kernel.log import record
from kernel.versions import require_version
from projects.commands.finding import find_project, known_person, place_of
from projects.events import ProjectTeamChanged
from projects.models import Capacity, Project, Team, TeamMembership, TeamRole
from projects.policies.projects import may_change

#: Roles that belong to one team. Source: domain/domain.md 2.5.
TEAM_OF_ROLE: Mapping[str, str] = {
    TeamRole.EXECUTIVE_SPONSOR: Team.OVERSIGHT,
    TeamRole.SPONSOR_DEPUTY: Team.OVERSIGHT,
    TeamRole.OVERSIGHT_LEAD: Team.OVERSIGHT,
    TeamRole.POINT_OF_CARE_STAFF: Team.POINT_OF_CARE,
}
CORRECTABLE = frozenset(
    {
        "team",
        "role",
        "capacity",
        "involvement",
        "relevant_experience",
        "partner_agreed",
        "from_date",
        "to_date",
    }
)


@transaction.atomic
def add_member(
    *,
    project_id: UUID,
    person_id: UUID,
    team: str,
    role: str,
    actor: Actor,
    now: datetime,
    from_date: date | None = None,
    capacity: str | None = None,
    expected_version: int | None = None,
    **about: Any,
) -> tuple[Project, TeamMembership]:
    """A person joins a team. `about`: to_date, involvement, relevant_experience, partner_agreed.

    Emits:
        ProjectTeamChanged
    Raises:
        NotFound, Denied, Blocked (archived), Stale, Invalid.
    """
    project = _open(project_id, actor, now, expected_version)
    person = known_person(person_id, actor)
    default = Capacity.LIVED if role == TeamRole.PARTNER else Capacity.LEARNT
    member = TeamMembership(
        organisation_id=project.organisation_id,
        line_id=uuid.uuid4(),
        project=project,
        person=person,
        team=team,
        role=role,
        capacity=capacity or default,
        from_date=from_date or london_date(now),
        recorded_at=now,
        **about,
    )
    _refuse_wrong(member)
    member.save(force_insert=True)
    _record(project, member, "added", member.from_date, actor, now)
    return project, member


@transaction.atomic
def end_member(
    *,
    project_id: UUID,
    membership_id: UUID,
    to_date: date,
    actor: Actor,
    now: datetime,
    expected_version: int | None = None,
) -> tuple[Project, TeamMembership]:
    """A member leaves; `to_date` is the last day on the team. The reason is nobody's business.

    Emits:
        ProjectTeamChanged
    Raises:
        NotFound, Denied, Blocked (archived), Stale, Invalid.
    """
    project = _open(project_id, actor, now, expected_version)
    member = _find_member(project, membership_id)
    if member.to_date == to_date:
        return project, member
    first_other = min(day for day in (to_date, member.to_date) if day)
    ended = _replace(member, {"to_date": to_date}, now)
    _record(project, ended, "ended", first_other, actor, now)
    return project, ended


@transaction.atomic
def correct_member(
    *,
    project_id: UUID,
    membership_id: UUID,
    changes: Mapping[str, Any],
    actor: Actor,
    now: datetime,
    expected_version: int | None = None,
) -> tuple[Project, TeamMembership]:
    """Put right what was recorded about a membership; what was known before stays readable.

    Emits:
        ProjectTeamChanged, unless every value is as it was.
    Raises:
        NotFound, Denied, Blocked (archived), Stale, Invalid.
    """
    project = _open(project_id, actor, now, expected_version)
    member = _find_member(project, membership_id)
    unknown = set(changes) - CORRECTABLE
    if unknown:
        raise ValueError(f"A membership has no {sorted(unknown)} to correct.")
    changed = {key: value for key, value in changes.items() if getattr(member, key) != value}
    if not changed:
        return project, member
    corrected = _replace(member, changed, now)
    first_other = min(member.from_date, corrected.from_date)
    _record(project, corrected, "corrected", first_other, actor, now)
    return project, corrected


@transaction.atomic
def withdraw_member(
    *,
    project_id: UUID,
    membership_id: UUID,
    actor: Actor,
    now: datetime,
    expected_version: int | None = None,
) -> Project:
    """Take back a membership that was recorded in error; it never was.

    Emits:
        ProjectTeamChanged
    Raises:
        NotFound, Denied, Blocked (archived), Stale.
    """
    project = _open(project_id, actor, now, expected_version)
    member = _find_member(project, membership_id)
    member.superseded_at = now
    member.save(update_fields=["superseded_at"])
    _record(project, member, "withdrawn", member.from_date, actor, now)
    return project


def _open(project_id: UUID, actor: Actor, now: datetime, expected_version: int | None) -> Project:
    project = find_project(project_id, actor)
    place = place_of(project, actor, today=london_date(now))
    require(may_change(actor, place=place, stage=project.stage))
    require_version(project, expected_version)
    return project


def _find_member(project: Project, membership_id: UUID) -> TeamMembership:
    member = (
        TeamMembership.objects.current()
        .filter(project_id=project.pk, line_id=membership_id)
        .first()
    )
    if member is None:
        raise NotFound
    return member


def _replace(member: TeamMembership, changes: Mapping[str, Any], now: datetime) -> TeamMembership:
    kept = {
        field.attname: getattr(member, field.attname)
        for field in TeamMembership._meta.concrete_fields
        if field.attname not in {"id", "recorded_at", "superseded_at"}
    }
    fresh = TeamMembership(**{**kept, **changes, "recorded_at": now})
    _refuse_wrong(fresh)
    member.superseded_at = now
    member.save(update_fields=["superseded_at"])
    fresh.save(force_insert=True)
    return fresh


def _record(
    project: Project,
    member: TeamMembership,
    change: str,
    first_other: date,
    actor: Actor,
    now: datetime,
) -> None:
    record(
        project,
        ProjectTeamChanged(
            project_id=project.pk,
            membership_id=member.line_id,
            change=change,
            team=member.team,
            role=member.role,
            from_date=first_other,
        ),
        actor=actor,
        now=now,
        effective_on=first_other,
    )


def _refuse_wrong(member: TeamMembership) -> None:
    errors = [error for error in (_wrong_dates(member), _wrong_team(member)) if error]
    if not errors:
        errors = [error for error in (_twice(member), _second_sponsor(member)) if error]
    if errors:
        raise Invalid(*errors)


def _wrong_dates(member: TeamMembership) -> FieldError | None:
    if member.to_date is None or member.to_date >= member.from_date:
        return None
    return FieldError(
        pointer="/to_date",
        code="before_start",
        message=f"Give the last day on the team: {british_date(member.from_date)} or later.",
    )


def wrong_team(*, role: str, team: str) -> str:
    """What to say to somebody who puts this role on a team to which it does not belong, or ""."""
    belongs_to = TEAM_OF_ROLE.get(role, team)
    if belongs_to == team:
        return ""
    its_team = Team(belongs_to).label
    return (
        f"{TeamRole(role).label} is a role of the {its_team[0].lower()}{its_team[1:]}. "
        "Choose that team, or another role."
    )


def _wrong_team(member: TeamMembership) -> FieldError | None:
    message = wrong_team(role=member.role, team=member.team)
    return FieldError(pointer="/team", code="wrong_team", message=message) if message else None


def _twice(member: TeamMembership) -> FieldError | None:
    same = _overlapping(member).filter(
        person_id=member.person_id, team=member.team, role=member.role
    )
    if not same.exists():
        return None
    return FieldError(
        pointer="/person_id",
        code="already_member",
        message="This person has this role on this team on these days already.",
    )


def _second_sponsor(member: TeamMembership) -> FieldError | None:
    sponsor = TeamRole.EXECUTIVE_SPONSOR
    if member.role != sponsor or not _overlapping(member).filter(role=sponsor).exists():
        return None
    return FieldError(
        pointer="/role",
        code="second_sponsor",
        message="A project has one sponsor at a time. End the other one first.",
    )


def _overlapping(member: TeamMembership) -> models.QuerySet[TeamMembership]:
    rows = TeamMembership.objects.current().filter(project_id=member.project_id)
    rows = rows.exclude(line_id=member.line_id)
    rows = rows.filter(models.Q(to_date__isnull=True) | models.Q(to_date__gte=member.from_date))
    return rows if member.to_date is None else rows.filter(from_date__lte=member.to_date)
