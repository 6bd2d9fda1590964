"""Answers that are files: always to be saved, never shown in our own origin."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any
from urllib.parse import quote

from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from rest_framework.request import Request

from kernel.api.views import ApiView

CSV = "text/csv; charset=utf-8"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class FileView(ApiView):
    """A door that gives a file, whatever kind the caller prefers."""

    def perform_content_negotiation(self, request: Request, force: bool = False) -> Any:
        return super().perform_content_negotiation(request, force=True)


def file_answer(
    content: bytes | Iterable[bytes], *, name: str, media_type: str, size: int | None = None
) -> HttpResponseBase:
    """The file, with a name that no header can be broken with."""
    answer: HttpResponseBase
    if isinstance(content, bytes):
        answer = HttpResponse(content, content_type=media_type)
    else:
        answer = StreamingHttpResponse(content, content_type=media_type)
    plain = re.sub(r"[^A-Za-z0-9._-]+", "-", name).strip("-.") or "file"
    answer["Content-Disposition"] = (
        f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name)}"
    )
    answer["Cache-Control"] = "no-store"
    if size is not None:
        answer["Content-Length"] = str(size)
    return answer
