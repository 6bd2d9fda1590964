"""What the pages of patient safety partners' appointments show."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.urls import reverse

from governance.policies.appointments import may_manage
from governance.queries.appointments import get_appointment
from governance.queries.names import partner_names
from governance.queries.steps import appointment_steps
from governance.things import appointment_thing
from people import queries as people
from web.pages.findings import FindingLine, findings_of
from web.pages.frame import Answer, tasks
from web.pages.history import History, history_of
from web.pages.sections import Sections, sections_of
from web.pages.steps import StepView
from web.visit import Visit
from web.words import choices
from web.words.dates import british_date
from web.words.states import StateWords, appointment_state
from web.words.steps import appointment_step

_PREPARED = (
    ("payment_explained_on", "Payment explained"),
    ("terms_accepted_on", "Terms accepted"),
    ("confidentiality_draft_seen_on", "Draft on confidentiality seen"),
    ("identity_seen_on", "Identity seen"),
    ("references_seen_on", "References seen"),
    ("benefits_advice_offered_on", "Advice on tax and benefits offered"),
    ("return_expected_on", "Expected back"),
    ("access_removed_on", "Access removed"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """An appointment in the list."""

    id: UUID
    name: str
    state: StateWords
    applied_on: date
    organisation: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PartnerPage:
    """One appointment, ready for its template."""

    id: UUID
    name: str
    person_id: UUID
    state: StateWords
    steps: tuple[StepView, ...]
    about: tuple[Answer, ...]
    task_profile: str
    terms: tuple[Mapping[str, Any], ...]
    induction: Mapping[str, Any] | None
    seats: tuple[Mapping[str, Any], ...]
    suspensions: tuple[Mapping[str, Any], ...]
    outcomes: tuple[FindingLine, ...]
    sections: Sections
    history: History
    may_manage: bool


def lines(visit: Visit, rows: Sequence[Mapping[str, Any]]) -> tuple[Line, ...]:
    names = partner_names(visit.actor, (row["id"] for row in rows))
    bodies = people.organisation_names(row["organisation_id"] for row in rows)
    return tuple(
        Line(
            id=row["id"],
            name=names.get(row["id"], "A partner"),
            state=appointment_state(row["state"]),
            applied_on=row["applied_on"],
            organisation=bodies[row["organisation_id"]].name,
        )
        for row in rows
    )


def partner_page(visit: Visit, appointment_id: UUID) -> PartnerPage:
    """Everything the page of an appointment shows, in a fixed number of queries."""
    found = get_appointment(actor=visit.actor, appointment_id=appointment_id)
    name = partner_names(visit.actor, [appointment_id]).get(appointment_id, "A partner")
    thing = appointment_thing({**found, "id": appointment_id}, title=name)
    return PartnerPage(
        id=appointment_id,
        name=name,
        person_id=found["person_id"],
        state=appointment_state(found["state"]),
        steps=step_views(visit, appointment_id),
        about=_about(found),
        task_profile=found["task_profile"],
        terms=tuple(found["terms"]),
        induction=found["induction"],
        seats=tuple(found["seats"]),
        suspensions=tuple(found["suspensions"]),
        outcomes=findings_of(visit, appointment_id),
        sections=sections_of(visit, thing, page="partner"),
        history=history_of(visit, "psp_appointment", appointment_id),
        may_manage=may_manage(visit.actor, organisation_id=found["organisation_id"]).allowed,
    )


def links(appointment_id: UUID) -> dict[str, str]:
    """Where a relation is mended that no question of the step asks for."""
    return {"terms": f"{reverse('web:partner', args=[appointment_id])}#terms"}


def step_views(visit: Visit, appointment_id: UUID) -> tuple[StepView, ...]:
    found = appointment_steps(actor=visit.actor, appointment_id=appointment_id, now=visit.now)
    mended = links(appointment_id)
    return tuple(
        StepView(
            words=appointment_step(step["transition"]),
            href=reverse("web:partner-step", args=[appointment_id, step["transition"]]),
            denied=step["denied"],
            tasks=tasks(step["unmet"], mended),
            asks=tuple(step["asks"]),
        )
        for step in found["transitions"]
    )


def _about(found: Mapping[str, Any]) -> tuple[Answer, ...]:
    rows = [
        ("Applied", british_date(found["applied_on"])),
        ("Level of role", str(found["role_level"])),
        *((words, british_date(found[name])) for name, words in _PREPARED),
        ("How it ended", choices.said(choices.END_REASON, found["end_reason"] or "")),
    ]
    return tuple(Answer(key=key, value=value) for key, value in rows if value)
