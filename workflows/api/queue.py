"""`/quarantine`: what waits for an operator."""

from __future__ import annotations

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from kernel.api.schema import listed
from kernel.api.views import ApiView
from kernel.errors import NotFound
from workflows.api.serializers import HeldOneOut, HeldOut, Nothing, Skip, SkippedOut
from workflows.commands import quarantine as commands
from workflows.queries import queue as queries

LARGEST_ID = 2**63 - 1


def _known(pending_id: int) -> int:
    if pending_id > LARGEST_ID:
        raise NotFound("Nothing is held under this number.")
    return pending_id


class QuarantineList(ApiView):
    """Events that failed: held for an operator, or waiting for another attempt."""

    paged = True

    @extend_schema(responses=listed(HeldOut))
    def get(self, request: Request) -> Response:
        page = self.page()
        rows = queries.held(actor=self.actor, page=page)
        return self.listing(rows, page, key=lambda row: [row["id"]])


class QuarantineDetail(ApiView):
    """One of them, and how much waits behind it."""

    @extend_schema(responses=HeldOneOut)
    def get(self, request: Request, pending_id: int) -> Response:
        return Response(queries.held_one(actor=self.actor, pending_id=_known(pending_id)))


class QuarantineRetry(ApiView):
    """Let the workers try again."""

    versioned = False

    @extend_schema(request=Nothing, responses={204: None})
    def post(self, request: Request, pending_id: int) -> Response:
        self.body(Nothing)
        return self.once(lambda: self._retry(_known(pending_id)))

    def _retry(self, pending_id: int) -> Response:
        commands.retry(pending_id=pending_id, actor=self.actor)
        return Response(status=204)


class QuarantineSkip(ApiView):
    """Let the subject go on without the event, for a reason."""

    versioned = False

    @extend_schema(request=Skip, responses=SkippedOut)
    def post(self, request: Request, pending_id: int) -> Response:
        values = self.body(Skip)
        return self.once(lambda: self._skip(_known(pending_id), values["reason"]))

    def _skip(self, pending_id: int, reason: str) -> Response:
        skipped = commands.skip(
            pending_id=pending_id, reason=reason, actor=self.actor, now=self.now
        )
        return Response({"id": skipped.pk, "event_id": skipped.event_uuid})
