"""RFC 9457: every refusal as application/problem+json with a code and a sentence that helps."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import orjson
import structlog
from django.core.exceptions import (
    BadRequest,
    PermissionDenied,
    RequestDataTooBig,
    SuspiciousOperation,
    TooManyFieldsSent,
    TooManyFilesSent,
)
from django.db import InterfaceError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse
from rest_framework import exceptions
from rest_framework.response import Response

from kernel import errors

logger = structlog.get_logger(__name__)
MEDIA_TYPE = "application/problem+json"
#: What every 401 says of how to be let in (RFC 9110, 11.6.1).
CHALLENGE = 'Bearer realm="qiflow"'

STATUS: dict[type[errors.Refusal], int] = {
    errors.NotFound: 404,
    errors.NotRecent: 401,
    errors.Denied: 403,
    errors.Gone: 410,
    errors.Blocked: 409,
    errors.Stale: 412,
    errors.PreconditionMissing: 428,
    errors.Unmet: 422,
    errors.Invalid: 400,
    errors.TooLarge: 413,
    errors.WrongKind: 415,
    errors.NotSatisfiable: 416,
    errors.Unavailable: 503,
}
TITLES = {
    400: "Check what you sent",
    401: "Sign in or send a valid token",
    403: "Your role cannot do this",
    404: "Not found",
    405: "This address does not offer that method",
    406: "This address answers in JSON only",
    409: "Not possible now",
    410: "No longer here",
    412: "This changed since you read it",
    413: "Too large",
    414: "The address is too long",
    415: "Use application/json",
    416: "Beyond the end of the file",
    422: "Something is still needed",
    428: "Send If-Match",
    429: "Too many requests",
    431: "A header is too long",
    500: "A fault of ours",
    503: "Not available for a moment",
}
#: Where a status has several meanings, the code tells them apart.
_TITLES_BY_CODE = {errors.WrongKind.code: "File type not accepted"}


def problem(
    status: int,
    *,
    code: str,
    detail: str,
    errors_: list[dict[str, Any]] | None = None,
    headers: dict[str, str] | None = None,
    **more: Any,
) -> Response:
    """An answer of media type application/problem+json."""
    body: dict[str, Any] = {
        "type": f"urn:qiflow:problem:{code}",
        "title": _TITLES_BY_CODE.get(code) or TITLES.get(status, "Problem"),
        "status": status,
        "code": code,
        "detail": detail,
        "errors": errors_ or [],
        "request_id": uuid4().hex,
        **more,
    }
    return Response(body, status=status, headers=headers, content_type=MEDIA_TYPE)


def of_refusal(refusal: errors.Refusal) -> Response:
    """The answer to a refusal raised below the door."""
    status = next(STATUS[kind] for kind in type(refusal).__mro__ if kind in STATUS)
    more: dict[str, Any] = {}
    if isinstance(refusal, errors.Blocked) and refusal.state:
        more["state"] = refusal.state
    if isinstance(refusal, errors.Unmet):
        more["unmet"] = [unmet_out(guard) for guard in refusal.unmet]
    rows = [
        {"pointer": error.pointer, "code": error.code, "message": error.message}
        for error in getattr(refusal, "errors", ())
    ]
    headers = _headers(refusal, status)
    return problem(
        status, code=refusal.code, detail=refusal.sentence, errors_=rows, headers=headers, **more
    )


def _headers(refusal: errors.Refusal, status: int) -> dict[str, str]:
    """What a caller needs besides the words: how to sign in, when to come again, how long it is."""
    if status == 401:
        return {"WWW-Authenticate": CHALLENGE}
    if isinstance(refusal, errors.Unavailable):
        return {"Retry-After": "60"}
    if isinstance(refusal, errors.NotSatisfiable):
        return {"Content-Range": f"bytes */{refusal.size}"}
    return {}


def unmet_out(guard: errors.UnmetGuard) -> dict[str, Any]:
    return {
        "code": guard.code,
        "sentence": guard.sentence,
        "link": guard.link,
        "params": dict(guard.params),
    }


def handle(exception: Exception, context: dict[str, Any]) -> Response | None:
    """DRF's exception handler. None lets an unforeseen fault crash, to be logged once."""
    if isinstance(exception, errors.Refusal):
        return of_refusal(exception)
    if isinstance(exception, Http404):
        return problem(404, code="not_found", detail="Not found.")
    if isinstance(exception, PermissionDenied):
        return problem(403, code="denied", detail=str(exception) or TITLES[403] + ".")
    if isinstance(exception, RequestDataTooBig):
        return problem(413, code="too_large", detail="Too large: the limit is 1 MB.")
    if isinstance(exception, TooManyFieldsSent | TooManyFilesSent):
        return problem(413, code="too_large", detail="Too large: the form has too many parts.")
    if isinstance(exception, SuspiciousOperation | BadRequest):
        return problem(400, code="bad_request", detail="The request is not well formed.")
    if isinstance(exception, OperationalError | InterfaceError):
        logger.warning("database_unavailable", exc_info=exception)
        return unavailable()
    if isinstance(exception, exceptions.APIException):
        return _of_framework(exception)
    return None


def unavailable() -> Response:
    return problem(
        503,
        code="unavailable",
        detail="The database does not answer. Nothing was changed. Try again in a few seconds.",
        headers={"Retry-After": "2"},
    )


#: The framework's own sentences, where ours say what to do.
_PLAIN: dict[type[exceptions.APIException], str] = {
    exceptions.NotFound: "Not found.",
    exceptions.MethodNotAllowed: "Use a method of the header Allow, or see /api/docs.",
    exceptions.NotAcceptable: "Send the header Accept: application/json, or leave it out.",
}
_PLAIN_BY_CODE = {
    "required": ("This field is required.", "Send this value. It is required."),
    "blank": ("This field may not be blank.", "Send a value that is not empty."),
    "null": ("This field may not be null.", "Send a value that is not null, or leave it out."),
}


def _in_plain_words(code: str, message: str) -> str:
    stock, plain = _PLAIN_BY_CODE.get(code, ("", ""))
    return plain if message == stock and plain else message


def _of_framework(exception: exceptions.APIException) -> Response:
    headers: dict[str, str] = {}
    if wait := getattr(exception, "wait", None):
        headers["Retry-After"] = str(int(wait) + 1)
    if challenge := getattr(exception, "auth_header", None):
        headers["WWW-Authenticate"] = challenge
    if isinstance(exception, exceptions.ValidationError):
        rows = list(_rows(exception.get_full_details(), ""))
        return problem(
            400, code="invalid", detail="Check the values that are marked.", errors_=rows
        )
    detail = exception.detail
    text = str(detail) if not isinstance(detail, dict | list) else TITLES.get(400, "")
    code = str(exception.get_codes()) if not isinstance(detail, dict | list) else "invalid"
    text = _PLAIN.get(type(exception), text)
    return problem(exception.status_code, code=code, detail=text, headers=headers)


def _rows(details: Any, pointer: str) -> Any:
    if _is_leaf(details):
        yield {
            "pointer": pointer,
            "code": str(details["code"]),
            "message": _in_plain_words(str(details["code"]), str(details["message"])),
        }
    elif isinstance(details, dict):
        for name, inner in details.items():
            step = "" if name == "non_field_errors" else f"/{_whole(name)}"
            yield from _rows(inner, pointer + step)
    elif isinstance(details, list):
        plain = all(_is_leaf(inner) for inner in details)
        for index, inner in enumerate(details):
            yield from _rows(inner, pointer if plain else f"{pointer}/{index}")


def _whole(name: object) -> str:
    """A name that somebody sent, without halves of characters: they cannot be sent back."""
    return str(name).encode("utf-8", "replace").decode()


def _is_leaf(details: Any) -> bool:
    return isinstance(details, dict) and set(details) == {"message", "code"}


def bare(status: int, *, code: str, detail: str) -> HttpResponse:
    """A problem outside DRF (an address that no view serves, a fault in middleware)."""
    body = problem(status, code=code, detail=detail).data
    return HttpResponse(orjson.dumps(body), status=status, content_type=MEDIA_TYPE)


def is_api(request: HttpRequest) -> bool:
    return request.path.startswith("/api/")
