"""Answers when a page cannot be shown, each with what to do next."""

import sys
from pathlib import Path

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from web.views.kept_text import kept_text, way_back

# Read once: when all else fails, these two need neither database nor template engine.
_STATIC = Path(__file__).parent.parent / "templates" / "errors"
_FAULT = (_STATIC / "500.html").read_bytes()
_UNAVAILABLE = (_STATIC / "503.html").read_bytes()
_RETRY_AFTER_SECONDS = 10


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "errors/400.jinja", status=400)


def denied(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """The actor's role cannot do this; the sentence of the refusal says who can."""
    sentence = getattr(exception, "sentence", "") or str(exception or "")
    return render(request, "errors/403.jinja", {"sentence": sentence}, status=403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """The same page for what does not exist and for what belongs to somebody else."""
    return render(request, "errors/404.jinja", status=404)


def gone(request: HttpRequest) -> HttpResponse:
    """A link that worked once and no more."""
    return render(request, "errors/410.jinja", status=410)


def form_expired(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form without its CSRF token: nothing was done, and what was typed is shown again."""
    page = {"kept": kept_text(request), "way_back": way_back(request)}
    return render(request, "errors/form_expired.jinja", page, status=403)


def server_error(request: HttpRequest) -> HttpResponse:
    """A fault of ours, or a database that is away for a moment."""
    if isinstance(sys.exc_info()[1], OperationalError | InterfaceError):
        return unavailable(request)
    return HttpResponse(_FAULT, status=500)


def unavailable(request: HttpRequest) -> HttpResponse:
    """The service is starting, being restored or read-only; trying again helps."""
    headers = {"Retry-After": str(_RETRY_AFTER_SECONDS)}
    return HttpResponse(_UNAVAILABLE, status=503, headers=headers)
