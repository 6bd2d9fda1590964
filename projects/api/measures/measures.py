"""Measures: list, summary, define, read, change, end, take out again; and what happened to them."""

from __future__ import annotations

from typing import ClassVar
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from kernel.api.filters import Filter
from kernel.api.history import Happened, HistoryDoor
from kernel.api.schema import listed
from kernel.api.views import ApiView
from projects.api.measures.answers import MeasureDetail, MeasureRow, MeasureSummary
from projects.api.measures.base import MeasureDoor
from projects.api.measures.bodies import ChangeMeasure, DefineMeasure, EndMeasure
from projects.commands import measures as commands
from projects.measure_exports import MEASURE_FILTERS
from projects.queries import measures as queries
from projects.queries.history import measure_history
from projects.queries.readable import require_readable


class MeasureList(MeasureDoor):
    """The measures that you may read, by name."""

    paged = True
    filters: ClassVar[dict[str, Filter]] = MEASURE_FILTERS

    @extend_schema(operation_id="measures_list", responses=listed(MeasureRow))
    def get(self, request: Request) -> Response:
        page = self.page()
        rows = queries.visible_measures(self.actor, page=page, today=self.today, **self.query())
        return self.listing(rows, page, key=lambda row: (row["name"], row["id"]))

    @extend_schema(
        operation_id="measures_define",
        request=DefineMeasure,
        responses={201: MeasureDetail, 200: MeasureDetail},
    )
    def post(self, request: Request) -> Response:
        """Say what is measured: of a project, or of an organisation or a unit alone."""

        def work() -> Response:
            values = self.body(DefineMeasure)
            made = commands.define_measure(actor=self.actor, now=self.now, **values)
            at = f"/api/v1/measures/{made.pk}"
            return self.created(self.detail(made.pk), version=made.version, at=at)

        return self.once(work)


class MeasuresSummary(ApiView):
    """Measures by name with what their charts say: latest value, target, icons, sentence."""

    paged = True
    filters: ClassVar[dict[str, Filter]] = MEASURE_FILTERS

    @extend_schema(operation_id="measures_summary", responses=listed(MeasureSummary))
    def get(self, request: Request) -> Response:
        page = self.page()
        rows = queries.summary(self.actor, page=page, today=self.today, **self.query())
        return self.listing(rows, page, key=lambda row: (row["name"], row["id"]))


class ProjectMeasures(ApiView):
    """The measures of a project with what their charts say."""

    paged = True

    @extend_schema(operation_id="project_measures_list", responses=listed(MeasureSummary))
    def get(self, request: Request, project_id: UUID) -> Response:
        require_readable(project_id, self.actor)
        page = self.page()
        rows = queries.summary(self.actor, page=page, today=self.today, project=project_id)
        return self.listing(rows, page, key=lambda row: (row["name"], row["id"]))


class MeasureItem(MeasureDoor):
    """One measure."""

    @extend_schema(operation_id="measures_read", responses=MeasureDetail)
    def get(self, request: Request, measure_id: UUID) -> Response:
        row = self.detail(measure_id)
        return self.shown(row, version=row["version"])

    @extend_schema(operation_id="measures_change", request=ChangeMeasure, responses=MeasureDetail)
    def patch(self, request: Request, measure_id: UUID) -> Response:
        """Change what is written. Another chart takes the newest edition of its rules."""
        changes = self.body(ChangeMeasure, partial=True)
        changed = commands.change_measure(changes=changes, **self.by(measure_id, must_match=True))
        return self.shown(self.detail(measure_id), version=changed.version)

    @extend_schema(operation_id="measures_withdraw", request=None, responses={204: None})
    def delete(self, request: Request, measure_id: UUID) -> Response:
        """Take out a measure that was defined in error and never had any data."""
        commands.withdraw_measure(**self.by(measure_id, must_match=True))
        return Response(status=204)


class MeasureEnd(MeasureDoor):
    """Count no more after a day, or go on after all."""

    @extend_schema(operation_id="measures_end", request=EndMeasure, responses=MeasureDetail)
    def post(self, request: Request, measure_id: UUID) -> Response:
        def work() -> Response:
            ended = commands.end_measure(
                **self.body(EndMeasure), **self.by(measure_id, must_match=True)
            )
            return self.shown(self.detail(measure_id), version=ended.version)

        return self.once(work)


class MeasureHistory(HistoryDoor):
    """Everything that happened to a measure, newest first."""

    @extend_schema(operation_id="measure_history_list", responses=listed(Happened))
    def get(self, request: Request, measure_id: UUID) -> Response:
        return self.told(measure_history, measure_id)
