"""Loads what gates judge: facts for their rules and situations for their guards, set by set."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection

from kernel.lookups import one_of, uuid_array
from kernel.rules.rulebook import RULEBOOK
from kernel.rules.standards import Standards
from kernel.standards import standards_of
from people.models import Organisation
from projects.facts.loaders import load
from projects.facts.measures import BALANCING
from projects.facts.situation import Asked, CharterFacts, SignedOff, Situation
from projects.facts.values import ProjectFacts
from projects.models import Charter, MeasureMarker, Project, TeamMembership
from projects.policies.steps import STEPS
from projects.rules.balancing import unexplained
from projects.rules.held import periods_held
from projects.rules.standards import PAUSE_REVIEW_DAYS, SUSTAINED_PERIODS


@dataclass(frozen=True, slots=True, kw_only=True)
class Papers:
    """Everything that the gates of some projects may read, loaded at once."""

    standards: Mapping[UUID, Standards]
    closed_on: Mapping[UUID, date | None]
    facts: Mapping[UUID, ProjectFacts] = field(default_factory=dict)
    charters: Mapping[UUID, CharterFacts] = field(default_factory=dict)
    sign_offs: Mapping[UUID, tuple[SignedOff, ...]] = field(default_factory=dict)
    led: Mapping[UUID, tuple[tuple[date, date | None], ...]] = field(default_factory=dict)
    marked: Mapping[UUID, Sequence[date]] = field(default_factory=dict)


def papers_for(projects: Sequence[Project], steps: Collection[str]) -> Papers:
    """What the gates of `steps` read of `projects`; tables that no gate reads are left alone."""
    ids = [project.pk for project in projects]
    organisation_ids = {project.organisation_id for project in projects}
    judged = any(RULEBOOK.at_gate(f"project.{step}") for step in steps)
    papers = any(STEPS[step].papers for step in steps)
    facts = load(ids) if judged else {}
    standards = {each.organisation_id: each.standards for each in facts.values()}
    return Papers(
        standards=standards or standards_of(organisation_ids),
        closed_on=_closed(organisation_ids) if "propose" in steps else {},
        facts=facts,
        charters=_charters(ids) if "approve_setup" in steps else {},
        sign_offs=_sign_offs(ids) if papers else {},
        led=_led(ids) if "approve_setup" in steps else {},
        marked=_marked(facts) if "complete_testing" in steps else {},
    )


def situation(
    project: Project, papers: Papers, *, on: date, today: date, asked: Asked
) -> Situation:
    """One project at the gate of a step that is to take effect on a day."""
    closed_on = papers.closed_on.get(project.organisation_id)
    standards = papers.standards[project.organisation_id]
    return Situation(
        on=on,
        today=today,
        method=project.method,
        title=project.title,
        problem=project.problem,
        vision=project.vision,
        aim=project.aim,
        public_summary=project.public_summary,
        stage_since=project.stage_since,
        retention_from=project.retention_from,
        organisation_open=closed_on is None or on <= closed_on,
        has_lead=any(
            first <= on and (last is None or on <= last)
            for first, last in papers.led.get(project.pk, ())
        ),
        review_days=standards.on(PAUSE_REVIEW_DAYS, on),
        charter=papers.charters.get(project.pk),
        sign_offs=papers.sign_offs.get(project.pk, ()),
        asked=asked,
        **_measured(project, papers, on),
    )


def _measured(project: Project, papers: Papers, on: date) -> dict[str, Any]:
    """What the data say at the gates that ask for more than a rule does."""
    facts = papers.facts.get(project.pk)
    if facts is None:
        return {}
    if project.stage == "testing":
        return {"balancing_unexplained": unexplained(facts, papers.marked, on)}
    if project.stage == "spreading":
        asked = facts.standards.on(SUSTAINED_PERIODS, on)
        return {"periods_held": periods_held(facts, on), "periods_asked": asked}
    return {}


def _marked(facts: Mapping[UUID, ProjectFacts]) -> Mapping[UUID, Sequence[date]]:
    """On which days something is written on the charts of balancing measures."""
    ids = [
        measure.measure_id
        for each in facts.values()
        for measure in each.measures
        if measure.family == BALANCING
    ]
    marked: dict[UUID, list[date]] = defaultdict(list)
    if ids:
        rows = MeasureMarker.objects.filter(measure_id__among=ids, superseded_at__isnull=True)
        for measure_id, day in rows.values_list("measure_id", "on_date"):
            marked[measure_id].append(day)
    return marked


def _closed(organisation_ids: Collection[UUID]) -> dict[UUID, date | None]:
    rows = Organisation.objects.filter(id__among=organisation_ids)
    return dict(rows.values_list("id", "closed_on"))


def _charters(ids: Sequence[UUID]) -> dict[UUID, CharterFacts]:
    rows = Charter.objects.filter(project_id__among=ids).order_by("number")
    return {
        project_id: CharterFacts(
            number=number, support_plan=bool(support), payment_plan=bool(payment)
        )
        for project_id, number, support, payment in rows.values_list(
            "project_id", "number", "partner_support", "partner_payment"
        )
    }


def _sign_offs(ids: Sequence[UUID]) -> dict[UUID, tuple[SignedOff, ...]]:
    given: dict[UUID, list[SignedOff]] = defaultdict(list)
    with connection.cursor() as cursor:
        statement = _SIGN_OFFS + one_of("s.project_id", "ids", ids)
        cursor.execute(statement, {"ids": uuid_array(ids)})
        for project_id, about, given_as, given_on, number in cursor.fetchall():
            given[project_id].append(
                SignedOff(about=about, given_as=given_as, given_on=given_on, charter_number=number)
            )
    return {project_id: tuple(signed) for project_id, signed in given.items()}


_SIGN_OFFS = """
    SELECT s.project_id, s.about, s.given_as, s.given_on, charter.number
    FROM projects_signoff s LEFT JOIN projects_charter charter ON charter.id = s.charter_id
    WHERE s.superseded_at IS NULL AND
"""


def _led(ids: Sequence[UUID]) -> dict[UUID, tuple[tuple[date, date | None], ...]]:
    rows = TeamMembership.objects.current().filter(project_id__among=ids, role="project_lead")
    led: dict[UUID, list[tuple[date, date | None]]] = defaultdict(list)
    for project_id, first, last in rows.values_list("project_id", "from_date", "to_date"):
        led[project_id].append((first, last))
    return {project_id: tuple(spans) for project_id, spans in led.items()}
