"""`/psp-appointments` and `/seat-assignments`."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from governance.api import answers, bodies
from governance.api.base import Door, results, steps_out
from governance.api.stepping import appointment_step, taking_of
from governance.commands import appointments as commands
from governance.commands import seats
from governance.commands.terms import correct_term
from governance.exports import APPOINTMENT_FILTERS, ASSIGNMENT_FILTERS
from governance.queries import appointments as queries
from governance.queries.history import appointment_history
from governance.queries.steps import appointment_steps
from kernel.api.history import Happened, HistoryDoor
from kernel.api.schema import listed


class AppointmentList(Door):
    """Appointments of patient safety partners; partners see their own."""

    paged = True
    filters = APPOINTMENT_FILTERS

    @extend_schema(operation_id="psp_appointments_list", responses=listed(answers.AppointmentOut))
    def get(self, request: Request) -> Response:
        page = self.page()
        rows = queries.appointments(actor=self.actor, page=page, **self.query())
        return self.listing(rows, page, key=lambda row: (row["applied_on"], row["id"]))

    @extend_schema(
        operation_id="psp_appointments_apply",
        request=bodies.Apply,
        responses={201: answers.AppointmentDetail, 200: answers.AppointmentDetail},
    )
    def post(self, request: Request) -> Response:
        """Enter an application."""

        def work() -> Response:
            made = commands.apply(actor=self.actor, now=self.now, **self.body(bodies.Apply))
            shown = queries.get_appointment(actor=self.actor, appointment_id=made.pk)
            at = f"/api/v1/psp-appointments/{made.pk}"
            return self.created(shown, version=made.version, at=at)

        return self.once(work)


class AppointmentDoor(Door):
    """One appointment."""

    @extend_schema(operation_id="psp_appointments_read", responses=answers.AppointmentDetail)
    def get(self, request: Request, appointment_id: UUID) -> Response:
        found = queries.get_appointment(actor=self.actor, appointment_id=appointment_id)
        return self.shown(found, version=found["version"])


class AppointmentTransitions(Door):
    """The steps that are possible from the present state."""

    @extend_schema(
        operation_id="psp_appointment_transitions_list", responses=answers.AppointmentSteps
    )
    def get(self, request: Request, appointment_id: UUID) -> Response:
        found = appointment_steps(actor=self.actor, appointment_id=appointment_id, now=self.now)
        return self.shown(steps_out(found), version=found["version"])

    @extend_schema(
        operation_id="psp_appointment_transitions_take",
        request=bodies.TakeAppointmentStep,
        responses={201: answers.AppointmentMoved, 200: answers.AppointmentMoved},
    )
    def post(self, request: Request, appointment_id: UUID) -> Response:
        """Take one step. A refusal lists everything that is still needed."""

        def work() -> Response:
            values = self.body(bodies.TakeAppointmentStep)
            name = values.pop("transition")
            # Whether it exists comes before what is wrong with the body.
            queries.readable_appointment(appointment_id, self.actor)
            taking = taking_of(
                values, actor=self.actor, now=self.now, expected_version=self.expected_version
            )
            command, given = appointment_step(name, values)
            moved = command(appointment_id=appointment_id, taking=taking, **given)
            answer: dict[str, Any] = {
                "id": moved.pk,
                "transition": name,
                "state": str(moved.state),
                "version": moved.version,
            }
            at = f"/api/v1/psp-appointments/{appointment_id}/history"
            return self.created(answer, version=moved.version, at=at)

        return self.once(work)


class AppointmentHistory(HistoryDoor):
    """Everything that happened to an appointment, newest first."""

    @extend_schema(operation_id="psp_appointment_history_list", responses=listed(Happened))
    def get(self, request: Request, appointment_id: UUID) -> Response:
        return self.told(appointment_history, appointment_id)


class AppointmentTerms(Door):
    """The terms of an appointment; another one is the step `renew`."""

    @extend_schema(operation_id="psp_appointment_terms_list", responses=answers.Terms)
    def get(self, request: Request, appointment_id: UUID) -> Response:
        queries.readable_appointment(appointment_id, self.actor)
        return results(queries.terms(appointment_id))

    @extend_schema(
        operation_id="psp_appointment_terms_correct",
        request=bodies.CorrectTerm,
        responses=answers.Terms,
    )
    def patch(self, request: Request, appointment_id: UUID) -> Response:
        """Correct the dates of a term; what was known before is kept."""
        changed = correct_term(
            appointment_id=appointment_id,
            actor=self.actor,
            now=self.now,
            expected_version=self.expected_version,
            **self.body(bodies.CorrectTerm),
        )
        return self.shown({"results": queries.terms(appointment_id)}, version=changed.version)


class AppointmentInduction(Door):
    """When the induction of a partner was completed."""

    @extend_schema(operation_id="psp_appointment_induction_read", responses=answers.InductionShown)
    def get(self, request: Request, appointment_id: UUID) -> Response:
        queries.readable_appointment(appointment_id, self.actor)
        return self.shown({"induction": queries.induction(appointment_id)})

    @extend_schema(
        operation_id="psp_appointment_induction_record",
        request=bodies.RecordInduction,
        responses=answers.InductionShown,
    )
    def patch(self, request: Request, appointment_id: UUID) -> Response:
        """Enter or correct it; what was known before is kept."""
        changed = commands.record_induction(
            appointment_id=appointment_id,
            actor=self.actor,
            now=self.now,
            expected_version=self.expected_version,
            **self.body(bodies.RecordInduction),
        )
        shown = {"induction": queries.induction(appointment_id)}
        return self.shown(shown, version=changed.version)


class AssignmentList(Door):
    """Who holds which seat, from when to when."""

    paged = True
    filters = ASSIGNMENT_FILTERS

    @extend_schema(operation_id="seat_assignments_list", responses=listed(answers.AssignmentOut))
    def get(self, request: Request) -> Response:
        page = self.page()
        rows = queries.seat_assignments(actor=self.actor, page=page, **self.query())
        return self.listing(rows, page, key=lambda row: (row["from_date"], row["id"]))

    @extend_schema(
        operation_id="seat_assignments_add",
        request=bodies.AssignSeat,
        responses={201: answers.AssignmentOut, 200: answers.AssignmentOut},
    )
    def post(self, request: Request) -> Response:
        """An appointment or a pool takes a seat."""

        def work() -> Response:
            row = seats.assign_seat(
                actor=self.actor,
                now=self.now,
                expected_version=self.version_if_sent,
                **self.body(bodies.AssignSeat),
            )
            found = queries.get_assignment(actor=self.actor, assignment_id=row.line)
            version = found.pop("committee__version")
            at = f"/api/v1/seat-assignments/{row.line}"
            return self.created(found, version=version, at=at)

        return self.once(work)


class AssignmentDoor(Door):
    """One seat assignment. Its ETag is that of its committee."""

    @extend_schema(operation_id="seat_assignments_read", responses=answers.AssignmentOut)
    def get(self, request: Request, assignment_id: UUID) -> Response:
        found = queries.get_assignment(actor=self.actor, assignment_id=assignment_id)
        return self.shown(found, version=found.pop("committee__version"))

    @extend_schema(
        operation_id="seat_assignments_change",
        request=bodies.ChangeAssignment,
        responses=answers.AssignmentOut,
    )
    def patch(self, request: Request, assignment_id: UUID) -> Response:
        """End it on a last day, or correct its days; a null `to_date` takes the end away."""
        values = self.body(bodies.ChangeAssignment, partial=True)
        seats.change_assignment(
            assignment_id=assignment_id,
            from_date=values.get("from_date"),
            to_date=values.get("to_date"),
            reopen="to_date" in values and values["to_date"] is None,
            actor=self.actor,
            now=self.now,
            expected_version=self.expected_version,
        )
        found = queries.get_assignment(actor=self.actor, assignment_id=assignment_id)
        return self.shown(found, version=found.pop("committee__version"))
