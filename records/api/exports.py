"""`/exports`: every list as a file, with the filters of its screen."""

from __future__ import annotations

from typing import Any, ClassVar

from django.http.response import HttpResponseBase
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework import serializers
from rest_framework.exceptions import ErrorDetail
from rest_framework.request import Request
from rest_framework.response import Response

from kernel.api import fields
from kernel.api.filters import Choice, Filter
from kernel.api.views import ApiView
from records.api.files import XLSX, FileView, file_answer
from records.api.jobs import JobDetail
from records.commands.exporting import start_export
from records.exports.declared import EXPORTS, ListExport
from records.exports.taking import FORMATS, export_now
from records.queries import jobs as job_queries


class ExportOut(serializers.Serializer[object]):
    name = serializers.CharField()
    title = serializers.CharField()
    columns = serializers.ListField(child=serializers.CharField())
    filters = serializers.DictField(child=serializers.CharField())


class ExportsOut(serializers.Serializer[object]):
    results = ExportOut(many=True)


class ExportIn(fields.Strict):
    list = fields.Text(max_length=60, help_text="The name of a list, such as projects.")
    file = fields.Choice(choices=FORMATS)
    filters = serializers.DictField(
        child=fields.Text(),
        required=False,
        help_text="The list's filters, as its address takes them.",
    )


class ExportList(ApiView):
    """The lists that can be had as files."""

    @extend_schema(responses=ExportsOut)
    def get(self, request: Request) -> Response:
        return Response({"results": [_shown(one) for _, one in sorted(EXPORTS.items())]})

    @extend_schema(request=ExportIn, responses={202: JobDetail})
    def post(self, request: Request) -> Response:
        """Start a job that makes the file, however long the list. Its file is at `/jobs/…/file`."""
        values = self.body(ExportIn)

        def work() -> Response:
            job = start_export(
                _export(values["list"]),
                file=values["file"],
                filters=values.get("filters", {}),
                actor=self.actor,
                now=self.now,
            )
            found = job_queries.get_job(actor=self.actor, job_id=job.pk)
            return Response(found, status=202, headers={"Location": f"/api/v1/jobs/{job.pk}"})

        return self.once(work)


def _export(name: str) -> ListExport:
    found = EXPORTS.get(name)
    if found is None:
        known = ", ".join(sorted(EXPORTS))
        raise serializers.ValidationError(
            {"list": [ErrorDetail(f"Send one of: {known}.", code="not_a_choice")]}
        )
    return found


def _shown(export: ListExport) -> dict[str, Any]:
    return {
        "name": export.name,
        "title": export.title,
        "columns": [column.name for column in export.columns],
        "filters": {name: known.help for name, known in export.filters.items()},
    }


class ExportFile(FileView):
    """A list as a file, up to 5,000 rows; a longer one is a job."""

    export: ClassVar[ListExport]

    @extend_schema(
        responses={(200, kind): OpenApiResponse(OpenApiTypes.BINARY) for kind in ("text/csv", XLSX)}
    )
    def get(self, request: Request) -> HttpResponseBase:
        asked = self.query()
        file = asked.pop("file", "csv")
        made = export_now(self.export, file, filters=asked, actor=self.actor, now=self.now)
        return file_answer(
            made.content, name=made.name, media_type=made.media_type, size=len(made.content)
        )


def view_of(name: str) -> type[ExportFile]:
    """The door of one list, with that list's filters."""
    export = EXPORTS[name]
    known: dict[str, Filter] = {"file": Choice(FORMATS, "The kind of file; CSV if left out.")}
    words = "".join(part.title() for part in name.split("-"))
    return type(
        f"Export{words}",
        (ExportFile,),
        {
            "__doc__": f"{export.title} as a file, up to 5,000 rows; a longer one is a job.",
            "export": export,
            "filters": {**export.filters, **known},
        },
    )
