"""Signing in at one's organisation: there, back again, and signed out from there."""

from __future__ import annotations

from datetime import timedelta
from hmac import compare_digest
from typing import Any
from uuid import UUID

import structlog
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kernel import clock
from kernel.errors import Denied, NotFound
from people import commands, queries
from people.commands import Proof
from people.partial_sign_in import PartialSignIn
from people.single_sign_on.asking import Asked, ask, fetch_subject
from people.single_sign_on.fetching import CannotAsk
from people.single_sign_on.provider import Provider
from people.single_sign_on.tokens import BadToken, read_logout_token
from web.forms.session import OrganisationForm
from web.proving import HOME, NOT_SIGNED_IN, next_of, safe
from web.views.session import after_first_step, finish

logger = structlog.get_logger(__name__)

_KEPT = "single_sign_on"
_BACK_WITHIN = timedelta(minutes=10)
_REFUSED = 422
_NOT_AS_SENT = "This page was opened without going to your organisation first, or twice."
_NOT_PROVED = "Your organisation's answer could not be checked, so you are not signed in."
_AWAY = "Your organisation's sign-in does not answer at present."


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def find(request: HttpRequest) -> HttpResponse:
    """Which organisation vouches for an address? The way there is a link, pressed by the reader."""
    form = OrganisationForm(request.POST or None)
    found: list[Provider] = []
    if request.method == "POST" and form.is_valid():
        found = queries.providers_for(form.cleaned_data["email"].strip().rpartition("@")[2])
        if not found:
            form.add_error(
                "email",
                "No organisation here signs in this way with such an address. "
                "Sign in with your password.",
            )
    page = {"form": form, "found": found, "next": next_of(request)}
    return render(
        request, "sign_in/organisation.jinja", page, status=_REFUSED if form.errors else 200
    )


@never_cache
@require_GET
def leave(request: HttpRequest, provider_id: UUID) -> HttpResponse:
    """To the organisation's own sign-in page. What proves the way back is kept in the session."""
    provider = _provider(provider_id)
    if request.actor.signed_in:  # type: ignore[attr-defined]
        return redirect(next_of(request))
    try:
        asked = ask(provider, return_to=_return_to(request, provider))
    except CannotAsk as refusal:
        return _away(request, provider, refusal)
    request.session[_KEPT] = {
        "provider_id": str(provider.id),
        "state": asked.state,
        "nonce": asked.nonce,
        "verifier": asked.verifier,
        "next": next_of(request),
        "at": clock.real().timestamp(),
    }
    return HttpResponseRedirect(asked.address)


@never_cache
@require_GET
def come_back(request: HttpRequest, provider_id: UUID) -> HttpResponse:
    """Back from the organisation with a code, which says who this is once it is exchanged."""
    provider = _provider(provider_id)
    kept = request.session.pop(_KEPT, None)
    if not _as_sent(request, provider, kept):
        return _refuse(request, 400, _NOT_AS_SENT)
    asked = Asked(address="", state=kept["state"], nonce=kept["nonce"], verifier=kept["verifier"])
    try:
        subject = fetch_subject(
            provider,
            asked,
            code=request.GET.get("code", ""),
            return_to=_return_to(request, provider),
            at=clock.real(),
        )
        vouched = commands.sign_in_by_provider(provider=provider, subject=subject, now=clock.now())
    except BadToken as refusal:
        logger.info("provider_refused", provider_id=str(provider.id), because=str(refusal))
        return _refuse(request, NOT_SIGNED_IN, _NOT_PROVED)
    except CannotAsk as refusal:
        return _away(request, provider, refusal)
    except Denied as refusal:
        logger.info("provider_refused", provider_id=str(provider.id), because=refusal.code)
        return _refuse(request, 403, refusal.sentence)
    partial = PartialSignIn(
        user_id=vouched.user_id,
        proof=Proof(way="provider", provider_id=provider.id, provider_session=subject.session),
        next=safe(request, kept["next"]),
    )
    if vouched.strongly:
        return finish(request, partial, None)
    return after_first_step(request, partial)


@csrf_exempt
@never_cache
@require_POST
def signed_out_there(request: HttpRequest, provider_id: UUID) -> HttpResponse:
    """The provider says, over its signature, that somebody signed out: so they are here.

    Source: OpenID Connect Back-Channel Logout 1.0, 2.8.
    """
    at = clock.real()
    try:
        provider = queries.provider_to_ask(provider_id)
        told = read_logout_token(provider, request.POST.get("logout_token"), at=at)
    except (BadToken, CannotAsk, NotFound) as refusal:
        logger.info("logout_refused", provider_id=str(provider_id), because=str(refusal))
        return JsonResponse({"error": "invalid_request"}, status=400)
    commands.signed_out_by_provider(provider=provider, told=told, now=clock.now(), at=at)
    return HttpResponse(status=200)


def _provider(provider_id: UUID) -> Provider:
    try:
        return queries.provider_to_ask(provider_id)
    except NotFound:
        raise Http404 from None


def _as_sent(request: HttpRequest, provider: Provider, kept: dict[str, Any] | None) -> bool:
    """Is this the way back of a visitor who went from here, to this provider, a while ago?"""
    state = request.GET.get("state", "")
    if kept is None or not state or kept["provider_id"] != str(provider.id):
        return False
    if clock.real().timestamp() - kept["at"] > _BACK_WITHIN.total_seconds():
        return False
    return compare_digest(state.encode(), kept["state"].encode())


def _return_to(request: HttpRequest, provider: Provider) -> str:
    return request.build_absolute_uri(reverse("web:from-provider", args=[provider.id]))


def _away(request: HttpRequest, provider: Provider, refusal: CannotAsk) -> HttpResponse:
    logger.warning("provider_away", provider_id=str(provider.id), because=str(refusal))
    answer = _refuse(request, 503, _AWAY)
    answer["Retry-After"] = "60"
    return answer


def _refuse(request: HttpRequest, status: int, sentence: str) -> HttpResponse:
    page = {"sentence": sentence, "home": HOME}
    return render(request, "sign_in/refused.jinja", page, status=status)
