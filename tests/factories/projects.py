"""Projects and their teams for tests: the smallest valid thing, through commands."""

import itertools
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

from kernel.actors import SYSTEM, Actor
from people.models import Organisation, Person
from projects import commands
from projects.facts.situation import Asked
from projects.models import Measure, Project, TeamMembership
from tests.factories import baselines, people

NOW = datetime(2027, 3, 1, 10, tzinfo=UTC)
TODAY = date(2027, 3, 1)
LAST_MONTH = date(2027, 2, 1)

_numbers = itertools.count(1)


def project(
    organisation: Organisation, *, actor: Actor = SYSTEM, now: datetime = NOW, **values: Any
) -> Project:
    """A draft with a title and a problem."""
    number = next(_numbers)
    values = {"title": f"Project {number}", "problem": "People wait too long.", **values}
    return commands.register_project(
        organisation_id=organisation.pk, actor=actor, now=now, **values
    )


def member(
    project: Project,
    role: str = "partner",
    team: str = "oversight",
    *,
    person: Person | None = None,
    now: datetime = NOW,
    **values: Any,
) -> TeamMembership:
    """A member from last month on; a partner has relevant lived experience."""
    if role == "partner":
        values.setdefault("relevant_experience", True)
    values.setdefault("from_date", LAST_MONTH)
    _, made = commands.add_member(
        project_id=project.pk,
        person_id=(person or people.person(project.organisation)).pk,
        team=team,
        role=role,
        actor=SYSTEM,
        now=now,
        **values,
    )
    return made


def signed(
    project: Project, about: str, given_as: str, person_id: UUID, *, now: datetime = NOW
) -> None:
    commands.sign_off(
        project_id=project.pk,
        about=about,
        given_as=given_as,
        person_id=person_id,
        way="meeting",
        actor=SYSTEM,
        now=now,
    )


def team_of(project: Project, *, now: datetime = NOW) -> dict[str, TeamMembership]:
    """Sponsor, lead and a partner on both teams."""
    partner = people.person(project.organisation)
    return {
        "sponsor": member(project, "executive_sponsor", now=now),
        "lead": member(project, "project_lead", now=now),
        "partner": member(project, person=partner, now=now),
        "partner_at_care": member(project, team="point_of_care", person=partner, now=now),
        "coach": member(project, "coach", "support", now=now),
    }


def chartered(project: Project, *, now: datetime = NOW) -> dict[str, TeamMembership]:
    """A team and a charter that sponsor and partner approved: ready for approval of set-up."""
    team = team_of(project, now=now)
    commands.write_charter(
        project_id=project.pk,
        partner_recruitment="By the participation team.",
        partner_support="A named contact, and travel booked for them.",
        partner_payment="By the policy on payment for involvement.",
        actor=SYSTEM,
        now=now,
    )
    signed(project, "charter", "sponsor", team["sponsor"].person_id, now=now)
    signed(project, "charter", "partner", team["partner"].person_id, now=now)
    return team


#: What each step is given in the request.
ASKED = {
    "redesign": Asked(reason="The change does not fit nights."),
    "resume_testing": Asked(reason="It slipped."),
    "pause": Asked(reason="Winter.", review_on=date(2027, 4, 1), partners_told=True),
    "stop": Asked(
        stop_reason="did_not_work",
        learning="Reminders alone change nothing.",
        partners_thanked=True,
        data_disposition="kept",
    ),
    "reopen": Asked(reason="A new ward."),
}


def step(
    project: Project, name: str, *, actor: Actor = SYSTEM, now: datetime = NOW, **values: Any
) -> Project:
    """Take one step with everything that the request must say."""
    values.setdefault("asked", ASKED.get(name, Asked()))
    request = commands.StepRequest(project_id=project.pk, step=name, **values)
    return commands.take_step(request=request, actor=actor, now=now)


def at(organisation: Organisation, stage: str, **values: Any) -> Project:
    """A project brought to a stage by its steps, with everything that they ask for."""
    if stage in ("spreading", "sustained"):
        return held(organisation, sustained=stage == "sustained", **values)
    made = project(organisation, **values)
    if stage == "draft":
        return made
    team = chartered(made)
    for name in PATHS[stage]:
        agree(made, name, team)
        step(made, name)
    made.refresh_from_db()
    return made


def held(organisation: Organisation, *, sustained: bool, **values: Any) -> Project:
    """A project whose reliability was held for some days since it was declared."""
    before = NOW - timedelta(days=9)
    made = project(organisation, now=before, **values)
    team = chartered(made, now=before)
    daily = baselines.family(made, now=before, daily=True)
    for name in _LINE:
        agree(made, name, team, now=before)
        step(made, name, now=before)
    baselines.go_on(daily, now=NOW)
    if sustained:
        agree(made, "declare_sustained", team)
        step(made, "declare_sustained")
    made.refresh_from_db()
    return made


_LINE = ("propose", "approve_setup", "start_testing", "complete_testing", "declare_reliable")
PATHS = {
    "setup": _LINE[:1],
    "co_design": _LINE[:2],
    "testing": _LINE[:3],
    "implementing": _LINE[:4],
    "paused": (*_LINE[:2], "pause"),
    "stopped": (*_LINE[:2], "stop"),
    "archived": (*_LINE[:2], "stop", "archive"),
}


def agree(
    project: Project, step_name: str, team: dict[str, TeamMembership], *, now: datetime = NOW
) -> None:
    """Everything that a step asks for beside the request: words, sign-offs, measures."""
    partner = team["partner"].person_id
    if step_name == "start_testing":
        if not Measure.objects.filter(project=project).exists():
            baselines.family(project, now=now)
        words = {"vision": "We always know who to ask.", "aim": "95 in 100 by June 2028."}
        commands.change_project(project_id=project.pk, changes=words, actor=SYSTEM, now=now)
        signed(project, "vision", "partner", partner, now=now)
        signed(project, "aim", "partner", partner, now=now)
    if step_name in ("start_testing", "declare_reliable", "declare_sustained"):
        signed(project, step_name, "partner", partner, now=now)
    if step_name == "complete_testing":
        signed(project, step_name, "coach", team["coach"].person_id, now=now)
    if step_name == "archive":
        summary = {"public_summary": "We tried reminders."}
        commands.change_project(project_id=project.pk, changes=summary, actor=SYSTEM, now=now)
