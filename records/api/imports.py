"""`/imports`: tables that come in, as a file or pasted from a spreadsheet."""

from __future__ import annotations

from typing import Any, ClassVar
from uuid import UUID

from django.http.response import HttpResponseBase
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework import serializers
from rest_framework.parsers import BaseParser, MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from kernel.api import fields
from kernel.api.body import StrictJSONParser, TooLarge
from kernel.api.filters import Choice, Filter, Uuid, Words
from kernel.api.schema import listed
from kernel.api.views import ApiView
from kernel.errors import Invalid
from people import doors
from records.api.files import CSV, FileView, file_answer
from records.api.jobs import EmptyObject, FaultOut
from records.commands import imports as commands
from records.imports.declared import IMPORTS
from records.queries import imports as queries
from records.tables.faults import faults_as_csv
from records.tables.workbook import LARGEST_FILE
from records.words import IMPORT_STATES

_LARGEST_PASTE = 900_000  # characters


class Pasted(serializers.CharField):
    """Cells as a spreadsheet copies them: lines of cells with tabs between. Taken as they are."""

    def to_internal_value(self, data: Any) -> str:
        if not isinstance(data, str):
            raise serializers.ValidationError("Send text.", code="not_text")
        try:
            data.encode()
        except UnicodeEncodeError:
            raise serializers.ValidationError("Remove the broken character.") from None
        return data


class ImportIn(fields.Strict):
    """One of `file` (multipart/form-data) and `text` (pasted cells, in either form)."""

    what = fields.Text(max_length=60, help_text="The kind of import; see /imports/formats.")
    organisation_id = fields.Id(required=False)
    file = serializers.FileField(required=False, help_text="CSV or .xlsx, at most 10 MB.")
    text = Pasted(required=False, trim_whitespace=False, max_length=_LARGEST_PASTE)


class ImportRow(serializers.Serializer[object]):
    id = serializers.UUIDField()
    organisation_id = serializers.UUIDField()
    what = serializers.CharField()
    file_name = serializers.CharField()
    sha256 = serializers.CharField()
    state = serializers.ChoiceField(choices=IMPORT_STATES)
    report = serializers.DictField()
    job_id = serializers.UUIDField(allow_null=True)
    started_by = serializers.UUIDField(allow_null=True)
    created_at = serializers.DateTimeField()
    loaded_at = serializers.DateTimeField(allow_null=True)
    version = serializers.IntegerField()


class ImportJob(serializers.Serializer[object]):
    id = serializers.UUIDField()
    state = serializers.CharField()
    done = serializers.IntegerField()
    total = serializers.IntegerField(allow_null=True)
    problem = serializers.CharField(allow_blank=True)
    version = serializers.IntegerField()


class ImportDetail(ImportRow):
    job = ImportJob(allow_null=True)
    faults = FaultOut(many=True)
    may_load = serializers.BooleanField()
    may_undo = serializers.BooleanField()
    may_discard = serializers.BooleanField()


class FormatColumn(serializers.Serializer[object]):
    name = serializers.CharField()
    meaning = serializers.CharField()
    kind = serializers.CharField()
    required = serializers.BooleanField()  # type: ignore[assignment]
    choices = serializers.ListField(child=serializers.CharField())


class ImportFormat(serializers.Serializer[object]):
    name = serializers.CharField()
    title = serializers.CharField()
    columns = FormatColumn(many=True)


class ImportFormatList(serializers.Serializer[object]):
    results = ImportFormat(many=True)


class ImportDoor(ApiView):
    """A door to one import."""

    def one(self, import_id: UUID, *, status: int = 200) -> Response:
        found = queries.get_import(actor=self.actor, import_id=import_id)
        answer = self.shown(found, version=found["version"], status=status)
        if status == 202:
            answer["Location"] = f"/api/v1/imports/{import_id}"
        return answer

    def take(self, command: Any, import_id: UUID, *, status: int, **more: Any) -> Response:
        self.body(EmptyObject)
        sent = "If-Match" in self.request.headers

        def work() -> Response:
            command(
                import_id=import_id,
                actor=self.actor,
                now=self.now,
                expected_version=self.expected_version if sent else None,
                **more,
            )
            return self.one(import_id, status=status)

        return self.once(work)


class ImportList(ImportDoor):
    """Tables that came in, newest first."""

    paged = True
    parser_classes: ClassVar[list[type[BaseParser]]] = [  # type: ignore[misc]
        StrictJSONParser,
        MultiPartParser,
    ]
    filters: ClassVar[dict[str, Filter]] = {
        "organisation": Uuid("Imports of this organisation."),
        "what": Words("The kind of import, such as people.", maximum=60, code=True),
        "state": Choice(IMPORT_STATES),
    }

    @extend_schema(operation_id="imports_list", responses=listed(ImportRow))
    def get(self, request: Request) -> Response:
        page = self.page()
        rows = queries.imports(actor=self.actor, page=page, **self.query())
        return self.listing(rows, page, key=lambda row: (row["created_at"].isoformat(), row["id"]))

    @extend_schema(
        operation_id="imports_start",
        request={"multipart/form-data": ImportIn, "application/json": ImportIn},
        responses={202: ImportDetail},
    )
    def post(self, request: Request) -> Response:
        """Send a table. A job checks it and keeps nothing; loading it is a step of its own."""
        return self.once(self._start)

    def _start(self) -> Response:
        values = self.body(ImportIn)
        name, content = _sent(values)
        made = commands.start_import(
            what=values["what"],
            organisation_id=self._organisation(values.get("organisation_id")),
            file_name=name,
            content=content,
            actor=self.actor,
            now=self.now,
            allowed=self.guard.allowed,
        )
        return self.one(made.pk, status=202)

    def _organisation(self, named: UUID | None) -> UUID:
        if named:
            return named
        if len(self.actor.organisation_ids) == 1:
            return next(iter(self.actor.organisation_ids))
        raise Invalid.one(
            "/organisation_id", "Say which organisation: you have several.", code="required"
        )


def _sent(values: dict[str, Any]) -> tuple[str, bytes]:
    file, text = values.get("file"), values.get("text")
    if (file is None) == (text is None):
        raise Invalid.one("/file", "Send a file, or pasted text.", code="required")
    if file is None:
        return "pasted", str(text).encode()
    if file.size > LARGEST_FILE:
        raise TooLarge("Too large: the limit is 10 MB.")
    return file.name or "file", file.read()


class ImportFormats(ApiView):
    """What each kind of import takes."""

    @extend_schema(responses=ImportFormatList)
    def get(self, request: Request) -> Response:
        return Response({"results": queries.formats()})


class ImportItem(ImportDoor):
    """One import, with how far its job is and what is to be mended."""

    @extend_schema(operation_id="imports_read", responses=ImportDetail)
    def get(self, request: Request, import_id: UUID) -> Response:
        return self.one(import_id)


class ImportLoad(ImportDoor):
    """Load a table that was checked: all of it or nothing. What looks like an NHS number in a cell
    is let through by the header Not-An-NHS-Number with pointers such as /rows/7/problem."""

    @extend_schema(request=EmptyObject, responses={202: ImportDetail})
    def post(self, request: Request, import_id: UUID) -> Response:
        found = queries.get_import(actor=self.actor, import_id=import_id)
        if IMPORTS[found["what"]].sensitive:
            doors.require_recent(request)
        return self.take(commands.load_import, import_id, status=202, allowed=self.guard.allowed)


class ImportUndo(ImportDoor):
    """Take back all that a table brought, while nothing was built on it."""

    @extend_schema(request=EmptyObject, responses={202: ImportDetail})
    def post(self, request: Request, import_id: UUID) -> Response:
        return self.take(commands.undo_import, import_id, status=202)


class ImportDiscard(ImportDoor):
    """Forget a table that is not to be loaded."""

    @extend_schema(request=EmptyObject, responses=ImportDetail)
    def post(self, request: Request, import_id: UUID) -> Response:
        return self.take(commands.discard_import, import_id, status=200)


class ImportFaults(FileView):
    """What is to be mended, by row and field, as a CSV file."""

    @extend_schema(responses={(200, "text/csv"): OpenApiResponse(OpenApiTypes.BINARY)})
    def get(self, request: Request, import_id: UUID) -> HttpResponseBase:
        found = queries.get_import(actor=self.actor, import_id=import_id)
        content = faults_as_csv(found["faults"])
        return file_answer(content, name=f"faults-{import_id}.csv", media_type=CSV)
