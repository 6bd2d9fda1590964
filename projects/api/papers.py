"""The charter and the sign-offs of a project."""

from __future__ import annotations

from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from projects import commands, queries
from projects.api.answers import CharterNumber, GivenSignOff, ProjectCharters, ProjectSignOffs
from projects.api.base import ProjectDoor, results
from projects.api.bodies import GiveSignOff, WriteCharter
from projects.api.rows import charter_out, sign_off_out


class CharterList(ProjectDoor):
    """The charter, its present number first."""

    @extend_schema(operation_id="project_charter_list", responses=ProjectCharters)
    def get(self, request: Request, project_id: UUID) -> Response:
        return results(queries.charters(self.actor, project_id))

    @extend_schema(
        operation_id="project_charter_write",
        request=WriteCharter,
        responses={201: CharterNumber, 200: CharterNumber},
    )
    def post(self, request: Request, project_id: UUID) -> Response:
        """Write the next number of the charter. It needs approvals of its own."""

        def work() -> Response:
            project, charter = commands.write_charter(
                project_id=project_id,
                actor=self.actor,
                now=self.now,
                expected_version=self.version_if_sent,
                **self.body(WriteCharter),
            )
            at = f"/api/v1/projects/{project_id}/charter"
            return self.created(charter_out(charter), version=project.version, at=at)

        return self.once(work)


class SignOffList(ProjectDoor):
    """Who agreed to what."""

    @extend_schema(operation_id="project_sign_offs_list", responses=ProjectSignOffs)
    def get(self, request: Request, project_id: UUID) -> Response:
        return results(queries.sign_offs(self.actor, project_id))

    @extend_schema(
        operation_id="project_sign_offs_give",
        request=GiveSignOff,
        responses={201: GivenSignOff, 200: GivenSignOff},
    )
    def post(self, request: Request, project_id: UUID) -> Response:
        """Record that a person of the team agreed, in which way and on which day."""

        def work() -> Response:
            project, given = commands.sign_off(
                project_id=project_id,
                actor=self.actor,
                now=self.now,
                expected_version=self.version_if_sent,
                **self.body(GiveSignOff),
            )
            at = f"/api/v1/projects/{project_id}/sign-offs/{given.pk}"
            return self.created(sign_off_out(self.actor, given), version=project.version, at=at)

        return self.once(work)


class SignOffItem(ProjectDoor):
    """One sign-off."""

    @extend_schema(operation_id="project_sign_offs_withdraw", request=None, responses={204: None})
    def delete(self, request: Request, project_id: UUID, sign_off_id: UUID) -> Response:
        """Take back a sign-off, or strike one that was recorded in error."""
        commands.withdraw_sign_off(
            project_id=project_id,
            sign_off_id=sign_off_id,
            actor=self.actor,
            now=self.now,
            expected_version=self.expected_version,
        )
        return Response(status=204)
