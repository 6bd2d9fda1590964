"""Addresses of measures under /api/v1."""

from datetime import date

from django.urls import path, register_converter

from projects.api.measures import charts, downloads, measures, points, rows

_ONE = "measures/<uuid:measure_id>"


class DayConverter:
    """A calendar day in an address: 2027-03-31."""

    regex = r"(?:19|20|21)[0-9]{2}-[0-9]{2}-[0-9]{2}"

    def to_python(self, value: str) -> date:
        return date.fromisoformat(value)

    def to_url(self, value: date) -> str:
        return value.isoformat()


register_converter(DayConverter, "day")

urlpatterns = [
    path("measures", measures.MeasureList.as_view(), name="measures"),
    path("measures/summary", measures.MeasuresSummary.as_view(), name="measures-summary"),
    path("measures/pooled", charts.PooledChart.as_view(), name="measures-pooled"),
    path(
        "projects/<uuid:project_id>/measures",
        measures.ProjectMeasures.as_view(),
        name="project-measures",
    ),
    path(_ONE, measures.MeasureItem.as_view(), name="measure"),
    path(f"{_ONE}/end", measures.MeasureEnd.as_view(), name="measure-end"),
    path(f"{_ONE}/history", measures.MeasureHistory.as_view(), name="measure-history"),
    path(f"{_ONE}/points", points.MeasurePoints.as_view(), name="measure-points"),
    path(f"{_ONE}/points/<day:on_date>", points.MeasurePointItem.as_view(), name="measure-point"),
    path(f"{_ONE}/targets", rows.TargetList.as_view(), name="measure-targets"),
    path(f"{_ONE}/targets/<uuid:target_id>", rows.TargetItem.as_view(), name="measure-target"),
    path(f"{_ONE}/rebases", rows.RebaseList.as_view(), name="measure-rebases"),
    path(f"{_ONE}/rebases/<uuid:rebase_id>", rows.RebaseItem.as_view(), name="measure-rebase"),
    path(f"{_ONE}/markers", rows.MarkerList.as_view(), name="measure-markers"),
    path(f"{_ONE}/markers/<uuid:marker_id>", rows.MarkerItem.as_view(), name="measure-marker"),
    path(f"{_ONE}/signals", rows.SignalList.as_view(), name="measure-signals"),
    path(f"{_ONE}/chart", charts.MeasureChartView.as_view(), name="measure-chart"),
    path(f"{_ONE}/chart.svg", charts.MeasureChartPicture.as_view(), name="measure-chart-svg"),
    path(f"{_ONE}/chart.png", downloads.MeasureChartPng.as_view(), name="measure-chart-png"),
    path(f"{_ONE}/slide.pptx", downloads.MeasureSlide.as_view(), name="measure-slide"),
    path(f"{_ONE}/data.csv", charts.MeasureChartTable.as_view(), name="measure-chart-csv"),
]
