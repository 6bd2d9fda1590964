"""What a provider signed: who somebody is, or that they signed out. Nothing unsigned counts."""

from __future__ import annotations

import importlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from hmac import compare_digest
from typing import Any

from people.passwords import is_encodable
from people.single_sign_on.provider import Provider, endpoints_of, keys_of

#: Asymmetric alone: with a shared secret, or none, anybody could sign.
ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512")
LEEWAY = timedelta(seconds=60)
#: A token is fetched seconds before it is read.
OLDEST = timedelta(minutes=10)
LONGEST = 20_000
_LOGGED_OUT = "http://schemas.openid.net/event/backchannel-logout"


class BadToken(Exception):
    """Not signed by the provider, not for us, not now, or not what was asked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """Who the provider says somebody is. `session`: what it calls their session there."""

    subject: str
    email: str
    email_verified: bool
    acr: str
    session: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedOut:
    """Whom the provider signed out: a subject, one session of theirs, or both."""

    subject: str
    session: str


def read_id_token(provider: Provider, token: object, *, nonce: str, at: datetime) -> Subject:
    """Raises: BadToken, CannotAsk."""
    claims = _signed(provider, token, at=at)
    told = _text(claims, "nonce", required=True)
    if not compare_digest(told.encode(), nonce.encode()):
        raise BadToken("nonce")
    return Subject(
        subject=_text(claims, "sub", required=True),
        email=_text(claims, "email").strip(),
        email_verified=claims.get("email_verified") is True,
        acr=_text(claims, "acr"),
        session=_text(claims, "sid"),
    )


def read_logout_token(provider: Provider, token: object, *, at: datetime) -> SignedOut:
    """Source: OpenID Connect Back-Channel Logout 1.0, 2.6. Raises: BadToken, CannotAsk."""
    claims = _signed(provider, token, at=at)
    events = claims.get("events")
    if not isinstance(events, dict) or not isinstance(events.get(_LOGGED_OUT), dict):
        raise BadToken("events")
    if "nonce" in claims:
        raise BadToken("nonce")
    found = SignedOut(subject=_text(claims, "sub"), session=_text(claims, "sid"))
    if not found.subject and not found.session:
        raise BadToken("sub")
    return found


def _signed(provider: Provider, token: object, *, at: datetime) -> dict[str, Any]:
    """The claims of a token, when the provider signed it, for us, and not long ago."""
    if not isinstance(token, str) or not 0 < len(token) <= LONGEST:
        raise BadToken("token")
    claims = _opened(token, endpoints_of(provider.issuer).keys)
    if claims.get("iss") != provider.issuer:
        raise BadToken("iss")
    audience = claims.get("aud")
    audiences = audience if isinstance(audience, list) else [audience]
    if provider.client_id not in audiences:
        raise BadToken("aud")
    party = claims.get("azp")
    if party is None and len(audiences) > 1:
        raise BadToken("azp")
    if party not in (None, provider.client_id):
        raise BadToken("azp")
    now = at.timestamp()
    leeway = LEEWAY.total_seconds()
    if _instant(claims, "exp") <= now - leeway:
        raise BadToken("exp")
    if not now - OLDEST.total_seconds() - leeway <= _instant(claims, "iat") <= now + leeway:
        raise BadToken("iat")
    return claims


def _opened(token: str, keys_address: str) -> dict[str, Any]:
    errors, jwt = _errors(), _jwt()
    try:
        try:
            opened = jwt.decode(token, keys_of(keys_address), algorithms=list(ALGORITHMS))
        except errors.InvalidKeyIdError:
            fresh = keys_of(keys_address, fresh=True)
            opened = jwt.decode(token, fresh, algorithms=list(ALGORITHMS))
    except (errors.JoseError, ValueError, TypeError, LookupError, AttributeError) as error:
        raise BadToken(type(error).__name__) from None
    return dict(opened.claims)


def _instant(claims: dict[str, Any], name: str) -> float:
    value = claims.get(name)
    # JSON as Python reads it knows NaN, which is neither before nor after any instant.
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value < 1e12:
        raise BadToken(name)
    return float(value)


def _text(claims: dict[str, Any], name: str, *, required: bool = False) -> str:
    value = claims.get(name, "")
    if not isinstance(value, str) or len(value) > 255 or "\x00" in value:
        raise BadToken(name)
    if not is_encodable(value):
        raise BadToken(name)
    if required and not value:
        raise BadToken(name)
    return value


@cache
def _jwt() -> Any:
    return importlib.import_module("joserfc.jwt")


@cache
def _errors() -> Any:
    return importlib.import_module("joserfc.errors")
