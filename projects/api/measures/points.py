"""The data of a measure: read, pushed in bulk as JSON or CSV, withdrawn."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import IO, Any, ClassVar
from uuid import UUID

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.parsers import BaseParser
from rest_framework.request import Request
from rest_framework.response import Response

from kernel.api.body import LARGEST_BODY, StrictJSONParser, TooLarge
from kernel.api.filters import Day, Filter, Instant
from kernel.api.schema import listed
from kernel.confirmations import Confirmed, log_confirmed
from projects.api.measures.answers import MeasurePointRow, PointsPutAnswer
from projects.api.measures.base import MeasureDoor, point_out
from projects.api.measures.bodies import PutPoints
from projects.commands import measures as commands
from projects.measure_tables import read_points
from projects.queries.measure_rows import measure_points

CSV = "text/csv"


class CsvParser(BaseParser):
    """Takes a CSV text as it is; the door reads it."""

    media_type = CSV

    def parse(
        self,
        stream: IO[bytes],
        media_type: str | None = None,
        parser_context: Mapping[str, Any] | None = None,
    ) -> dict[str, bytes]:
        raw = stream.read(LARGEST_BODY + 1)
        if len(raw) > LARGEST_BODY:
            raise TooLarge
        return {CSV: raw}


class MeasurePoints(MeasureDoor):
    """The data of a measure by period, the latest first."""

    paged = True
    parser_classes: ClassVar[list[type[BaseParser]]] = [StrictJSONParser, CsvParser]  # type: ignore[misc]
    filters: ClassVar[dict[str, Filter]] = {
        "from_date": Day("Only periods that begin on this day or later."),
        "to_date": Day("Only periods that begin on this day or earlier."),
        "known_at": Instant("As they were known at this instant."),
    }

    @extend_schema(operation_id="measure_points_list", responses=listed(MeasurePointRow))
    def get(self, request: Request, measure_id: UUID) -> Response:
        page = self.page()
        rows = measure_points(self.actor, measure_id, page=page, **self.query())
        return self.listing(rows, page, key=lambda row: (row["on_date"],), show=point_out)

    @extend_schema(
        operation_id="measure_points_put",
        request={"application/json": PutPoints, CSV: OpenApiTypes.STR},
        responses=PointsPutAnswer,
    )
    def put(self, request: Request, measure_id: UUID) -> Response:
        """Push data in bulk: all rows or, where one is wrong, none. The same again changes nothing.

        As CSV the first line names the columns: on_date and any of numerator, denominator, value,
        sample (with semicolons between) and note.
        """
        put = commands.put_points(points=self._points(), **self.by(measure_id))
        answer = {"added": put.added, "changed": put.changed, "unchanged": put.unchanged}
        version = put.measure.version
        return self.shown({**answer, "version": version}, version=version)

    def _points(self) -> list[commands.Entered]:
        sent: Any = self.request.data
        if CSV in sent and isinstance(sent[CSV], bytes):
            return self._of_csv(sent[CSV])
        rows = self.body(PutPoints)["points"]
        return [commands.Entered(**{**row, "sample": _sample(row)}) for row in rows]

    def _of_csv(self, content: bytes) -> list[commands.Entered]:
        confirmed: list[Confirmed] = []
        rows = read_points(content, allowed=self.guard.allowed, confirmed=confirmed)
        log_confirmed(
            confirmed,
            door="PUT measures/points",
            organisation_id=None,
            actor=self.actor,
            now=self.now,
        )
        return rows


class MeasurePointItem(MeasureDoor):
    """The data of one period."""

    @extend_schema(operation_id="measure_points_withdraw", request=None, responses={204: None})
    def delete(self, request: Request, measure_id: UUID, on_date: date) -> Response:
        """Take back what was recorded of the period in which a day lies. It never was."""
        commands.withdraw_point(on_date=on_date, **self.by(measure_id))
        return Response(status=204)


def _sample(row: Mapping[str, Any]) -> tuple[Any, ...] | None:
    return tuple(row["sample"]) if row.get("sample") else None
