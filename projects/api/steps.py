"""The stages of a project: what is possible, one step, many steps, and what happened."""

from __future__ import annotations

from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from kernel.api.history import Happened, HistoryDoor
from kernel.api.schema import listed
from kernel.api.views import ApiView
from projects import commands, queries
from projects.api.answers import ProjectSteps, StepsTaken, StepTaken
from projects.api.base import ProjectDoor, results, step_out, step_request, step_taken
from projects.api.bodies import TakeProjectStep, TakeProjectSteps


class Transitions(ProjectDoor):
    """The steps that are possible from the present stage."""

    @extend_schema(operation_id="project_transitions_list", responses=ProjectSteps)
    def get(self, request: Request, project_id: UUID) -> Response:
        """Each step: allowed, or why your role cannot take it and what it still needs."""
        found = queries.available_steps(self.actor, project_id, now=self.now)
        shown = {**found, "transitions": [step_out(step) for step in found["transitions"]]}
        return self.shown(shown, version=found["version"])

    @extend_schema(
        operation_id="project_transitions_take",
        request=TakeProjectStep,
        responses={201: StepTaken, 200: StepTaken},
    )
    def post(self, request: Request, project_id: UUID) -> Response:
        """Take one step. A refusal lists everything that is still needed."""

        def work() -> Response:
            wanted = step_request(
                self.body(TakeProjectStep),
                project_id=project_id,
                expected_version=self.expected_version,
            )
            project = commands.take_step(request=wanted, actor=self.actor, now=self.now)
            return self.created(
                step_taken(project, wanted.step),
                version=project.version,
                at=f"/api/v1/projects/{project_id}/history",
            )

        return self.once(work)


class ManyTransitions(ApiView):
    """Steps of many projects at once."""

    @extend_schema(
        operation_id="projects_transitions_take",
        request=TakeProjectSteps,
        responses={201: StepsTaken, 200: StepsTaken},
    )
    def post(self, request: Request) -> Response:
        """Take up to 100 steps, all or none. `version` is the number in each project's ETag."""

        def work() -> Response:
            wanted = [
                step_request(one, project_id=one["project_id"], expected_version=one["version"])
                for one in self.body(TakeProjectSteps)["steps"]
            ]
            moved = commands.take_steps(requests=wanted, actor=self.actor, now=self.now)
            taken = [
                step_taken(project, one.step) for project, one in zip(moved, wanted, strict=True)
            ]
            answer = results(taken)
            answer.status_code = 201
            return answer

        return self.once(work)


class History(HistoryDoor):
    """Everything that happened to a project, newest first."""

    @extend_schema(operation_id="project_history_list", responses=listed(Happened))
    def get(self, request: Request, project_id: UUID) -> Response:
        return self.told(queries.project_history, project_id)
