"""C07: a partner does not work for the organisation whose committee they serve. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import NamedTuple
from uuid import UUID

from governance.facts.spans import edges
from governance.facts.values import AppointmentSubject, Body, Work, employed_by
from governance.rules.scope import OPENING_SENTENCES, before_qiflow
from governance.rules.standards import COMMITTEE_LOOK_AHEAD
from kernel.rules.outcomes import Met, Severity, Verdict
from kernel.rules.rule import Rule, Terms

_JUDGED = ("checks", "inducting", "active", "paused", "suspended")


class _Conflict(NamedTuple):
    committee_id: UUID | None
    first: date
    last: date


def not_an_employee_on(facts: AppointmentSubject, on: date) -> Verdict:
    """Does nobody employ the partner who also stands behind a committee they serve?"""
    early = before_qiflow(facts.appointment.opened_on, on)
    if early:
        return early
    if not any(first <= on <= last for first, last in facts.appointment.in_state(*_JUDGED)):
        return Verdict(met=Met.NOT_APPLICABLE, code="not_serving")
    person = facts.appointment.person
    works = [row for row in _conflicts(facts, person.works) if row.first <= on <= row.last]
    if works:
        return Verdict(met=Met.NO, code="employed", params=_said(works))
    claimed = [row for row in _conflicts(facts, person.claimed) if row.first <= on <= row.last]
    if claimed:
        return Verdict(met=Met.UNKNOWN, code="to_confirm", params=_said(claimed))
    return Verdict(met=Met.YES, code="met")


def _conflicts(facts: AppointmentSubject, works: tuple[Work, ...]) -> Iterator[_Conflict]:
    """Days of work for the own organisation, or for one behind a committee while serving it."""
    for first, last in employed_by(works, facts.bodies):
        yield _Conflict(None, first, last)
    for served in facts.served:
        bodies: tuple[Body, ...] = facts.committees.get(served.committee_id, ())
        for first, last in employed_by(works, bodies):
            if max(first, served.first) <= min(last, served.last):
                yield _Conflict(
                    served.committee_id, max(first, served.first), min(last, served.last)
                )


def _said(rows: list[_Conflict]) -> dict[str, object]:
    committees = sorted({str(row.committee_id) for row in rows if row.committee_id})
    return {"since": min(row.first for row in rows).isoformat(), "committees": committees}


def _boundaries(facts: AppointmentSubject) -> Iterable[date]:
    person = facts.appointment.person
    if facts.appointment.opened_on:
        yield facts.appointment.opened_on
    yield from edges((first, last) for first, last, _ in facts.appointment.statuses)
    for works in (person.works, person.claimed):
        yield from edges((row.first, row.last) for row in _conflicts(facts, works))


def _severity(facts: AppointmentSubject) -> Severity:
    return Severity.BREACH if facts.binding else Severity.MINOR


NOT_AN_EMPLOYEE: Rule[AppointmentSubject] = Rule(
    id="C07",
    version=1,
    subject="psp_appointment",
    title="Not an employee of the same organisation",
    sentence="A patient safety partner is not employed by the organisation of a committee they "
    "serve, nor by one that it came from or became.",
    source="NHS England information pack for patient safety partners; lhch.nhs.uk/patient-safety-"
    "partners; QIflow field notes 3.4, 12.1 C07, 15 items 3, 20",
    severity=_severity,
    condition=not_an_employee_on,
    boundaries=_boundaries,
    sentences={
        **OPENING_SENTENCES,
        "not_serving": "Does not apply: the appointment is not in checks, induction or service.",
        "met": "Works for none of the organisations behind the committees served.",
        "employed": "Works for an organisation behind a committee served, from {since}.",
        "to_confirm": "Not known: a staff list may name this person from {since}. Confirm the "
        "basis of the work.",
    },
    terms=Terms(look_ahead=COMMITTEE_LOOK_AHEAD),
    gates=("psp_appointment.clear_checks",),
)
