"""The chart of a measure to take away: as a picture and as a slide."""

from __future__ import annotations

from uuid import UUID

from django.http.response import HttpResponseBase
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework.request import Request

from projects.measures.downloads import PNG_TYPE, SLIDE_TYPE, chart_png, chart_slide
from projects.queries.measure_sheets import chart_sheet
from records.api.files import FileView, file_answer


class MeasureChartPng(FileView):
    """The chart as a picture that says everything without its page: title, sentence, marks."""

    @extend_schema(
        operation_id="measure_chart_png",
        responses={(200, PNG_TYPE): OpenApiResponse(OpenApiTypes.BINARY)},
    )
    def get(self, request: Request, measure_id: UUID) -> HttpResponseBase:
        sheet = chart_sheet(measure_id, self.actor, today=self.today)
        content = chart_png(sheet)
        name = f"{sheet.title}.png"
        return file_answer(content, name=name, media_type=PNG_TYPE, size=len(content))


class MeasureSlide(FileView):
    """The chart as a presentation of one slide. 503 where slides are not set up on the server."""

    @extend_schema(
        operation_id="measure_slide",
        responses={(200, SLIDE_TYPE): OpenApiResponse(OpenApiTypes.BINARY)},
    )
    def get(self, request: Request, measure_id: UUID) -> HttpResponseBase:
        sheet = chart_sheet(measure_id, self.actor, today=self.today)
        content = chart_slide(sheet)
        name = f"{sheet.title}.pptx"
        return file_answer(content, name=name, media_type=SLIDE_TYPE, size=len(content))
