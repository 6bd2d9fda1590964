"""What the pages of projects show."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.urls import reverse

from kernel.api.pages import Page
from people import queries as people
from projects import queries
from projects.queries.measures import visible_measures
from projects.queries.rights import rights
from projects.queries.steps import FORWARD
from projects.things import project_thing
from web.pages.findings import FindingLine, findings_of
from web.pages.frame import tasks
from web.pages.history import History, history_of
from web.pages.links import answers_of
from web.pages.measures.summary import SummaryLine, summary_lines
from web.pages.sections import Sections, sections_of
from web.pages.steps import StepView
from web.visit import Visit
from web.words import choices
from web.words.dates import british_date
from web.words.outcomes import OutcomeWords, outcome_words
from web.words.states import STAGE_LINE, StateWords, project_stage
from web.words.steps import project_step

#: The worst first: what a list shows of several rules.
_GRAVITY = ("fail", "unknown", "at_risk", "pass", "not_applicable")


#: As many measures stand on the page of a project; the rest are in its list.
MOST_MEASURES = 6

_SOMEBODY = "Somebody from another organisation"

#: Rules that the team meets, and those that measures meet, which have no relation of their own.
_OF_RULES = ("P01", "P02")
_OF_MEASURES = ("P08", "P09", "P13", "P14", "P15")


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A project in the list."""

    id: UUID
    title: str
    stage: StateWords
    place: str
    next_step: str
    outcome: OutcomeWords | None


@dataclass(frozen=True, slots=True, kw_only=True)
class StagePoint:
    """A stage on the line: done, current or ahead."""

    words: str
    position: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectPage:
    """One project, ready for its template."""

    id: UUID
    title: str
    version: int
    stage: StateWords
    stages: tuple[StagePoint, ...]
    aside: str  # said where the project is off the line: paused, stopped or archived
    vision: str
    aim: str
    problem: str
    learning: str
    facts: tuple[tuple[str, str], ...]
    steps: tuple[StepView, ...]
    outcomes: tuple[FindingLine, ...]
    team: tuple[Mapping[str, Any], ...]
    former: tuple[Mapping[str, Any], ...]
    charter: Mapping[str, Any] | None
    sign_offs: tuple[Mapping[str, Any], ...]
    participants: tuple[Mapping[str, Any], ...]
    sections: Sections
    history: History
    measures: tuple[SummaryLine, ...]
    measures_href: str
    define_href: str
    may_change: bool
    may_sign_off: bool

    @property
    def next(self) -> StepView | None:
        return next((step for step in self.steps if step.main), None)

    @property
    def others(self) -> tuple[StepView, ...]:
        return tuple(step for step in self.steps if not step.main)


def lines(visit: Visit, rows: Sequence[Mapping[str, Any]]) -> tuple[Line, ...]:
    """A page of the list: four more queries, however many rows."""
    onward = queries.next_steps(visit.actor, (row["id"] for row in rows), now=visit.now)
    bodies = people.organisation_names(row["organisation_id"] for row in rows)
    units = people.unit_names(visit.actor, (row["unit_id"] for row in rows if row["unit_id"]))
    return tuple(
        Line(
            id=row["id"],
            title=row["title"],
            stage=project_stage(row["stage"]),
            place=_place(bodies[row["organisation_id"]].name, units.get(row["unit_id"], "")),
            next_step=_onward(onward.get(row["id"])),
            outcome=worst(row["outcomes"].values()),
        )
        for row in rows
    )


def worst(outcomes: Iterable[str]) -> OutcomeWords | None:
    """The outcome that needs attention first."""
    found = set(outcomes)
    return next((outcome_words(one) for one in _GRAVITY if one in found), None)


def stage_points(stage: str, *, before_pause: str = "") -> tuple[StagePoint, ...]:
    """The road with the present stage marked; a paused project stands where it was paused."""
    here = before_pause or stage
    at = STAGE_LINE.index(here) if here in STAGE_LINE else -1
    return tuple(
        StagePoint(
            words=project_stage(one).words,
            position="current" if index == at else "done" if index < at else "ahead",
        )
        for index, one in enumerate(STAGE_LINE)
    )


def links(project_id: UUID) -> dict[str, str]:
    """Where each relation that a guard of a project names is mended."""
    at = reverse("web:project", args=[project_id])
    return {
        "details": reverse("web:project-details", args=[project_id]),
        "charter": f"{at}#charter",
        "team": reverse("web:add-member", args=[project_id]),
        "sign-offs": reverse("web:add-sign-off", args=[project_id]),
        "measures": reverse("web:project-measures", args=[project_id]),
        **{rule: reverse("web:add-member", args=[project_id]) for rule in _OF_RULES},
        **{rule: reverse("web:project-measures", args=[project_id]) for rule in _OF_MEASURES},
    }


def step_views(project_id: UUID, found: Mapping[str, Any]) -> tuple[StepView, ...]:
    """The steps from here: the one that leads on first, then the others as the graph lists them."""
    mended = links(project_id)
    main = FORWARD.get(found["stage"])
    views = [
        _step_view(project_id, step, mended, main=step["transition"] == main)
        for step in found["transitions"]
    ]
    return tuple(sorted(views, key=lambda view: not view.main))


def _step_view(
    project_id: UUID, step: Mapping[str, Any], mended: Mapping[str, str], *, main: bool
) -> StepView:
    words = project_step(step["transition"])
    needed = tasks(step["unmet"], mended)
    return StepView(
        words=words,
        href=reverse("web:project-step", args=[project_id, step["transition"]]),
        denied=step["denied"],
        tasks=needed,
        asks=tuple(step["asks"]),
        main=main,
    )


def _in_team(row: Mapping[str, Any]) -> tuple[int, int, str]:
    """Team by team, each from the sponsor on, as forms list them; then by name."""
    teams = [code for code, _ in choices.TEAM]
    roles = [code for code, _ in choices.TEAM_ROLE]
    return teams.index(row["team"]), roles.index(row["role"]), row["name"]


def project_page(visit: Visit, project_id: UUID) -> ProjectPage:
    """Everything the page of a project shows, in a fixed number of queries."""
    found = queries.get_project(visit.actor, project_id)
    steps = queries.available_steps(visit.actor, project_id, now=visit.now)
    team = [_member(row) for row in sorted(queries.team(visit.actor, project_id), key=_in_team)]
    charters = queries.charters(visit.actor, project_id)
    may = rights(visit.actor, project_id, today=visit.today)
    thing = project_thing(found)
    signed = [_signed(row) for row in queries.sign_offs(visit.actor, project_id)]
    return ProjectPage(
        id=project_id,
        title=found["title"],
        version=found["version"],
        stage=project_stage(found["stage"]),
        stages=stage_points(found["stage"], before_pause=found["stage_before_pause"]),
        aside=_aside(found),
        vision=found["vision"],
        aim=found["aim"],
        problem=found["problem"],
        learning=found["learning"],
        facts=_facts(visit, found),
        steps=step_views(project_id, steps),
        outcomes=findings_of(visit, project_id),
        team=tuple(row for row in team if not _gone(row, visit.today)),
        former=tuple(row for row in team if _gone(row, visit.today)),
        charter=charters[0] if charters else None,
        sign_offs=tuple(signed),
        participants=tuple(
            {**row, "over": _gone(row, visit.today)}
            for row in queries.participants(visit.actor, project_id)
        ),
        sections=sections_of(visit, thing, page="project"),
        history=history_of(
            visit,
            "project",
            project_id,
            entered=lambda rows: {**_agreements(rows, signed), **answers_of(visit, project_id)},
        ),
        measures=_measures(visit, project_id),
        measures_href=reverse("web:project-measures", args=[project_id]),
        define_href=(
            "" if may.measures_closed else reverse("web:define-project-measure", args=[project_id])
        ),
        may_change=may.change,
        may_sign_off=may.sign_off,
    )


def _measures(visit: Visit, project_id: UUID) -> tuple[SummaryLine, ...]:
    """What is still counted, with what its charts say."""
    rows = visible_measures(
        visit.actor,
        page=Page(limit=MOST_MEASURES),
        today=visit.today,
        project=project_id,
        ended=False,
    )
    return summary_lines(visit, rows[:MOST_MEASURES], within=project_id)


def _onward(step: queries.NextStep | None) -> str:
    if step is None:
        return "Nothing more to do"
    do = project_step(step.step).do
    if not step.needed:
        return f"{do}: ready"
    return f"{do}: {step.needed} of {step.asked} things still needed"


def _place(organisation: str, unit: str) -> str:
    return f"{unit}, {organisation}" if unit else organisation


def _aside(found: Mapping[str, Any]) -> str:
    if found["stage"] == "paused" and found["review_on"]:
        return "paused"
    return found["stage"] if found["stage"] in ("paused", "stopped", "archived") else ""


def _facts(visit: Visit, found: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    bodies = people.organisation_names([found["organisation_id"]])
    units = people.unit_names(visit.actor, [found["unit_id"]] if found["unit_id"] else [])
    facts = [
        ("Organisation", bodies[found["organisation_id"]].name),
        ("Place", units.get(found["unit_id"], "The whole organisation")),
        ("Way of working", choices.said(choices.METHOD, found["method"])),
        ("In this stage since", british_date(found["stage_since"])),
        ("Started", british_date(found["started_on"])),
        ("Hoped to finish", british_date(found["target_on"])),
        ("To be looked at again", british_date(found["review_on"])),
        ("Why it stopped", choices.said(choices.STOP_REASON, found["stop_reason"])),
    ]
    return tuple((key, value) for key, value in facts if value)


def _member(row: Mapping[str, Any]) -> dict[str, Any]:
    return {
        **row,
        "name": row["name"] or _SOMEBODY,
        "team_words": choices.said(choices.TEAM, row["team"]),
        "role_words": choices.said(choices.TEAM_ROLE, row["role"]),
        "capacity_words": choices.said(choices.CAPACITY, row["capacity"]),
        "involvement_words": choices.said(choices.INVOLVEMENT, row["involvement"]),
    }


def _gone(row: Mapping[str, Any], today: date) -> bool:
    return row["to_date"] is not None and row["to_date"] < today


def _signed(row: Mapping[str, Any]) -> dict[str, Any]:
    return {
        **row,
        "name": row["name"] or _SOMEBODY,
        "way_words": choices.said(choices.SIGN_OFF_WAY, row["way"]).lower(),
        "words": agreement_words(row),
    }


def agreement_words(row: Mapping[str, Any]) -> str:
    """What was agreed, by whom, as what, how and when."""
    about = choices.said(choices.SIGN_OFF_ABOUT, row["about"])
    number = f", number {row['charter_number']}" if row["charter_number"] else ""
    name = row["name"] or _SOMEBODY
    given_as = choices.said(choices.SIGN_OFF_AS, row["given_as"]).lower()
    way = choices.said(choices.SIGN_OFF_WAY, row["way"]).lower()
    return f"{about}{number}: {name} as {given_as}, {way}, on {british_date(row['given_on'])}"


def _agreements(
    happened: Iterable[Mapping[str, Any]], signed: Iterable[Mapping[str, Any]]
) -> dict[int, str]:
    """By number of the event: who agreed and how, beside who wrote it down."""
    given = {str(one["id"]): one for one in signed if one["way"] != "online"}
    return {
        row["seq"]: f"{one['name']} agreed {one['way_words']}, {british_date(one['given_on'])}"
        for row in happened
        if (one := given.get(row["data"].get("sign_off_id", "")))
    }
