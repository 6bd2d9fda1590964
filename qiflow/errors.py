"""Which error page an address gets: a problem for the API, an NHS page for the rest."""

from typing import Any

from django.http import HttpRequest, HttpResponse

from kernel.api import problems
from web.views import errors as pages


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    if problems.is_api(request):
        return problems.bare(400, code="bad_request", detail="The request is not well formed.")
    return pages.bad_request(request, exception)


def denied(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    if problems.is_api(request):
        return problems.bare(403, code="denied", detail="Your role cannot do this.")
    return pages.denied(request, exception)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    if problems.is_api(request):
        return problems.bare(404, code="not_found", detail="Not found.")
    return pages.not_found(request, exception)


def server_error(request: HttpRequest, *_: Any) -> HttpResponse:
    page = pages.server_error(request)
    if not problems.is_api(request):
        return page
    if page.status_code == 503:
        answer = problems.bare(
            503, code="unavailable", detail="The database does not answer. Try again shortly."
        )
        answer["Retry-After"] = page["Retry-After"]
        return answer
    return problems.bare(
        500, code="fault", detail="A fault of ours. It has been noted; nothing was changed."
    )


def form_expired(request: HttpRequest, reason: str = "") -> HttpResponse:
    if problems.is_api(request):
        return problems.bare(
            403, code="csrf", detail="Send the CSRF token, or use an API key instead of a session."
        )
    return pages.form_expired(request, reason)
