"""What is set on the chart of a measure: targets, recalculations, marks; and what it showed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from kernel.api.fields import Strict
from projects.api.base import results
from projects.api.measures.answers import (
    MeasureMarkerRow,
    MeasureMarkers,
    MeasureRebaseRow,
    MeasureRebases,
    MeasureSignals,
    MeasureTargetRow,
    MeasureTargets,
)
from projects.api.measures.base import MeasureDoor, row_out, target_out
from projects.api.measures.bodies import MarkMeasure, RebaseMeasure, SetTarget
from projects.commands import measures as commands
from projects.queries import measure_rows as queries


class RowsDoor(MeasureDoor):
    """A door to rows of one kind."""

    def add(
        self,
        command: Callable[..., Any],
        body: type[Strict],
        measure_id: UUID,
        what: str,
        *names: str,
    ) -> Response:
        def work() -> Response:
            measure, row = command(**self.body(body), **self.by(measure_id))
            at = f"/api/v1/measures/{measure_id}/{what}/{row.pk}"
            return self.created(row_out(row, *names), version=measure.version, at=at)

        return self.once(work)


class TargetList(RowsDoor):
    """Where the measure ought to be, by day."""

    @extend_schema(operation_id="measure_targets_list", responses=MeasureTargets)
    def get(self, request: Request, measure_id: UUID) -> Response:
        return results([target_out(row) for row in queries.targets(self.actor, measure_id)])

    @extend_schema(
        operation_id="measure_targets_set",
        request=SetTarget,
        responses={201: MeasureTargetRow, 200: MeasureTargetRow},
    )
    def post(self, request: Request, measure_id: UUID) -> Response:
        """Set a target. One of the same day takes the place of the one before."""
        names = ("value", "shape", "reason")
        return self.add(commands.set_target, SetTarget, measure_id, "targets", *names)


class TargetItem(RowsDoor):
    """One target."""

    @extend_schema(operation_id="measure_targets_withdraw", request=None, responses={204: None})
    def delete(self, request: Request, measure_id: UUID, target_id: UUID) -> Response:
        """Take back a target. It never was."""
        commands.withdraw_target(target_id=target_id, **self.by(measure_id))
        return Response(status=204)


class RebaseList(RowsDoor):
    """The days from which the limits were computed anew, with reasons."""

    @extend_schema(operation_id="measure_rebases_list", responses=MeasureRebases)
    def get(self, request: Request, measure_id: UUID) -> Response:
        return results(queries.rebases(self.actor, measure_id))

    @extend_schema(
        operation_id="measure_rebases_add",
        request=RebaseMeasure,
        responses={201: MeasureRebaseRow, 200: MeasureRebaseRow},
    )
    def post(self, request: Request, measure_id: UUID) -> Response:
        """Compute the limits anew from a day on. Those before stay on the chart."""
        return self.add(commands.rebase, RebaseMeasure, measure_id, "rebases", "reason")


class RebaseItem(RowsDoor):
    """One recalculation."""

    @extend_schema(operation_id="measure_rebases_withdraw", request=None, responses={204: None})
    def delete(self, request: Request, measure_id: UUID, rebase_id: UUID) -> Response:
        """Take back a recalculation. The limits go on as before it."""
        commands.withdraw_rebase(rebase_id=rebase_id, **self.by(measure_id))
        return Response(status=204)


class MarkerList(RowsDoor):
    """Words at days of the chart."""

    @extend_schema(operation_id="measure_markers_list", responses=MeasureMarkers)
    def get(self, request: Request, measure_id: UUID) -> Response:
        return results(queries.markers(self.actor, measure_id))

    @extend_schema(
        operation_id="measure_markers_add",
        request=MarkMeasure,
        responses={201: MeasureMarkerRow, 200: MeasureMarkerRow},
    )
    def post(self, request: Request, measure_id: UUID) -> Response:
        """Write words at a day of the chart."""
        return self.add(commands.mark, MarkMeasure, measure_id, "markers", "sort", "words")


class MarkerItem(RowsDoor):
    """One mark."""

    @extend_schema(operation_id="measure_markers_withdraw", request=None, responses={204: None})
    def delete(self, request: Request, measure_id: UUID, marker_id: UUID) -> Response:
        """Take words off the chart."""
        commands.withdraw_mark(marker_id=marker_id, **self.by(measure_id))
        return Response(status=204)


class SignalList(MeasureDoor):
    """The special causes that were told of, the latest first."""

    @extend_schema(operation_id="measure_signals_list", responses=MeasureSignals)
    def get(self, request: Request, measure_id: UUID) -> Response:
        return results(queries.signals(self.actor, measure_id))
