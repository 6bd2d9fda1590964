"""Projects: list, register, read, change."""

from __future__ import annotations

from typing import ClassVar
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from kernel.api.filters import Filter
from kernel.api.schema import listed
from kernel.api.views import ApiView
from projects import commands, queries
from projects.api.answers import ProjectDetail, ProjectRow
from projects.api.base import ProjectDoor
from projects.api.bodies import ChangeProject, RegisterProject
from projects.exports import PROJECT_FILTERS


class ProjectList(ApiView):
    """The projects that you may read, latest change first."""

    paged = True
    filters: ClassVar[dict[str, Filter]] = PROJECT_FILTERS

    @extend_schema(operation_id="projects_list", responses=listed(ProjectRow))
    def get(self, request: Request) -> Response:
        page = self.page()
        rows = queries.visible_projects(self.actor, page=page, today=self.today, **self.query())
        return self.listing(rows, page, key=lambda row: (row["updated_at"], row["id"]))

    @extend_schema(
        operation_id="projects_register",
        request=RegisterProject,
        responses={201: ProjectDetail, 200: ProjectDetail},
    )
    def post(self, request: Request) -> Response:
        """Register a project. It is a draft until it is proposed."""

        def work() -> Response:
            values = self.body(RegisterProject)
            project = commands.register_project(actor=self.actor, now=self.now, **values)
            return self.created(
                queries.get_project(self.actor, project.pk),
                version=project.version,
                at=f"/api/v1/projects/{project.pk}",
            )

        return self.once(work)


class ProjectItem(ProjectDoor):
    """One project."""

    @extend_schema(operation_id="projects_read", responses=ProjectDetail)
    def get(self, request: Request, project_id: UUID) -> Response:
        row = queries.get_project(self.actor, project_id)
        return self.shown(row, version=row["version"])

    @extend_schema(operation_id="projects_change", request=ChangeProject, responses=ProjectDetail)
    def patch(self, request: Request, project_id: UUID) -> Response:
        """Change what is written. A new vision or aim needs new sign-offs."""
        project = commands.change_project(
            project_id=project_id,
            changes=self.body(ChangeProject, partial=True),
            actor=self.actor,
            now=self.now,
            expected_version=self.expected_version,
        )
        return self.shown(self.detail(project), version=project.version)
