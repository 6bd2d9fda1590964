"""Guards in front of every API address: lengths, characters, and answers that are always JSON."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from kernel.api import problems

LONGEST_ADDRESS = 8_000  # characters of path and query
LONGEST_HEADER = 8_000  # characters of one header
_DETAILS = {
    400: ("bad_request", "The request is not well formed."),
    403: ("denied", "The request was refused. Sign in again and send the CSRF token."),
    404: ("not_found", "Not found."),
    405: ("method_not_allowed", "This address does not offer that method."),
}

Next = Callable[[HttpRequest], HttpResponse]


class ApiDoorway:
    """Refuses what no view should see, and turns bare error pages under /api/ into problems."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not problems.is_api(request):
            return self.get_response(request)
        return _refusal(request) or _as_problem(self.get_response(request))


def _refusal(request: HttpRequest) -> HttpResponse | None:
    if len(request.get_full_path()) > LONGEST_ADDRESS:
        return problems.bare(414, code="address_too_long", detail="Shorten the address.")
    if any(len(value) > LONGEST_HEADER for value in request.headers.values()):
        return problems.bare(431, code="header_too_long", detail="Shorten the headers.")
    if "\x00" in request.path:
        return problems.bare(404, code="not_found", detail="Not found.")
    return None


def _as_problem(response: HttpResponse) -> HttpResponse:
    plain = response.status_code in _DETAILS and "json" not in response.get("Content-Type", "")
    if not plain:
        return response
    code, detail = _DETAILS[response.status_code]
    answer = problems.bare(response.status_code, code=code, detail=detail)
    if "Allow" in response:
        answer["Allow"] = response["Allow"]
    return answer
