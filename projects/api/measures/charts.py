"""The chart of a measure: as values, as a picture, as a table."""

from __future__ import annotations

from typing import ClassVar
from uuid import UUID

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from kernel.api.filters import Choice, Filter, Uuids
from kernel.api.views import ApiView
from kernel.errors import NotFound
from projects.api.measures.answers import MeasureChartAnswer
from projects.api.measures.base import MeasureDoor, chart_out
from projects.measure_exports import MEASURE_FILTERS
from projects.measures.tabled import as_csv
from projects.queries.measures import chart_of
from projects.queries.measures_together import MOST_POOLED, pooled_chart
from projects.spc.frames import NARROW, SMALL, WIDE
from records.api.files import CSV, FileView, file_answer

_FRAMES = {"wide": WIDE, "narrow": NARROW, "small": SMALL}
_SVG = "image/svg+xml"


class MeasureChartView(MeasureDoor):
    """The chart with every line and flag, its sentence, icons and warnings."""

    @extend_schema(operation_id="measure_chart_read", responses=MeasureChartAnswer)
    def get(self, request: Request, measure_id: UUID) -> Response:
        chart = chart_of(measure_id, self.actor, today=self.today)
        return self.shown(chart_out(chart), version=chart.measure.version)


class PooledChart(ApiView):
    """Measures that count the same, as one: numerators and denominators are summed."""

    filters: ClassVar[dict[str, Filter]] = {
        **MEASURE_FILTERS,
        "measures": Uuids(MOST_POOLED, "These measures alone, by their ids with commas between."),
    }

    @extend_schema(operation_id="measures_pooled", responses=MeasureChartAnswer)
    def get(self, request: Request) -> Response:
        return Response(chart_out(pooled_chart(self.actor, today=self.today, **self.query())))


class MeasureChartPicture(FileView):
    """The chart as a drawing."""

    filters: ClassVar[dict[str, Filter]] = {
        "frame": Choice(tuple(_FRAMES), "For a wide screen, a telephone, or a row of a table.")
    }

    @extend_schema(
        operation_id="measure_chart_picture",
        responses={(200, _SVG): OpenApiResponse(OpenApiTypes.STR)},
    )
    def get(self, request: Request, measure_id: UUID) -> HttpResponseBase:
        chart = chart_of(measure_id, self.actor, today=self.today)
        drawing = chart.svg(frame=_FRAMES[self.query().get("frame", "wide")])
        if not drawing:
            raise NotFound(chart.sentence)
        answer = HttpResponse(drawing.encode(), content_type=f"{_SVG}; charset=utf-8")
        # Whatever a browser does with the drawing, it may do nothing on our behalf.
        answer["Content-Security-Policy"] = "sandbox; default-src 'none'"
        answer["X-Content-Type-Options"] = "nosniff"
        answer["Cache-Control"] = "no-store"
        return answer


class MeasureChartTable(FileView):
    """The chart as a table: one row a period, with every line and flag."""

    @extend_schema(
        operation_id="measure_chart_table",
        responses={(200, "text/csv"): OpenApiResponse(OpenApiTypes.BINARY)},
    )
    def get(self, request: Request, measure_id: UUID) -> HttpResponseBase:
        chart = chart_of(measure_id, self.actor, today=self.today)
        content = as_csv(chart)
        name = f"{chart.measure.name}.csv"
        return file_answer(content, name=name, media_type=CSV, size=len(content))
