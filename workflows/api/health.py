"""`/healthz`, `/readyz` and `/metrics`, for those who run the service."""

from __future__ import annotations

from typing import Any

import redis
from django.conf import settings
from django.db import Error as DatabaseError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import path
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from workflows.api.metrics import REGISTRY
from workflows.queries.queue import measure

BROKER_SECONDS = 0.5
OLD_SECONDS = 30.0


@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """This process answers."""
    return JsonResponse({"status": "ok"})


@require_safe
def readyz(request: HttpRequest) -> HttpResponse:
    """Can people work here? 503 without a database; what else is wrong is named, with 200.

    Requests need neither broker nor workers, so a fault there must not take the web away.
    """
    try:
        state = measure()
    except DatabaseError:
        return JsonResponse({"status": "unavailable", "database": "unreachable"}, status=503)
    broker = _broker()
    faults = [f"{name}_silent" for name in state.silent]
    faults += ["broker_unreachable"] if not broker else []
    faults += ["work_is_late"] if state.oldest_seconds > OLD_SECONDS else []
    faults += ["work_is_held"] if state.quarantined else []
    body: dict[str, Any] = {
        "status": "degraded" if faults else "ok",
        "faults": faults,
        "database": "ok",
        "broker": "ok" if broker else "unreachable",
        "undone_events": state.undone,
        "oldest_undone_seconds": round(state.oldest_seconds, 1),
        "quarantined": state.quarantined,
        "heartbeat_seconds": {
            name: None if age is None else round(age, 1) for name, age in state.heartbeats.items()
        },
    }
    return JsonResponse(body)


@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """What Prometheus reads, gathered at this moment in a fixed number of queries."""
    return HttpResponse(generate_latest(REGISTRY), content_type=CONTENT_TYPE_LATEST)


def _broker() -> bool:
    client = redis.Redis.from_url(
        settings.REDIS_URL,
        socket_timeout=BROKER_SECONDS,
        socket_connect_timeout=BROKER_SECONDS,
    )
    try:
        return bool(client.ping())
    except redis.RedisError:
        return False
    finally:
        client.close()


urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("readyz", readyz, name="readyz"),
    path("metrics", metrics, name="metrics"),
]
