"""`/jobs`: long work, how far it is, and what came of it."""

from __future__ import annotations

from typing import Any, ClassVar
from uuid import UUID

from django.http.response import HttpResponseBase
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from kernel.api.fields import Strict
from kernel.api.filters import Choice, Filter, Uuid, Words, YesNo
from kernel.api.schema import listed
from kernel.api.views import ApiView
from records.api.files import CSV, FileView, file_answer
from records.commands import jobs as commands
from records.queries import jobs as queries
from records.tables.faults import faults_as_csv
from records.words import JOB_STATES


class JobOut(serializers.Serializer[object]):
    id = serializers.UUIDField()
    organisation_id = serializers.UUIDField()
    work = serializers.CharField()
    title = serializers.CharField()
    state = serializers.ChoiceField(choices=JOB_STATES)
    done = serializers.IntegerField()
    total = serializers.IntegerField(allow_null=True)
    problem = serializers.CharField(allow_blank=True)
    cancel_asked_at = serializers.DateTimeField(allow_null=True)
    started_by = serializers.UUIDField(allow_null=True)
    created_at = serializers.DateTimeField()
    started_at = serializers.DateTimeField(allow_null=True)
    ended_at = serializers.DateTimeField(allow_null=True)
    version = serializers.IntegerField()


class FaultOut(serializers.Serializer[object]):
    row = serializers.IntegerField(allow_null=True)
    field = serializers.CharField(allow_blank=True)
    code = serializers.CharField()
    message = serializers.CharField()


class JobDetail(JobOut):
    attempt = serializers.IntegerField()
    result = serializers.DictField()
    faults = FaultOut(many=True)
    may_cancel = serializers.BooleanField()
    may_retry = serializers.BooleanField()
    has_file = serializers.BooleanField()


class EmptyObject(Strict):
    """An empty object."""


class JobList(ApiView):
    """Long work, newest first: your own, and that of others where your role reads it."""

    paged = True
    filters: ClassVar[dict[str, Filter]] = {
        "organisation": Uuid("Jobs of this organisation."),
        "state": Choice(JOB_STATES),
        "work": Words("The kind of work, such as export.", maximum=60, code=True),
        "mine": YesNo("Only those that you started."),
    }

    @extend_schema(responses=listed(JobOut))
    def get(self, request: Request) -> Response:
        page = self.page()
        rows = queries.jobs(actor=self.actor, page=page, **self.query())
        return self.listing(rows, page, key=lambda row: (row["created_at"].isoformat(), row["id"]))


class JobDoor(ApiView):
    """A door to one job."""

    def job(self, job_id: UUID) -> Response:
        found = queries.get_job(actor=self.actor, job_id=job_id)
        return self.shown(found, version=found["version"])

    def take(self, command: Any, job_id: UUID) -> Response:
        self.body(EmptyObject)

        def work() -> Response:
            sent = "If-Match" in self.request.headers
            command(
                job_id=job_id,
                actor=self.actor,
                now=self.now,
                expected_version=self.expected_version if sent else None,
            )
            return self.job(job_id)

        return self.once(work)


class JobItem(JobDoor):
    """One job."""

    @extend_schema(responses=JobDetail)
    def get(self, request: Request, job_id: UUID) -> Response:
        return self.job(job_id)


class JobCancel(JobDoor):
    """Stop a job: at once where it waits, at its next step where it runs."""

    @extend_schema(request=EmptyObject, responses=JobDetail)
    def post(self, request: Request, job_id: UUID) -> Response:
        return self.take(commands.cancel_job, job_id)


class JobRetry(JobDoor):
    """Run a job that failed or was cancelled once more, from the beginning."""

    @extend_schema(request=EmptyObject, responses=JobDetail)
    def post(self, request: Request, job_id: UUID) -> Response:
        return self.take(commands.retry_job, job_id)


_FILE = {(200, "application/octet-stream"): OpenApiResponse(OpenApiTypes.BINARY)}


class JobFileView(FileView):
    """The file that a job made; for whoever started it, for seven days."""

    @extend_schema(responses=_FILE)
    def get(self, request: Request, job_id: UUID) -> HttpResponseBase:
        found = queries.job_file(actor=self.actor, job_id=job_id)
        return file_answer(
            found.pieces, name=found.name, media_type=found.media_type, size=found.size
        )


class JobFaults(FileView):
    """What is to be mended, by row and field, as a CSV file."""

    @extend_schema(responses={(200, "text/csv"): OpenApiResponse(OpenApiTypes.BINARY)})
    def get(self, request: Request, job_id: UUID) -> HttpResponseBase:
        found = queries.get_job(actor=self.actor, job_id=job_id)
        content = faults_as_csv(found["faults"])
        return file_answer(content, name=f"faults-{job_id}.csv", media_type=CSV)
