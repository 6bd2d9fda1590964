"""A viewset as most services have it: serializer, lock, guards, `save()`, rows by `create()`."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from rest_framework import mixins, viewsets
from rest_framework.decorators import action
from rest_framework.pagination import CursorPagination
from rest_framework.request import Request
from rest_framework.response import Response

from bench.baselines.guards import unmet
from bench.baselines.serializers import ProjectSerializer, TransitionSerializer
from kernel.models import Event, Idempotency, Pending, Transition
from projects.models import Project


class NewestFirst(CursorPagination):
    ordering = ("-updated_at", "-id")
    page_size = 50


class ProjectViewSet(
    mixins.ListModelMixin, mixins.RetrieveModelMixin, viewsets.GenericViewSet[Project]
):
    serializer_class = ProjectSerializer
    pagination_class = NewestFirst

    def get_queryset(self) -> QuerySet[Project]:
        return Project.objects.filter(organisation_id=self.request.user.organisation_id)

    @action(detail=True, methods=["post"])
    def transitions(self, request: Request, pk: str) -> Response:
        asked = TransitionSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        if "project.lead" not in request.user.permissions:
            return Response({"detail": "Only the project lead can start testing."}, status=403)
        with transaction.atomic():
            kept = self._kept(request)
            if kept is not None:
                return Response(kept.body, status=200)
            return self._take(request, pk, asked.validated_data)

    def _take(self, request: Request, pk: str, asked: dict[str, Any]) -> Response:
        project = self.get_queryset().select_for_update().filter(pk=pk).first()
        if project is None:
            return Response({"detail": "Not found."}, status=404)
        if request.headers.get("If-Match") != f'"v{project.version}"':
            return Response({"detail": "This changed since you read it."}, status=412)
        if project.stage != "co_design":
            return Response({"detail": "Not possible now."}, status=409)
        on = asked.get("effective_on") or timezone.localdate()
        if missing := unmet(project, on):
            return Response({"detail": "Something is still needed.", "unmet": missing}, status=422)
        project.start_testing()
        project.stage_since = on
        project.version += 1
        project.updated_at = timezone.now()
        project.save()
        self._record(request, project, asked, on)
        body = {"project_id": str(project.pk), "stage": project.stage, "version": project.version}
        self._keep(request, body)
        return Response(body, status=201, headers={"ETag": f'"v{project.version}"'})

    def _record(self, request: Request, project: Project, asked: dict[str, Any], on: Any) -> None:
        who = {"actor_kind": "api_key", "actor_id": request.user.pk}
        Transition.objects.create(
            organisation_id=project.organisation_id,
            subject_kind="project",
            subject_id=project.pk,
            version=project.version,
            transition="start_testing",
            source="co_design",
            target="testing",
            effective_on=on,
            recorded_at=project.updated_at,
            reason=asked.get("reason", ""),
            guards=[],
            **who,
        )
        event = Event.objects.create(
            organisation_id=project.organisation_id,
            type="uk.qiflow.project.testing_started.v1",
            aggregate_kind="project",
            aggregate_id=project.pk,
            seq=project.version,
            data={"project_id": str(project.pk)},
            effective_on=on,
            recorded_at=project.updated_at,
            **who,
        )
        Pending.objects.create(
            event=event,
            organisation_id=project.organisation_id,
            subject_kind="project",
            subject_id=project.pk,
            seq=project.version,
        )

    def _kept(self, request: Request) -> Idempotency | None:
        key = request.headers.get("Idempotency-Key")
        return Idempotency.objects.filter(client=str(request.user.pk), key=key).first()

    def _keep(self, request: Request, body: dict[str, Any]) -> None:
        asked = json.dumps(request.data, sort_keys=True).encode()
        Idempotency.objects.create(
            client=str(request.user.pk),
            key=request.headers["Idempotency-Key"],
            request_hash=hashlib.sha256(asked).hexdigest(),
            status=201,
            body=body,
        )
