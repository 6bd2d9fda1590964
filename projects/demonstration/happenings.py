"""What happened in the trust since it arrived, each step taken by somebody on its day."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from uuid import UUID

from governance.commands import service
from governance.commands.committees import note_papers
from governance.commands.stepping import Taking
from governance.models import Committee, PspAppointment
from kernel.actors import Actor
from kernel.clock import london_date
from people import commands as people
from people.models import Person
from people.models.person import EmploymentBasis
from projects.demonstration.rows import Sheets

Doing = Callable[[datetime], Actor]


def take_breaks(organisation_id: UUID, *, specialist: Doing, senior: Doing, now: datetime) -> None:
    """One partner takes a break; a concern about another is looked into, and confirmed."""
    paused = now - timedelta(days=10)
    service.pause(
        appointment_id=_appointment(organisation_id, "FD-PSP-SSC2"),
        taking=Taking(actor=specialist(paused), now=paused),
        return_expected_on=london_date(now + timedelta(days=50)),
    )
    suspended = now - timedelta(days=15)
    service.suspend(
        appointment_id=_appointment(organisation_id, "FD-PSP-ECS2"),
        taking=Taking(actor=specialist(suspended), now=suspended, reason="A concern was raised."),
        concern_reference="Kept by the patient safety team",
        support_offered=True,
        review_on=london_date(suspended + timedelta(days=14)),
    )
    confirmed = suspended + timedelta(hours=5)
    service.confirm_suspension(
        appointment_id=_appointment(organisation_id, "FD-PSP-ECS2"),
        taking=Taking(actor=senior(confirmed), now=confirmed),
    )


def raise_questions(organisation_id: UUID, *, specialist: Doing, now: datetime) -> None:
    """Papers of a committee speak of safety; a partner may be working for the trust."""
    noted = now - timedelta(days=5)
    committee = Committee.objects.get(organisation_id=organisation_id, external_id="OUT")
    note_papers(
        committee_id=committee.pk,
        noted_on=london_date(noted),
        actor=specialist(noted),
        now=noted,
    )
    person = Person.objects.get(organisation_id=organisation_id, external_id="FD-IPC1")
    people.record_employment(
        person_id=person.pk,
        basis=EmploymentBasis.BANK,
        from_date=london_date(noted),
        employer_id=organisation_id,
        confirmed=False,
        actor=specialist(noted),
        now=noted,
    )


def new_committee(today: date) -> Sheets:
    """A committee of three weeks ago: its seats are still being filled, which is tolerated."""
    sheets = Sheets(today=today, prefix="FD")
    sheets.committee(
        "DSB",
        "Digital Safety Board",
        established_on=sheets.on(-20),
        terms_dated_on=sheets.on(-20),
        chair="FD-CHAIR",
    )
    return sheets


def _appointment(organisation_id: UUID, external_id: str) -> UUID:
    rows = PspAppointment.objects.filter(organisation_id=organisation_id, external_id=external_id)
    return rows.get().pk
