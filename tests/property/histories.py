"""Random histories as rows: committees with their partners, and projects with their teams.

Commands would refuse half of what a database may hold (a person in two seats, two in one, facts
recorded a year late), and would take minutes for a thousand histories.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from governance.events import AppointmentEvent, CommitteeChanged
from governance.models import (
    AppointmentTerm,
    Committee,
    CommitteeClassification,
    Induction,
    PspAppointment,
    Seat,
    SeatAssignment,
    SeatTerm,
)
from people.events import PersonChanged
from people.models import Consent, Employment, Person
from projects.events import ProjectChanged
from projects.models import Project, TeamMembership
from tests.property.pen import Pen

_PARTNERS = ("active", "active", "paused", "suspended", "active", "inducting", "ended")
_STAGES = ("setup", "co_design", "testing", "implementing", "paused", "stopped", "co_design")


class CommitteeHistory:
    """One committee with three people, of whom one may hold two appointments."""

    def __init__(self, pen: Pen) -> None:
        self.dated: list[Any] = []
        self.held: set[tuple[UUID, UUID]] = set()
        self.established = pen.first + timedelta(days=pen.chance.randrange(600))
        self.committee = pen.add(
            Committee, name="Safety", state="active", established_on=self.established
        )
        self.people = [pen.add(Person, name="Partner") for _ in range(3)]
        self.appointments = [
            pen.add(PspAppointment, person=one, state="active", applied_on=pen.day())
            for one in self.people
        ]
        if pen.maybe(0.3):  # an earlier appointment of somebody
            again = {"person": self.people[0], "state": "ended", "applied_on": pen.day()}
            self.appointments.append(pen.add(PspAppointment, **again))
        self.seats = [
            pen.add(Seat, committee=self.committee, seat_no=number, seat_kind=kind)
            for number, kind in enumerate(("psp", "psp", "psp", "staff"), 1)
        ]
        self._committee(pen)
        for one in self.appointments:
            self._appointment(pen, one)
        for one in self.people:
            self._person(pen, one)
        self.tell(pen)

    def change(self, pen: Pen) -> None:
        """Learn something late: a step, a stay, a correction of what was known."""
        for row in pen.chance.sample(self.dated, min(2, len(self.dated))):
            self.dated.remove(row)
            begins = pen.day(row.from_date - timedelta(days=200))
            ends = pen.day(begins)
            self.dated.append(pen.correct(row, from_date=begins, to_date=ends))
            self.tell(pen)
        one = pen.chance.choice(self.appointments)
        if pen.maybe(0.5):
            pen.step("psp_appointment", one.pk, pen.chance.choice(_PARTNERS), pen.day())
            pen.tell("psp_appointment", one.pk, AppointmentEvent(appointment_id=one.pk))
        if pen.maybe(0.4):
            self._holding(pen, one)
            self._tell_committee(pen)
        if pen.maybe(0.2):
            pen.step("committee", self.committee.pk, self._state(pen), pen.day())
            self._tell_committee(pen)
        if pen.maybe(0.2):
            learn_of_person(pen, one.person)

    def tell(self, pen: Pen) -> None:
        self._tell_committee(pen)
        for one in self.appointments:
            pen.tell("psp_appointment", one.pk, AppointmentEvent(appointment_id=one.pk))

    def _tell_committee(self, pen: Pen) -> None:
        key = self.committee.pk
        pen.tell("committee", key, CommitteeChanged(committee_id=key, fields=("name",)))

    @staticmethod
    def _state(pen: Pen) -> str:
        return pen.chance.choice(("active", "active", "suspended", "ended"))

    def _committee(self, pen: Pen) -> None:
        of = {"committee": self.committee}
        opened = {"opening_position": pen.maybe(0.2)}
        pen.step("committee", self.committee.pk, "active", self.established, **opened)
        for _ in range(pen.chance.choice((0, 0, 1, 2))):
            pen.step("committee", self.committee.pk, self._state(pen), pen.day())
        turn = pen.day(self.established)
        last = None if pen.maybe(0.6) else turn
        begins = self.established if pen.maybe(0.9) else turn
        pen.add(CommitteeClassification, **of, safety_related="yes", from_date=begins, to_date=last)
        if last and pen.maybe(0.5):
            after = {"from_date": last + timedelta(days=pen.chance.choice((1, 20)))}
            pen.add(CommitteeClassification, **of, safety_related="no", **after)
        for seat in self.seats[: pen.chance.choice((2, 2, 3, 4))]:
            stay = pen.stay() if pen.maybe(0.2) else {"from_date": self.established}
            pen.add(SeatTerm, **of, seat=seat, **stay)
        for one in self.appointments:
            for _ in range(pen.chance.choice((0, 1, 1, 2))):
                self._holding(pen, one)

    def _holding(self, pen: Pen, one: Any) -> None:
        seat, stay = pen.chance.choice(self.seats), pen.stay()
        if (seat.pk, one.pk) in self.held:  # one stay of somebody in a seat may be open
            stay["to_date"] = stay["to_date"] or stay["from_date"]
        self.held.add((seat.pk, one.pk))
        row = pen.add(
            SeatAssignment,
            committee=self.committee,
            seat=seat,
            appointment=one,
            membership=pen.chance.choice(("full",) * 8 + ("observer", "deputy")),
            holds_seat=pen.maybe(0.5),
            **stay,
        )
        self.dated.append(row)

    def _appointment(self, pen: Pen, one: Any) -> None:
        day, opened = pen.day(), pen.maybe(0.2)
        for target in _PARTNERS[: pen.chance.randrange(1, len(_PARTNERS))]:
            pen.step("psp_appointment", one.pk, target, day, opening_position=opened)
            day, opened = pen.day(day), False
        for number in range(pen.chance.choice((1, 1, 2))):
            row = pen.add(AppointmentTerm, appointment=one, number=number, **pen.stay())
            self.dated.append(row)
        if pen.maybe(0.9):
            signed = {"confidentiality_signed_on": pen.first, "from_date": pen.day()}
            pen.add(Induction, appointment=one, **signed)

    def _person(self, pen: Pen, one: Any) -> None:
        if pen.maybe(0.2):
            basis = pen.chance.choice(("contract", "bank", "involvement_payroll"))
            works = {"basis": basis, "confirmed": pen.maybe(0.6), **pen.stay()}
            pen.add(Employment, person=one, employer=pen.organisation, **works)
        if pen.maybe(0.2):
            self.dated.append(pen.add(Consent, person=one, scope="serve", **pen.stay()))


class ProjectHistory:
    """One project with partners and sponsors on its teams."""

    def __init__(self, pen: Pen) -> None:
        self.dated: list[Any] = []
        self.project = pen.add(Project, title="Waiting", problem="Long.", stage="co_design")
        self.people = [pen.add(Person, name="Member") for _ in range(4)]
        day, opened = pen.day(), pen.maybe(0.3)
        for target in _STAGES[: pen.chance.randrange(1, len(_STAGES) + 1)]:
            pen.step("project", self.project.pk, target, day, opening_position=opened)
            day, opened = pen.day(day), False
        for one in self.people:
            if pen.maybe(0.3):
                works = {"basis": "contract", "confirmed": pen.maybe(0.8), **pen.stay()}
                pen.add(Employment, person=one, employer=pen.organisation, **works)
            for _ in range(2):
                self._member(pen, one)
        self.tell(pen)

    def change(self, pen: Pen) -> None:
        """Learn something late."""
        for row in pen.chance.sample(self.dated, 2):
            self.dated.remove(row)
            begins = pen.day(row.from_date - timedelta(days=200))
            self.dated.append(pen.correct(row, from_date=begins, to_date=pen.day(begins)))
        if pen.maybe(0.4):
            pen.step("project", self.project.pk, pen.chance.choice(_STAGES), pen.day())
        if pen.maybe(0.4):
            self._member(pen, pen.chance.choice(self.people), open_too=False)
        self.tell(pen)

    def tell(self, pen: Pen) -> None:
        key = self.project.pk
        pen.tell("project", key, ProjectChanged(project_id=key, fields=("title",)))

    def _member(self, pen: Pen, one: Any, *, open_too: bool = True) -> None:
        role = pen.chance.choice(("partner", "partner", "partner", "executive_sponsor"))
        stay = pen.stay()
        if not open_too or any(row.person_id == one.pk for row in self.dated):
            stay["to_date"] = stay["to_date"] or stay["from_date"]
        row = pen.add(
            TeamMembership,
            line_id=uuid4(),
            project=self.project,
            person=one,
            team=pen.chance.choice(("oversight", "point_of_care")),
            role=role,
            capacity=pen.chance.choice(("lived", "lived", "both", "learnt")),
            relevant_experience=pen.chance.choice((True, True, True, None, False)),
            partner_agreed=pen.chance.choice((True, False, None)),
            **stay,
        )
        self.dated.append(row)


def learn_of_person(pen: Pen, person: Any) -> None:
    """A stay of work that becomes known late: it concerns everything that the person is part of."""
    works = {"basis": "bank", "confirmed": True, **pen.stay()}
    pen.add(Employment, person=person, employer=pen.organisation, **works)
    pen.tell("person", person.pk, PersonChanged(person_id=person.pk, fields=("works",)))
