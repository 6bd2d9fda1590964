"""The OpenAPI description of the API, made once in each process."""

from __future__ import annotations

import hashlib
from functools import cache
from typing import Any

import orjson
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import condition, require_safe
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.settings import spectacular_settings


@cache
def description() -> dict[str, Any]:
    """What every address takes and answers, as OpenAPI 3.1."""
    generator = SchemaGenerator(api_version=spectacular_settings.VERSION)
    made = generator.get_schema(request=None, public=True)
    # Once through JSON, so that nothing lazy or shared is left in it.
    plain: dict[str, Any] = orjson.loads(orjson.dumps(made, default=str))
    return plain


@cache
def as_json() -> bytes:
    """The description as it is sent."""
    return orjson.dumps(description())


@cache
def _etag() -> str:
    return f'"{hashlib.sha256(as_json()).hexdigest()[:16]}"'


@require_safe
@condition(etag_func=lambda _request: _etag())
def schema(request: HttpRequest) -> HttpResponse:
    """The description; it is public and changes only with the code."""
    return HttpResponse(as_json(), content_type="application/json")
