"""How often one caller may ask: a wall against floods, not a quota.

Each web process counts for itself, in memory: a caller whose requests reach two processes has twice
as many, and nobody has fewer.
"""

from __future__ import annotations

from django.conf import settings
from rest_framework.request import Request
from rest_framework.throttling import SimpleRateThrottle
from rest_framework.views import APIView


class PerCaller(SimpleRateThrottle):
    """So many requests a minute of one key or user; the next are answered 429 with Retry-After.

    Source: QIflow reliability notes 6.3 (600 a minute).
    """

    scope = "api"

    def get_rate(self) -> str | None:
        most = settings.QIFLOW_API_PER_MINUTE
        return f"{most}/min" if most else None

    def get_cache_key(self, request: Request, view: APIView) -> str | None:
        actor = request.actor  # type: ignore[attr-defined]
        return f"asked:{actor.kind}:{actor.id}" if actor.signed_in else None
