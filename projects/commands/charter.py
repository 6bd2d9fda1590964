"""Writes the charter and records who agreed to it, to vision and aim, and to the next step.

Source: domain/domain.md 2.7 and 15 item 19 (both names and the way are kept).
"""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.db import models, transaction

from kernel.actors import Actor
from kernel.clock import london_date
from kernel.decisions import require
from kernel.errors import FieldError, Invalid, NotFound
from kernel.log import record
from kernel.versions import require_version
from people.models import Person
from projects.commands.finding import find_project, known_person, place_of
from projects.events import ProjectCharterWritten, ProjectSignedOff, ProjectSignOffWithdrawn
from projects.models import (
    Charter,
    Project,
    SignOff,
    SignOffAbout,
    SignOffAs,
    TeamMembership,
    TeamRole,
)
from projects.policies.projects import may_change, may_sign_off

_A, _AS = SignOffAbout, SignOffAs
#: Who may agree to what.
SIGNERS: dict[str, tuple[str, ...]] = {
    _A.CHARTER: (_AS.SPONSOR, _AS.PARTNER),
    _A.VISION: (_AS.PARTNER, _AS.SPONSOR),
    _A.AIM: (_AS.PARTNER, _AS.SPONSOR),
    _A.START_TESTING: (_AS.PARTNER,),
    _A.COMPLETE_TESTING: (_AS.COACH,),
    _A.DECLARE_RELIABLE: (_AS.PARTNER,),
    _A.DECLARE_SUSTAINED: (_AS.PARTNER,),
}
#: The roles on the team by which somebody agrees; a deputy signs for the sponsor.
TEAM_ROLES: dict[str, tuple[str, ...]] = {
    _AS.SPONSOR: (TeamRole.EXECUTIVE_SPONSOR, TeamRole.SPONSOR_DEPUTY),
    _AS.PARTNER: (TeamRole.PARTNER,),
    _AS.COACH: (TeamRole.COACH, TeamRole.OVERSIGHT_LEAD),
}


@transaction.atomic
def write_charter(
    *,
    project_id: UUID,
    actor: Actor,
    now: datetime,
    purpose: str = "",
    population: str = "",
    partner_recruitment: str = "",
    partner_support: str = "",
    partner_payment: str = "",
    expected_version: int | None = None,
) -> tuple[Project, Charter]:
    """Write the next number of the charter; approvals of the one before do not carry over.

    Emits:
        ProjectCharterWritten
    Raises:
        NotFound, Denied, Blocked (archived), Stale.
    """
    project = find_project(project_id, actor)
    place = place_of(project, actor, today=london_date(now))
    require(may_change(actor, place=place, stage=project.stage))
    require_version(project, expected_version)
    charter = Charter(
        organisation_id=project.organisation_id,
        project=project,
        number=_next_number(project),
        purpose=purpose,
        population=population,
        partner_recruitment=partner_recruitment,
        partner_support=partner_support,
        partner_payment=partner_payment,
        written_by=actor.id,
        recorded_at=now,
    )
    # The project first: two who write at once meet at its version, not at the charter's number.
    record(
        project,
        ProjectCharterWritten(project_id=project.pk, charter_id=charter.pk, number=charter.number),
        actor=actor,
        now=now,
        effective_on=london_date(now),
    )
    charter.save(force_insert=True)
    return project, charter


@transaction.atomic
def sign_off(
    *,
    project_id: UUID,
    about: str,
    given_as: str,
    person_id: UUID,
    way: str,
    actor: Actor,
    now: datetime,
    given_on: date | None = None,
    expected_version: int | None = None,
) -> tuple[Project, SignOff]:
    """Record that a person of the team agreed, in which way and on which day.

    Emits:
        ProjectSignedOff
    Raises:
        NotFound, Denied, Blocked (archived), Stale.
        Invalid: nothing to agree to, a day to come, or the person has no such part on the day.
    """
    project = find_project(project_id, actor)
    today = london_date(now)
    require(may_sign_off(actor, place=place_of(project, actor, today=today), stage=project.stage))
    require_version(project, expected_version)
    person = known_person(person_id, actor)
    given = SignOff(
        organisation_id=project.organisation_id,
        project=project,
        charter=_charter(project) if about == SignOffAbout.CHARTER else None,
        about=about,
        given_as=given_as,
        person=person,
        way=way,
        given_on=given_on or today,
        recorded_by=actor.id,
        recorded_at=now,
    )
    _refuse_wrong(project, given, person, actor, today)
    given.save(force_insert=True)
    record(
        project,
        ProjectSignedOff(
            project_id=project.pk,
            sign_off_id=given.pk,
            about=about,
            given_as=given_as,
            given_on=given.given_on,
        ),
        actor=actor,
        now=now,
        effective_on=given.given_on,
    )
    return project, given


@transaction.atomic
def withdraw_sign_off(
    *,
    project_id: UUID,
    sign_off_id: UUID,
    actor: Actor,
    now: datetime,
    expected_version: int | None = None,
) -> Project:
    """Take back a sign-off, or strike one that was recorded in error.

    Emits:
        ProjectSignOffWithdrawn
    Raises:
        NotFound, Denied, Blocked (archived), Stale.
    """
    project = find_project(project_id, actor)
    today = london_date(now)
    require(may_sign_off(actor, place=place_of(project, actor, today=today), stage=project.stage))
    require_version(project, expected_version)
    given = SignOff.objects.filter(
        project_id=project.pk, pk=sign_off_id, superseded_at=None
    ).first()
    if given is None:
        raise NotFound
    given.superseded_at = now
    given.save(update_fields=["superseded_at"])
    record(
        project,
        ProjectSignOffWithdrawn(project_id=project.pk, sign_off_id=given.pk, about=given.about),
        actor=actor,
        now=now,
        effective_on=today,
    )
    return project


def _next_number(project: Project) -> int:
    latest = Charter.objects.filter(project_id=project.pk).aggregate(models.Max("number"))
    return (latest["number__max"] or 0) + 1


def _charter(project: Project) -> Charter:
    charter = Charter.objects.filter(project_id=project.pk).order_by("-number").first()
    if charter is None:
        raise Invalid.one("/about", "Write the charter first.", code="nothing_to_sign")
    return charter


def _refuse_wrong(
    project: Project, given: SignOff, person: Person, actor: Actor, today: date
) -> None:
    errors = [
        error
        for error in (
            _wrong_signer(given),
            _nothing_written(project, given),
            _wrong_day(given, today),
            _not_in_post(given, person, actor),
        )
        if error
    ]
    if errors:
        raise Invalid(*errors)


def _wrong_signer(given: SignOff) -> FieldError | None:
    allowed = SIGNERS[given.about]
    if given.given_as in allowed:
        return None
    return FieldError(
        pointer="/given_as",
        code="not_a_signer",
        message=f"This is agreed to as: {', '.join(allowed)}.",
    )


def _nothing_written(project: Project, given: SignOff) -> FieldError | None:
    if given.about not in (SignOffAbout.VISION, SignOffAbout.AIM):
        return None
    if getattr(project, given.about):
        return None
    return FieldError(
        pointer="/about", code="nothing_to_sign", message=f"Write the {given.about} first."
    )


def _wrong_day(given: SignOff, today: date) -> FieldError | None:
    if given.given_on <= today:
        return None
    return FieldError(
        pointer="/given_on", code="in_the_future", message="Give today or an earlier day."
    )


def _not_in_post(given: SignOff, person: Person, actor: Actor) -> FieldError | None:
    if given.given_as == SignOffAs.COACH and _is_coach(person, actor, given.organisation_id):
        return None
    on_team = TeamMembership.objects.active_on(given.given_on).filter(
        project_id=given.project_id, person_id=person.pk, role__in=TEAM_ROLES[given.given_as]
    )
    if on_team.exists():
        return None
    return FieldError(
        pointer="/person_id",
        code="not_in_post",
        message=f"On that day this person was not on the team as {given.given_as}.",
    )


def _is_coach(person: Person, actor: Actor, organisation_id: UUID) -> bool:
    """Any lead for quality improvement may confirm for themselves. Source: 15 item 12."""
    return person.pk in actor.person_ids and actor.may(
        "project.coach", organisation_id=organisation_id
    )
