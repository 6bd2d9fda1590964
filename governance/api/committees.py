"""`/committees`: the list, one committee, its steps, seats, participants and history."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from governance.api import answers, bodies
from governance.api.base import AS_AT, ONE_DAY, Door, results, steps_out
from governance.api.stepping import committee_step, taking_of
from governance.commands import committees as commands
from governance.commands import seats as seat_commands
from governance.commands.approving import approve_again
from governance.exports import COMMITTEE_FILTERS
from governance.queries import committees as queries
from governance.queries.history import committee_history
from governance.queries.steps import committee_steps
from kernel.api.history import Happened, HistoryDoor
from kernel.api.schema import listed


class CommitteeList(Door):
    """Committees with how they stand today."""

    paged = True
    filters = COMMITTEE_FILTERS

    @extend_schema(operation_id="committees_list", responses=listed(answers.CommitteeOut))
    def get(self, request: Request) -> Response:
        page = self.page()
        rows = queries.committees(actor=self.actor, page=page, **self.query())
        return self.listing(rows, page, key=lambda row: (row["name"], row["id"]))

    @extend_schema(
        operation_id="committees_register",
        request=bodies.RegisterCommittee,
        responses={201: answers.CommitteeDetail, 200: answers.CommitteeDetail},
    )
    def post(self, request: Request) -> Response:
        """Register a committee; it is proposed until it is constituted."""

        def work() -> Response:
            values = self.body(bodies.RegisterCommittee)
            details = {name: values.pop(name) for name in commands.CHANGEABLE if name in values}
            name = details.pop("name")
            made = commands.register_committee(
                name=name, actor=self.actor, now=self.now, details=details, **values
            )
            shown = queries.get_committee(actor=self.actor, committee_id=made.pk, as_at=self.today)
            return self.created(shown, version=made.version, at=f"/api/v1/committees/{made.pk}")

        return self.once(work)


class CommitteeDoor(Door):
    """One committee."""

    filters = AS_AT

    @extend_schema(operation_id="committees_read", responses=answers.CommitteeDetail)
    def get(self, request: Request, committee_id: UUID) -> Response:
        found = queries.get_committee(actor=self.actor, committee_id=committee_id, **self.dated())
        return self.shown(found, version=found["version"])

    @extend_schema(
        operation_id="committees_change",
        request=bodies.ChangeCommittee,
        responses=answers.CommitteeDetail,
    )
    def patch(self, request: Request, committee_id: UUID) -> Response:
        """Change what describes it. Its state changes by steps alone."""
        commands.change_committee(
            committee_id=committee_id,
            changes=self.body(bodies.ChangeCommittee, partial=True),
            actor=self.actor,
            now=self.now,
            expected_version=self.expected_version,
        )
        found = queries.get_committee(actor=self.actor, committee_id=committee_id, as_at=self.today)
        return self.shown(found, version=found["version"])


class CommitteeTransitions(Door):
    """The steps that are possible from the present state."""

    @extend_schema(operation_id="committee_transitions_list", responses=answers.CommitteeSteps)
    def get(self, request: Request, committee_id: UUID) -> Response:
        found = committee_steps(actor=self.actor, committee_id=committee_id, now=self.now)
        return self.shown(steps_out(found), version=found["version"])

    @extend_schema(
        operation_id="committee_transitions_take",
        request=bodies.TakeCommitteeStep,
        responses={201: answers.CommitteeMoved, 200: answers.CommitteeMoved},
    )
    def post(self, request: Request, committee_id: UUID) -> Response:
        """Take one step. A refusal lists everything that is still needed."""

        def work() -> Response:
            values = self.body(bodies.TakeCommitteeStep)
            name = values.pop("transition")
            # Whether it exists comes before what is wrong with the body.
            queries.readable_committee(committee_id, self.actor)
            taking = taking_of(
                values, actor=self.actor, now=self.now, expected_version=self.expected_version
            )
            command, given = committee_step(name, values)
            moved = command(committee_id=committee_id, taking=taking, **given)
            answer: dict[str, Any] = {
                "id": moved.pk,
                "transition": name,
                "state": str(moved.state),
                "version": moved.version,
            }
            at = f"/api/v1/committees/{committee_id}/history"
            return self.created(answer, version=moved.version, at=at)

        return self.once(work)


class CommitteeHistory(HistoryDoor):
    """Everything that happened to a committee, newest first."""

    @extend_schema(operation_id="committee_history_list", responses=listed(Happened))
    def get(self, request: Request, committee_id: UUID) -> Response:
        return self.told(committee_history, committee_id)


class CommitteeSeats(Door):
    """The seats of a committee, with who holds them and who recruits for them."""

    filters = AS_AT

    @extend_schema(operation_id="committee_seats_list", responses=answers.Seats)
    def get(self, request: Request, committee_id: UUID) -> Response:
        rows = queries.committee_seats(actor=self.actor, committee_id=committee_id, **self.dated())
        return results(rows)

    @extend_schema(
        operation_id="committee_seats_add",
        request=bodies.AddSeat,
        responses={201: answers.SeatAdded, 200: answers.SeatAdded},
    )
    def post(self, request: Request, committee_id: UUID) -> Response:
        """Add a seat; the answer is the seats with it."""

        def work() -> Response:
            seat = seat_commands.add_seat(
                committee_id=committee_id,
                actor=self.actor,
                now=self.now,
                expected_version=self.version_if_sent,
                **self.body(bodies.AddSeat),
            )
            rows = queries.committee_seats(
                actor=self.actor, committee_id=committee_id, as_at=self.today
            )
            at = f"/api/v1/committees/{committee_id}/seats"
            return self.created({"results": rows, "id": seat.pk}, version=None, at=at)

        return self.once(work)


class CommitteeSeatClose(Door):
    """The end of a seat."""

    @extend_schema(
        operation_id="committee_seats_close", request=bodies.CloseSeat, responses=answers.Seats
    )
    def post(self, request: Request, committee_id: UUID, seat_id: UUID) -> Response:
        """The committee has this seat until a last day."""
        values = self.body(bodies.CloseSeat)
        seat_commands.close_seat(
            committee_id=committee_id,
            seat_id=seat_id,
            first_day_after=values["last_day"] + ONE_DAY,
            actor=self.actor,
            now=self.now,
            expected_version=self.expected_version,
        )
        rows = queries.committee_seats(
            actor=self.actor, committee_id=committee_id, as_at=self.today
        )
        return results(rows)


class CommitteeOrganisations(Door):
    """The other organisations of a joint committee."""

    filters = AS_AT

    @extend_schema(operation_id="committee_organisations_list", responses=answers.Participants)
    def get(self, request: Request, committee_id: UUID) -> Response:
        rows = queries.committee_organisations(
            actor=self.actor, committee_id=committee_id, **self.dated()
        )
        return results(rows)

    @extend_schema(
        operation_id="committee_organisations_add",
        request=bodies.AddParticipant,
        responses={201: answers.Participants, 200: answers.Participants},
    )
    def post(self, request: Request, committee_id: UUID) -> Response:
        """Another organisation takes part from a day on."""

        def work() -> Response:
            values = self.body(bodies.AddParticipant)
            commands.share_committee(
                committee_id=committee_id,
                participant_id=values["organisation_id"],
                from_date=values["from_date"],
                to_date=values.get("to_date"),
                actor=self.actor,
                now=self.now,
                expected_version=self.version_if_sent,
            )
            rows = queries.committee_organisations(
                actor=self.actor, committee_id=committee_id, as_at=values["from_date"]
            )
            at = f"/api/v1/committees/{committee_id}/organisations"
            return self.created({"results": rows}, version=None, at=at)

        return self.once(work)


class CommitteeOrganisationEnd(Door):
    """The end of taking part."""

    @extend_schema(
        operation_id="committee_organisations_end",
        request=bodies.EndParticipation,
        responses=answers.Participants,
    )
    def post(self, request: Request, committee_id: UUID, organisation_id: UUID) -> Response:
        """An organisation takes part until a last day."""
        day = self.body(bodies.EndParticipation)["last_day"]
        commands.unshare_committee(
            committee_id=committee_id,
            participant_id=organisation_id,
            first_day_after=day + ONE_DAY,
            actor=self.actor,
            now=self.now,
            expected_version=self.expected_version,
        )
        rows = queries.committee_organisations(
            actor=self.actor, committee_id=committee_id, as_at=day
        )
        return results(rows)


class CommitteeRecruitment(Door):
    """Recruiting for the seats of a committee."""

    @extend_schema(
        operation_id="committee_recruitment_start",
        request=bodies.StartRecruiting,
        responses={201: answers.Recruitment, 200: answers.Recruitment},
    )
    def post(self, request: Request, committee_id: UUID) -> Response:
        """Somebody begins to recruit for a seat."""

        def work() -> Response:
            row = seat_commands.start_recruiting(
                committee_id=committee_id,
                actor=self.actor,
                now=self.now,
                expected_version=self.version_if_sent,
                **self.body(bodies.StartRecruiting),
            )
            shown = {
                "id": row.line,
                "owner_id": row.owner_id,
                "from_date": row.from_date,
                "to_date": row.to_date,
            }
            at = f"/api/v1/committees/{committee_id}/seats"
            return self.created(shown, version=None, at=at)

        return self.once(work)


class CommitteeRecruitmentEnd(Door):
    """The end of recruiting."""

    @extend_schema(
        operation_id="committee_recruitment_end",
        request=bodies.StopRecruiting,
        responses=answers.Seats,
    )
    def post(self, request: Request, committee_id: UUID, recruitment_id: UUID) -> Response:
        """Recruiting is done or dropped on a last day."""
        seat_commands.stop_recruiting(
            committee_id=committee_id,
            recruitment_id=recruitment_id,
            first_day_after=self.body(bodies.StopRecruiting)["last_day"] + ONE_DAY,
            actor=self.actor,
            now=self.now,
            expected_version=self.expected_version,
        )
        rows = queries.committee_seats(
            actor=self.actor, committee_id=committee_id, as_at=self.today
        )
        return results(rows)


class CommitteePapers(Door):
    """Papers that speak of safety where the committee is said not to review it."""

    @extend_schema(
        operation_id="committee_papers_note",
        request=bodies.NotePapers,
        responses=answers.CommitteeDetail,
    )
    def post(self, request: Request, committee_id: UUID) -> Response:
        """Note it: the next confirmation is asked about it."""
        commands.note_papers(
            committee_id=committee_id,
            actor=self.actor,
            now=self.now,
            expected_version=self.expected_version,
            **self.body(bodies.NotePapers),
        )
        found = queries.get_committee(actor=self.actor, committee_id=committee_id, as_at=self.today)
        return self.shown(found, version=found["version"])


class CommitteeApprovals(Door):
    """Approval of a committee after its organisation merged."""

    @extend_schema(
        operation_id="committee_approve_again",
        request=bodies.ApproveAgain,
        responses=answers.CommitteeDetail,
    )
    def post(self, request: Request, committee_id: UUID) -> Response:
        """Approve that it carries on; the successor that approves keeps it from then on."""
        approve_again(
            committee_id=committee_id,
            actor=self.actor,
            now=self.now,
            expected_version=self.expected_version,
            **self.body(bodies.ApproveAgain),
        )
        found = queries.get_committee(actor=self.actor, committee_id=committee_id, as_at=self.today)
        return self.shown(found, version=found["version"])
