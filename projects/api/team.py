"""The teams of a project, and the organisations that take part."""

from __future__ import annotations

from typing import Any, ClassVar
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from kernel.api.filters import Filter
from projects import commands, queries
from projects.api.answers import (
    Membership,
    Participation,
    ProjectParticipants,
    ProjectTeam,
)
from projects.api.base import AS_AT, ProjectDoor, results
from projects.api.bodies import (
    AddMember,
    AddProjectParticipant,
    CorrectMember,
    EndProjectParticipant,
)
from projects.api.rows import member_out, participant_out


class TeamList(ProjectDoor):
    """Everyone who is, was or will be on the teams; with `as_at`, those of one day."""

    filters: ClassVar[dict[str, Filter]] = AS_AT

    @extend_schema(operation_id="project_team_list", responses=ProjectTeam)
    def get(self, request: Request, project_id: UUID) -> Response:
        return results(queries.team(self.actor, project_id, **self.query()))

    @extend_schema(
        operation_id="project_team_add",
        request=AddMember,
        responses={201: Membership, 200: Membership},
    )
    def post(self, request: Request, project_id: UUID) -> Response:
        """A person joins a team. Without dates: from today, without an end."""

        def work() -> Response:
            project, member = commands.add_member(
                project_id=project_id,
                actor=self.actor,
                now=self.now,
                expected_version=self.version_if_sent,
                **self.body(AddMember),
            )
            at = f"/api/v1/projects/{project_id}/team/{member.line_id}"
            return self.created(member_out(self.actor, member), version=project.version, at=at)

        return self.once(work)


class TeamItem(ProjectDoor):
    """One membership, through all its corrections."""

    @extend_schema(operation_id="project_team_correct", request=CorrectMember, responses=Membership)
    def patch(self, request: Request, project_id: UUID, membership_id: UUID) -> Response:
        """Correct or end a membership. `to_date` is the last day on the team."""
        changes = self.body(CorrectMember, partial=True)
        whose: dict[str, Any] = {"project_id": project_id, "membership_id": membership_id}
        by: dict[str, Any] = {
            "actor": self.actor,
            "now": self.now,
            "expected_version": self.expected_version,
        }
        if set(changes) == {"to_date"} and changes["to_date"] is not None:
            project, member = commands.end_member(**whose, **changes, **by)
        else:
            project, member = commands.correct_member(**whose, changes=changes, **by)
        return self.shown(member_out(self.actor, member), version=project.version)

    @extend_schema(operation_id="project_team_withdraw", request=None, responses={204: None})
    def delete(self, request: Request, project_id: UUID, membership_id: UUID) -> Response:
        """Take back a membership that was recorded in error. It never was."""
        commands.withdraw_member(
            project_id=project_id,
            membership_id=membership_id,
            actor=self.actor,
            now=self.now,
            expected_version=self.expected_version,
        )
        return Response(status=204)


class ParticipantList(ProjectDoor):
    """The other organisations that take part."""

    filters: ClassVar[dict[str, Filter]] = AS_AT

    @extend_schema(operation_id="project_organisations_list", responses=ProjectParticipants)
    def get(self, request: Request, project_id: UUID) -> Response:
        return results(queries.participants(self.actor, project_id, **self.query()))

    @extend_schema(
        operation_id="project_organisations_add",
        request=AddProjectParticipant,
        responses={201: Participation, 200: Participation},
    )
    def post(self, request: Request, project_id: UUID) -> Response:
        """Another organisation takes part; its members see this project while it does."""

        def work() -> Response:
            project, row = commands.add_participant(
                project_id=project_id,
                actor=self.actor,
                now=self.now,
                expected_version=self.version_if_sent,
                **self.body(AddProjectParticipant),
            )
            at = f"/api/v1/projects/{project_id}/organisations/{row.line_id}"
            return self.created(participant_out(row), version=project.version, at=at)

        return self.once(work)


class ParticipantItem(ProjectDoor):
    """One participation."""

    @extend_schema(
        operation_id="project_organisations_end",
        request=EndProjectParticipant,
        responses=Participation,
    )
    def patch(self, request: Request, project_id: UUID, participation_id: UUID) -> Response:
        """The other organisation takes part until `to_date`."""
        project, row = commands.end_participant(
            project_id=project_id,
            participation_id=participation_id,
            actor=self.actor,
            now=self.now,
            expected_version=self.expected_version,
            **self.body(EndProjectParticipant),
        )
        return self.shown(participant_out(row), version=project.version)
