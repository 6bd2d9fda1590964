"""Where the reader of a message finds a page, seen from outside the service."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.conf import settings


def address_of(path: str) -> str:
    """The whole address of a page of ours."""
    return f"{settings.QIFLOW_PUBLIC_URL}{path}"


def host() -> str:
    """The name of this service, after the @ of what it names in email."""
    return urlsplit(settings.QIFLOW_PUBLIC_URL).hostname or "localhost"
