"""The readable pages of the API, in the layout of every other page."""

from __future__ import annotations

from functools import cache

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.http import require_safe

from kernel.api.body import LARGEST_BODY
from kernel.api.pages import DEFAULT_LIMIT, LARGEST_LIMIT
from kernel.api.problems import TITLES
from qiflow.api.reference.reading import resources
from qiflow.api.reference.values import Resource

#: Statuses that are told of together, in the order in which a request meets them.
REFUSALS = ("400", "401", "404", "403", "409", "412", "428", "422", "413", "415", "429", "503")


@require_safe
def docs(request: HttpRequest) -> HttpResponse:
    """How to use the API, and its resources."""
    return render(
        request,
        "api/docs.jinja",
        {
            "address": f"{request.scheme}://{request.get_host()}",
            "resources": resources(),
            "refusals": [(status, TITLES[int(status)]) for status in REFUSALS],
            "default_limit": DEFAULT_LIMIT,
            "largest_limit": LARGEST_LIMIT,
            "largest_body": LARGEST_BODY // 1_000_000,
        },
    )


@require_safe
def resource(request: HttpRequest, key: str) -> HttpResponse:
    """Every operation of one resource."""
    found = next((each for each in resources() if each.key == key), None)
    if found is None:
        raise Http404
    shown = {"resource": found, "operations": _operations(found)}
    return render(request, "api/resource.jinja", shown)


@cache
def _operations(of: Resource) -> SafeString:
    """They change only with the code, so they are written out once in a process."""
    written = render_to_string("api/operations.jinja", {"resource": of})
    return mark_safe(written)  # noqa: S308 - escaped by the template
