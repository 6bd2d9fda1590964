"""P01: a patient or carer partner on both teams. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from kernel.rules.outcomes import Met, Verdict
from kernel.rules.rule import Rule, Terms
from projects.facts.values import Member, ProjectFacts
from projects.rules import standards
from projects.rules.when import SILENCES, edges, major, silence

OVERSIGHT, POINT_OF_CARE = "oversight", "point_of_care"


def counts_as_partner(member: Member, on: date) -> bool | None:
    """Does this member count as a partner with relevant lived experience? None: not stated.

    Staff of the service count only as partners with lived experience alone, and if partners agreed.
    Source: QIflow field notes 12.2 (P01, edge).
    """
    if member.role != "partner" or member.capacity == "learnt" or not member.active(on):
        return False
    if any(span.covers(on) for span in member.employed) and not (
        member.capacity == "lived" and member.partner_agreed
    ):
        return False
    return member.relevant_experience


def point_of_care_from(facts: ProjectFacts) -> date | None:
    """The day from which a partner is asked for on the point-of-care team.

    Source: QIflow field notes 15 item 8 (testing, or 60 days after approval, whichever is first).
    """
    approved_on = facts.approved_on
    if approved_on is None:
        return None
    days = facts.standards.on(standards.POINT_OF_CARE_DAYS, approved_on)
    latest = approved_on + timedelta(days=days)
    return min(latest, facts.testing_from or latest)


def _condition(facts: ProjectFacts, on: date) -> Verdict:
    silent = silence(facts, on)
    if silent:
        return silent
    due_on = point_of_care_from(facts)
    asked = [OVERSIGHT]
    if due_on and on >= due_on:
        asked.append(POINT_OF_CARE)
    answers = {team: _on_team(facts, team, on) for team in asked}
    if False in answers.values():
        missing = [team for team, present in answers.items() if present is False]
        code = "none_on_either" if len(missing) == 2 else f"none_on_{missing[0]}"
        return Verdict(met=Met.NO, code=code)
    if None in answers.values():
        return Verdict(met=Met.UNKNOWN, code="relevance_not_stated")
    if len(asked) == 2:
        return Verdict(met=Met.YES, code="on_both")
    return Verdict(met=Met.YES, code="on_oversight", params={"due_on": _iso(due_on)})


def _on_team(facts: ProjectFacts, team: str, on: date) -> bool | None:
    answers = {counts_as_partner(member, on) for member in facts.members if member.team == team}
    if True in answers:
        return True
    return None if None in answers else False


def _boundaries(facts: ProjectFacts) -> Iterator[date]:
    yield from edges(facts)
    due_on = point_of_care_from(facts)
    if due_on:
        yield due_on
    for member in facts.members:
        if member.role == "partner":
            yield from member.edges()


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""


PARTNERS_ON_BOTH_TEAMS: Rule[ProjectFacts] = Rule(
    id="P01",
    version=1,
    subject="project",
    title="A patient partner on both teams",
    sentence=(
        "From approval of set-up until it closes, a project has a patient or carer partner with"
        " relevant lived experience on its oversight team, and from the start of testing, or 60"
        " days after approval, on its point-of-care team."
    ),
    source="QIflow field notes 12.2 P01, 15 item 8 (minimum of one inferred); "
    "Always Events Journey",
    severity=major,
    condition=_condition,
    boundaries=_boundaries,
    sentences={
        **SILENCES,
        "on_both": "A patient partner is on the oversight team and on the point-of-care team.",
        "on_oversight": (
            "A patient partner is on the oversight team. One is needed on the point-of-care team"
            " when testing starts, at the latest from {due_on}."
        ),
        "none_on_oversight": (
            "Add a patient or carer partner with relevant lived experience to the oversight team."
        ),
        "none_on_point_of_care": (
            "Add a patient or carer partner with relevant lived experience to the point-of-care"
            " team."
        ),
        "none_on_either": (
            "Add a patient or carer partner with relevant lived experience to the oversight team"
            " and to the point-of-care team."
        ),
        "relevance_not_stated": (
            "Say whether the partner on the team has lived experience of what this project is"
            " about."
        ),
    },
    terms=Terms(grace=standards.PARTNER_GAP_DAYS, look_ahead=standards.LOOK_AHEAD_DAYS),
    standards=(standards.POINT_OF_CARE_DAYS,),
    gates=("project.approve_setup", "project.start_testing"),
)
