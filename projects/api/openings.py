"""Opening positions: check or load a file, see what was loaded, read the format."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any, ClassVar
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.parsers import BaseParser, MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from kernel.api import fields
from kernel.api.body import TooLarge
from kernel.api.schema import listed
from kernel.api.views import ApiView
from kernel.errors import FieldError, Invalid
from projects.opening_position.format import SHEETS
from projects.opening_position.importing import check_file, load_file
from projects.opening_position.report import Report
from projects.queries.openings import get_opening_position, opening_positions
from records.tables.columns import Column
from records.tables.workbook import LARGEST_FILE


class UploadOpeningPosition(fields.Strict):
    """A file, sent as multipart/form-data."""

    file = serializers.FileField(help_text="A workbook, or a ZIP of CSV files; at most 10 MB.")
    organisation_id = fields.Id(
        required=False, help_text="Needed by whoever belongs to several organisations."
    )
    dry_run = fields.Choice(("true", "false"), required=False)


class OpeningSheet(serializers.Serializer[Any]):
    sheet = serializers.CharField()
    rows = serializers.IntegerField()
    new = serializers.IntegerField()
    already_here = serializers.IntegerField()
    ignored_columns = serializers.ListField(child=serializers.CharField())


class OpeningError(serializers.Serializer[Any]):
    sheet = serializers.CharField()
    row = serializers.IntegerField(allow_null=True)
    field = serializers.CharField()
    code = serializers.CharField()
    message = serializers.CharField()
    pointer = serializers.CharField()


class OpeningReport(serializers.Serializer[Any]):
    """What a file would bring, or brought. With errors nothing is loaded."""

    id = serializers.UUIDField(allow_null=True)
    loaded = serializers.BooleanField()
    new = serializers.IntegerField()
    changes_nothing = serializers.BooleanField()
    sheets = OpeningSheet(many=True)
    errors = OpeningError(many=True)  # type: ignore[assignment]
    notes = serializers.ListField(child=serializers.CharField())
    ignored_sheets = serializers.ListField(child=serializers.CharField())


class OpeningPositionRow(serializers.Serializer[Any]):
    """A file, by whom it was checked and by whom it was signed off."""

    id = serializers.UUIDField()
    organisation_id = serializers.UUIDField()
    file_name = serializers.CharField()
    sha256 = serializers.CharField()
    checked_by = serializers.UUIDField(allow_null=True)
    checked_at = serializers.DateTimeField()
    signed_off_by = serializers.UUIDField(allow_null=True)
    signed_off_at = serializers.DateTimeField(allow_null=True)


class OpeningPositionDetail(OpeningPositionRow):
    report = OpeningReport()


class OpeningColumn(serializers.Serializer[Any]):
    name = serializers.CharField()
    meaning = serializers.CharField()
    kind = serializers.CharField()
    required = serializers.BooleanField()  # type: ignore[assignment]
    choices = serializers.ListField(child=serializers.CharField())
    refers_to = serializers.CharField()


class OpeningFormatSheet(serializers.Serializer[Any]):
    name = serializers.CharField()
    meaning = serializers.CharField()
    key = serializers.ListField(child=serializers.CharField())
    columns = OpeningColumn(many=True)


class OpeningFormat(serializers.Serializer[Any]):
    sheets = OpeningFormatSheet(many=True)


class OpeningPositionList(ApiView):
    """The files by which organisations arrived, the last first."""

    paged = True
    parser_classes: ClassVar[list[type[BaseParser]]] = [MultiPartParser]  # type: ignore[misc]

    @extend_schema(operation_id="opening_positions_list", responses=listed(OpeningPositionRow))
    def get(self, request: Request) -> Response:
        page = self.page()
        rows = opening_positions(self.actor, page=page)
        return self.listing(rows, page, key=lambda row: (row["checked_at"], row["id"]))

    @extend_schema(
        operation_id="opening_positions_load",
        request={"multipart/form-data": UploadOpeningPosition},
        responses={201: OpeningReport, 200: OpeningReport},
    )
    def post(self, request: Request) -> Response:
        """Check a file (`dry_run`), or load it and sign it off.

        All of it is loaded or nothing. The same file again changes nothing.
        """
        return self.once(self._take)

    def _take(self) -> Response:
        values = self.body(UploadOpeningPosition)
        upload = values["file"]
        if upload.size > LARGEST_FILE:
            raise TooLarge("Too large: the limit is 10 MB.")
        dry_run = values.get("dry_run") == "true"
        run = check_file if dry_run else load_file
        report = run(
            organisation_id=self._organisation(values.get("organisation_id")),
            file_name=upload.name or "file",
            content=upload.read(),
            actor=self.actor,
            now=self.now,
            allowed=self.guard.allowed,
        )
        if report.faults and not dry_run:
            raise _refused(report)
        if report.position_id is None:
            return self.shown(report.as_data())
        address = f"/api/v1/opening-positions/{report.position_id}"
        return self.created(report.as_data(), version=None, at=address)

    def _organisation(self, named: UUID | None) -> UUID:
        if named:
            return named
        if len(self.actor.organisation_ids) == 1:
            return next(iter(self.actor.organisation_ids))
        raise Invalid.one(
            "/organisation_id", "Say which organisation: you have several.", code="required"
        )


class OpeningPositionItem(ApiView):
    """One file, with what was found in it."""

    @extend_schema(operation_id="opening_positions_read", responses=OpeningPositionDetail)
    def get(self, request: Request, opening_position_id: UUID) -> Response:
        return self.shown(get_opening_position(self.actor, opening_position_id))


class OpeningPositionFormat(ApiView):
    """The sheets and columns that a file may have."""

    @extend_schema(operation_id="opening_positions_format", responses=OpeningFormat)
    def get(self, request: Request) -> Response:
        sheets = [
            {
                "name": sheet.name,
                "meaning": sheet.meaning,
                "key": sheet.key,
                "columns": [_column(column) for column in sheet.columns],
            }
            for sheet in SHEETS
        ]
        return self.shown({"sheets": sheets})


def _column(column: Column) -> dict[str, Any]:
    described = asdict(column)
    described.pop("longest")
    return described


def _refused(report: Report) -> Invalid:
    errors = [
        FieldError(pointer=fault.pointer, code=fault.code, message=fault.message)
        for fault in report.faults
    ]
    return Invalid(*errors, sentence="Nothing was loaded. Mend what is marked and send it again.")
