"""What needs the visitor now, and what changed since they were last here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from governance.queries.appointments import appointments
from governance.queries.names import partner_names
from kernel.api.pages import Page
from projects import queries as projects
from web.pages.subjects import Key, subject_href, subject_names
from web.visit import Visit
from web.words.changes import event_words
from web.words.dates import british_date
from workflows.queries.attention import happened, needing
from workflows.queries.findings import rule_of

MOST = 10
_RULES_AN_ANSWER_SETTLES = 4
_WAITING = ("applied", "shortlisted", "offered", "checks", "inducting")
#: What to do about each rule, with the name of whom it is about.
_VERBS = {
    "C01": "Fill a seat for a patient safety partner: {name}",
    "C03": "Plan two seats for partners in the terms of reference: {name}",
    "C04": "Find somebody for a vacant seat: {name}",
    "C05": "Confirm whether it reviews safety data: {name}",
    "C07": "Look into who employs this partner: {name}",
    "C10": "Start recruiting before a term ends: {name}",
    "C14": "See which committees lack partners: {name}",
    "P01": "Bring a patient partner onto the team: {name}",
    "P02": "Name a sponsor: {name}",
    "P08": "Define the measures that are missing: {name}",
    "P09": "Begin or finish the baseline: {name}",
    "P13": "See what reliability still needs: {name}",
    "P14": "Find out why reliability is not held: {name}",
    "P15": "Enter the data that are due: {name}",
}
_UNCLASSIFIED = "Confirm whether it reviews safety data: {name}"
#: The same where nobody can say whether the rule is met: what has to be known first.
_VERBS_UNKNOWN = {
    "C01": _UNCLASSIFIED,
    "C03": "Say what its terms of reference plan: {name}",
    "C04": _UNCLASSIFIED,
    "C10": _UNCLASSIFIED,
    "P01": "Say who on the team has lived through it: {name}",
    "P08": "Say which sort each measure is: {name}",
    "P09": "Define an outcome and a process measure: {name}",
    "P14": "See what is missing to say whether reliability is held: {name}",
    "P15": "Define a measure: {name}",
}
_ANNOUNCED = {
    "failed": "not met",
    "restored": "met now",
    "at_risk": "at risk",
    "unknown": "not known",
    "not_applicable": "does not apply any more",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Need:
    """One thing that needs the visitor: a verb, a place, and the day that matters."""

    text: str
    href: str
    on: date
    when: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One thing that happened."""

    text: str
    href: str
    at: datetime


def needs(visit: Visit) -> tuple[Need, ...]:
    """At most ten, by date; first what waits for the visitor's own word.

    An approval that is ready is not lost below what others can mend as well.
    """
    shared = [*_once(_unmet(visit)), *_in_hand(visit)]
    ordered = [*sorted(_to_approve(visit), key=_on), *sorted(shared, key=_on)]
    return tuple(ordered[:MOST])


def changes(visit: Visit, *, since: datetime) -> tuple[Change, ...]:
    """The latest twenty events of committees, projects and findings."""
    if not visit.actor.may_somewhere("event.read"):
        return ()
    rows = happened(
        actor=visit.actor, kinds=("committee", "project", "compliance"), since=since, limit=20
    )
    names = subject_names(visit, {_about(row) for row in rows})
    return tuple(_change(row, names) for row in rows)


def _on(need: Need) -> date:
    return need.on


def _once(found: Iterable[Need]) -> list[Need]:
    """One answer may settle several rules of a thing; it is asked for once, since the first day."""
    asked: dict[tuple[str, str], Need] = {}
    for need in found:
        asked.setdefault((need.text, need.href), need)
    return list(asked.values())


def _unmet(visit: Visit) -> Iterable[Need]:
    rows = needing(actor=visit.actor, kinds=_kinds(visit), limit=MOST * _RULES_AN_ANSWER_SETTLES)
    names = subject_names(visit, {(row["subject_kind"], row["subject_id"]) for row in rows})
    for row in rows:
        name = names[row["subject_kind"], row["subject_id"]]
        yield Need(
            text=_verb(row["rule_id"], row["outcome"]).format(name=name),
            href=_where(row),
            on=row["on"],
            when=_when(row),
        )


def _verb(rule_id: str, outcome: str) -> str:
    known = _VERBS.get(rule_id, "See what is missing: {name}")
    return _VERBS_UNKNOWN.get(rule_id, known) if outcome == "unknown" else known


def _kinds(visit: Visit) -> list[str]:
    """Of which things the visitor's roles can mend something."""
    may = visit.actor.may_somewhere
    return [
        kind
        for kind, permissions in (
            ("committee", ("committee.manage", "psp.manage")),
            ("psp_appointment", ("psp.manage",)),
            ("organisation", ("standard.set",)),
            ("project", ("project.manage", "project.lead", "project.sponsor")),
        )
        if any(may(permission) for permission in permissions)
    ]


def _to_approve(visit: Visit) -> Iterable[Need]:
    """Projects whose set-up a sponsor can approve now."""
    if not visit.actor.may_somewhere("project.sponsor"):
        return
    rows = projects.visible_projects(
        visit.actor, page=Page(limit=MOST), today=visit.today, stage="setup"
    )
    onward = projects.next_steps(visit.actor, (row["id"] for row in rows), now=visit.now)
    for row in rows:
        step = onward.get(row["id"])
        if step and not step.needed:
            yield Need(
                text=f"Approve the set-up: {row['title']}",
                href=subject_href("project", row["id"]),
                on=row["stage_since"],
                when=f"Ready since {british_date(row['stage_since'])} or later",
            )


def _in_hand(visit: Visit) -> Iterable[Need]:
    """Partners on their way in, for those who bring them in."""
    if not visit.actor.may_somewhere("psp.manage"):
        return
    rows = [
        row
        for state in _WAITING
        for row in appointments(actor=visit.actor, page=Page(limit=MOST), state=state)
    ]
    names = partner_names(visit.actor, (row["id"] for row in rows))
    for row in rows:
        yield Need(
            text=f"Take the next step: {names.get(row['id'], 'a partner')}",
            href=subject_href("psp_appointment", row["id"]),
            on=row["applied_on"],
            when=f"Applied on {british_date(row['applied_on'])}",
        )


def _where(row: Mapping[str, Any]) -> str:
    href = subject_href(row["subject_kind"], row["subject_id"])
    return f"{href}#rules" if href else "/assurance"


def _when(row: Mapping[str, Any]) -> str:
    day = british_date(row["on"])
    if row["outcome"] == "at_risk" and row["met"] == "yes":
        return f"Met until the day before {day}"
    if row["outcome"] == "at_risk":
        return f"Not met since {day}, and tolerated for a while"
    if row["outcome"] == "unknown":
        return f"Not known since {day}"
    return f"Not met since {day}"


def _about(row: Mapping[str, Any]) -> Key:
    if row["aggregate_kind"] == "compliance":
        return row["data"]["subject_kind"], row["aggregate_id"]
    return row["aggregate_kind"], row["aggregate_id"]


def _change(row: Mapping[str, Any], names: Mapping[Key, str]) -> Change:
    about = _about(row)
    return Change(
        text=f"{names[about]}: {_what(row)}",
        href=subject_href(*about),
        at=row["recorded_at"],
    )


def _what(row: Mapping[str, Any]) -> str:
    if row["aggregate_kind"] != "compliance":
        words = event_words(row["type"])
        return words[:1].lower() + words[1:]
    happened_now = row["type"].split(".")[-2]
    title = rule_of(row["data"].get("rule_id", "")).get("title", "a rule")
    return f"{title}: {_ANNOUNCED.get(happened_now, happened_now)}"
