"""The two journeys of the authorisation code, with PKCE, state and nonce."""

from __future__ import annotations

import base64
import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import quote, urlencode

from people.single_sign_on.fetching import CannotAsk, post_form
from people.single_sign_on.provider import Endpoints, Provider, endpoints_of
from people.single_sign_on.tokens import BadToken, Subject, read_id_token


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A visitor is on the way to the provider. All but `address` is kept until they are back."""

    address: str
    state: str
    nonce: str
    verifier: str


def ask(provider: Provider, *, return_to: str) -> Asked:
    """Where the visitor has to go, and what proves that it was from here that they went.

    Raises:
        CannotAsk: the provider does not answer as one should.
    """
    endpoints = endpoints_of(provider.issuer)
    state, nonce, verifier = (secrets.token_urlsafe(32) for _ in range(3))
    digest = hashlib.sha256(verifier.encode()).digest()
    query = {
        "response_type": "code",
        "client_id": provider.client_id,
        "redirect_uri": return_to,
        "scope": "openid email",
        "state": state,
        "nonce": nonce,
        "code_challenge": base64.urlsafe_b64encode(digest).rstrip(b"=").decode(),
        "code_challenge_method": "S256",
    }
    if provider.accepted_acr:
        query["acr_values"] = " ".join(provider.accepted_acr)
    joined = "&" if "?" in endpoints.authorization else "?"
    address = f"{endpoints.authorization}{joined}{urlencode(query)}"
    return Asked(address=address, state=state, nonce=nonce, verifier=verifier)


def fetch_subject(
    provider: Provider, asked: Asked, *, code: str, return_to: str, at: datetime
) -> Subject:
    """Who the visitor is, fetched with the code that they brought back.

    Raises:
        BadToken: the provider does not stand by the code, or its token does not hold.
    """
    fields = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": return_to,
        "code_verifier": asked.verifier,
    }
    endpoints = endpoints_of(provider.issuer)
    try:
        told = post_form(endpoints.token, *_with_secret(provider, endpoints, fields))
    except CannotAsk as refusal:
        raise BadToken(str(refusal)) from None
    return read_id_token(provider, told.get("id_token"), nonce=asked.nonce, at=at)


def _with_secret(
    provider: Provider, endpoints: Endpoints, fields: dict[str, str]
) -> tuple[dict[str, str], dict[str, str]]:
    if endpoints.by_form:
        named = {"client_id": provider.client_id, "client_secret": provider.client_secret}
        return {**fields, **named}, {}
    # Both parts are quoted before they are joined: RFC 6749, 2.3.1.
    pair = f"{quote(provider.client_id, safe='')}:{quote(provider.client_secret, safe='')}"
    return fields, {"Authorization": f"Basic {base64.b64encode(pair.encode()).decode()}"}
