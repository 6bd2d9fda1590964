"""What somebody had typed when a form could not be taken."""

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme

# Never shown again and never sent again.
_SECRET = ("password", "token", "secret", "code", "key")
_LONGEST_KEPT = 200_000  # characters over all fields; more would make the page itself a burden


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptText:
    """The fields of a form that may be sent once more from the page that says it expired."""

    action: str
    fields: tuple[tuple[str, str], ...]
    had_files: bool


def kept_text(request: HttpRequest) -> KeptText | None:
    """The typed text, when the form came from one of our own pages and held no secret.

    A form that another site sent is not offered again: the reader's click would do what that
    site wanted.
    """
    if request.method != "POST" or not _from_here(request):
        return None
    fields = tuple(
        (name, text)
        for name, texts in request.POST.lists()
        if name != "csrfmiddlewaretoken"
        for text in texts
    )
    if not fields or _holds_secret(name for name, _ in fields):
        return None
    if sum(len(text) for _, text in fields) > _LONGEST_KEPT:
        return None
    return KeptText(action=request.get_full_path(), fields=fields, had_files=bool(request.FILES))


def way_back(request: HttpRequest) -> str:
    """The page that the form was on, or home."""
    referer = request.headers.get("Referer", "")
    if not _is_ours(request, referer):
        return "/"
    parts = urlsplit(referer)
    return f"{parts.path or '/'}{'?' + parts.query if parts.query else ''}"


def _from_here(request: HttpRequest) -> bool:
    origin = request.headers.get("Origin") or request.headers.get("Referer", "")
    return _is_ours(request, origin)


def _is_ours(request: HttpRequest, address: str) -> bool:
    return bool(urlsplit(address).netloc) and url_has_allowed_host_and_scheme(
        address, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )


def _holds_secret(names: Iterable[str]) -> bool:
    return any(word in name.lower() for name in names for word in _SECRET)
