"""Projects at their stages with their teams."""

from __future__ import annotations

import uuid
from collections import defaultdict
from functools import partial
from typing import Any

from projects.commands.opening import StageSince, open_project
from projects.commands.team import add_member, wrong_team
from projects.models import Capacity, Method, Project, Stage, TeamMembership, TeamRole
from projects.opening_position.entries import Entry
from projects.opening_position.format import PEOPLE, PROJECTS, STAGES, TEAM, UNITS
from projects.opening_position.loading.arrival import Arrival

_WRITTEN = (
    "problem",
    "vision",
    "aim",
    "review_on",
    "started_on",
    "target_on",
    "stop_reason",
    "learning",
    "data_disposition",
    "public_summary",
)


def load_projects(arrival: Arrival) -> None:
    """Every project at its stage; its earlier stages go with it."""
    earlier: dict[str, list[Entry]] = defaultdict(list)
    for row in arrival.entries.of(STAGES):
        earlier[row["project"]].append(row)
    for entry in arrival.new(PROJECTS):
        before = sorted(earlier[entry["external_id"]], key=lambda row: row["from_date"])
        opened = arrival.write(entry, partial(_open, arrival, entry, before), fields=_STAGED)
        if opened:
            arrival.ids[PROJECTS.name][entry["external_id"]] = opened.pk
            for row in (entry, *before):
                arrival.count(row)


_STAGED = {"from_date": "stage_since"}


def load_team(arrival: Arrival) -> None:
    """Members of new projects in one statement; those of projects that were here, one by one."""
    fresh: list[TeamMembership] = []
    sponsors: dict[str, list[Entry]] = defaultdict(list)
    here_before = arrival.known.ids[PROJECTS.name]
    for entry in arrival.new(TEAM):
        if entry["project"] not in arrival.ids[PROJECTS.name]:
            continue  # its project was refused, which is told
        if entry["project"] in here_before:
            _join(arrival, entry)
        elif _sound(arrival, entry, sponsors[entry["project"]]):
            fresh.append(_member(arrival, entry))
            arrival.count(entry)
    # The event by which each project was opened has workers look at its team as well.
    TeamMembership.objects.bulk_create(fresh)


def _open(arrival: Arrival, entry: Entry, before: list[Entry]) -> Project:
    stages = [StageSince(stage=row["stage"], from_date=row["from_date"]) for row in before]
    stage, since = entry["stage"], entry["stage_since"]
    paused_from = entry["stage_before_pause"]
    if stage == Stage.PAUSED and (not stages or stages[-1].stage != paused_from):
        begun = min(day for day in (entry["started_on"], since) if day)
        begun = max(begun, stages[-1].from_date) if stages else begun
        stages.append(StageSince(stage=paused_from, from_date=begun))
    if stage != Stage.DRAFT:
        stages.append(StageSince(stage=stage, from_date=since))
    return open_project(
        organisation_id=arrival.organisation_id,
        title=entry["title"],
        stages=stages,
        actor=arrival.actor,
        now=arrival.now,
        unit_id=arrival.id_of(UNITS, entry["unit"]),
        method=entry["method"] or Method.MODEL_FOR_IMPROVEMENT,
        external_id=entry["external_id"],
        **{name: entry[name] for name in _WRITTEN if entry[name] is not None},
    )


def _join(arrival: Arrival, entry: Entry) -> None:
    added = arrival.write(
        entry,
        partial(
            add_member,
            project_id=arrival.must(PROJECTS, entry["project"]),
            person_id=arrival.must(PEOPLE, entry["person"]),
            team=entry["team"],
            role=entry["role"],
            actor=arrival.actor,
            now=arrival.now,
            from_date=entry["from_date"],
            capacity=entry["capacity"],
            **_about(entry),
        ),
    )
    if added:
        arrival.count(entry)


def _sound(arrival: Arrival, entry: Entry, sponsors: list[Entry]) -> bool:
    """What `add_member` would ask of a member of this project."""
    if message := wrong_team(role=entry["role"], team=entry["team"]):
        arrival.faults.append(entry.fault("team", "wrong_team", message))
        return False
    if entry["role"] == TeamRole.EXECUTIVE_SPONSOR:
        if any(_overlap(entry, other) for other in sponsors):
            message = "A project has one sponsor at a time. Give the other one a last day."
            arrival.faults.append(entry.fault("role", "second_sponsor", message))
            return False
        sponsors.append(entry)
    return True


def _overlap(one: Entry, other: Entry) -> bool:
    begins_later, begins_first = sorted((one, other), key=lambda row: row["from_date"])[::-1]
    last = begins_first["to_date"]
    return last is None or begins_later["from_date"] <= last


def _member(arrival: Arrival, entry: Entry) -> TeamMembership:
    default = Capacity.LIVED if entry["role"] == TeamRole.PARTNER else Capacity.LEARNT
    return TeamMembership(
        organisation_id=arrival.organisation_id,
        line_id=uuid.uuid4(),
        project_id=arrival.must(PROJECTS, entry["project"]),
        person_id=arrival.must(PEOPLE, entry["person"]),
        team=entry["team"],
        role=entry["role"],
        capacity=entry["capacity"] or default,
        from_date=entry["from_date"],
        recorded_at=arrival.now,
        **_about(entry),
    )


def _about(entry: Entry) -> dict[str, Any]:
    about = {name: entry[name] for name in ("to_date", "relevant_experience", "partner_agreed")}
    return {**about, "involvement": entry["involvement"] or ""}
