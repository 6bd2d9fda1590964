"""The readable page of the API, in the layout of every other page."""

from __future__ import annotations

from functools import cache

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.http import require_safe

from kernel.api.body import LARGEST_BODY
from kernel.api.pages import DEFAULT_LIMIT, LARGEST_LIMIT
from kernel.api.problems import TITLES
from qiflow.api.reference.reading import resources

#: Statuses that are told of together at the top, in the order in which a request meets them.
REFUSALS = ("400", "401", "404", "403", "409", "412", "428", "422", "413", "415", "429", "503")


@require_safe
def docs(request: HttpRequest) -> HttpResponse:
    """How to use the API, then every operation by resource."""
    return render(
        request,
        "api/docs.jinja",
        {
            "address": f"{request.scheme}://{request.get_host()}",
            "resources": resources(),
            "reference": _reference(),
            "refusals": [(status, TITLES[int(status)]) for status in REFUSALS],
            "default_limit": DEFAULT_LIMIT,
            "largest_limit": LARGEST_LIMIT,
            "largest_body": LARGEST_BODY // 1_000_000,
        },
    )


@cache
def _reference() -> SafeString:
    """The operations change only with the code, so they are written out once in a process."""
    return mark_safe(render_to_string("api/reference.jinja", {"resources": resources()}))  # noqa: S308 - escaped by the template
