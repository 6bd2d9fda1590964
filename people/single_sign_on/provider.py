"""One organisation's provider: what it says of itself, and the keys it signs with."""

from __future__ import annotations

import importlib
from dataclasses import dataclass
from functools import cache
from time import monotonic
from typing import Any
from uuid import UUID

from people.single_sign_on.fetching import CannotAsk, get_json, require_askable

DISCOVERY = "/.well-known/openid-configuration"
KEPT_SECONDS = 300.0
#: A key that is not known may be a new one; it is looked for no more often than this.
AGAIN_SECONDS = 30.0
_MOST_KEPT = 500
_POST = "client_secret_post"
_BASIC = "client_secret_basic"


@dataclass(frozen=True, slots=True, kw_only=True)
class Provider:
    """A provider as it was set up, with its secret opened for use."""

    id: UUID
    organisation_id: UUID
    organisation: str
    name: str
    issuer: str
    client_id: str
    client_secret: str
    email_domain: str
    accepted_acr: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Endpoints:
    """Where to send the visitor, where to fetch the proof, and the keys that sign it.

    `by_form`: the provider takes our secret in the form and not in a header.
    """

    authorization: str
    token: str
    keys: str
    by_form: bool


@dataclass(slots=True, kw_only=True)
class _Kept:
    at: float
    value: Any


_kept: dict[str, _Kept] = {}


def endpoints_of(issuer: str) -> Endpoints:
    """What the discovery document of an issuer says.

    Raises:
        CannotAsk: there is none, it is another's, or it names addresses that may not be asked.
    """
    return _once(f"endpoints {issuer}", lambda: _discovered(issuer))


def keys_of(address: str, *, fresh: bool = False) -> Any:
    """The provider's public keys (a joserfc KeySet).

    Raises:
        CannotAsk
    """
    name = f"keys {address}"
    if fresh and (kept := _kept.get(name)) and monotonic() - kept.at > AGAIN_SECONDS:
        del _kept[name]
    return _once(name, lambda: _fetched_keys(address))


def _discovered(issuer: str) -> Endpoints:
    require_askable(issuer)
    told = get_json(f"{issuer.rstrip('/')}{DISCOVERY}")
    if told.get("issuer") != issuer:
        raise CannotAsk("The provider gives another name for itself.")
    methods = told.get("token_endpoint_auth_methods_supported")
    by_form = isinstance(methods, list) and _POST in methods and _BASIC not in methods
    return Endpoints(
        authorization=_address(told, "authorization_endpoint"),
        token=_address(told, "token_endpoint"),
        keys=_address(told, "jwks_uri"),
        by_form=by_form,
    )


def _address(told: dict[str, Any], name: str) -> str:
    address = told.get(name)
    if not isinstance(address, str):
        raise CannotAsk(f"The provider does not name its {name}.")
    require_askable(address)
    return address


def _fetched_keys(address: str) -> Any:
    told = get_json(address)
    try:
        return _jwk().KeySet.import_key_set(told)
    except (_errors().JoseError, ValueError, TypeError, LookupError, AttributeError):
        raise CannotAsk("The provider's keys cannot be read.") from None


def _once(name: str, fetch: Any) -> Any:
    """What was fetched within five minutes is not fetched again."""
    kept = _kept.get(name)
    if kept is None or monotonic() - kept.at > KEPT_SECONDS:
        if len(_kept) >= _MOST_KEPT:
            _kept.clear()
        kept = _Kept(at=monotonic(), value=fetch())
        _kept[name] = kept
    return kept.value


@cache
def _jwk() -> Any:
    return importlib.import_module("joserfc.jwk")


@cache
def _errors() -> Any:
    return importlib.import_module("joserfc.errors")
