"""Passkeys as the standard speaks of them (WebAuthn level 2), and nothing of our tables.

`fido2` is loaded with the first passkey, so that neither start nor memory pays for it. What a
browser sends is hostile until its signature is checked: whatever is wrong with it is `BadPasskey`.
"""

from __future__ import annotations

import importlib
import json
import struct
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any
from urllib.parse import urlsplit

#: Longest answer of a browser, in characters; real ones have some thousand.
LONGEST = 20_000
#: The library answers a malformed message with whatever its parser stumbles over.
_STUMBLES = (
    ValueError,
    TypeError,
    LookupError,
    AttributeError,
    AssertionError,
    ArithmeticError,
    RecursionError,
    NotImplementedError,
    struct.error,
)


class BadPasskey(Exception):
    """What the browser sent proves nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """Where the page is: passkeys of one address are of no use at another."""

    origin: str

    @property
    def host(self) -> str:
        return urlsplit(self.origin).hostname or ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What the browser is asked; `state` stays here until it answers."""

    options: dict[str, Any]
    state: dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class NewKey:
    """A passkey that was just made."""

    credential_id: bytes
    credential: bytes
    sign_count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """Which passkey answers, for whom it says it is, and how often it has been used."""

    credential_id: bytes
    user_handle: bytes
    sign_count: int
    verified_person: bool


def ask_for_new(
    site: Site, *, handle: bytes, account: str, name: str, known: Iterable[bytes]
) -> Question:
    """Have the device make a passkey; one that it made before is not made twice."""
    webauthn = _webauthn()
    options, state = _server(site).register_begin(
        webauthn.PublicKeyCredentialUserEntity(id=handle, name=account, display_name=name),
        credentials=[_data(one) for one in known],
        resident_key_requirement=webauthn.ResidentKeyRequirement.REQUIRED,
        user_verification=webauthn.UserVerificationRequirement.REQUIRED,
    )
    return Question(options=_plain(dict(options)), state=_plain(state))


def ask_for_known(site: Site, known: Iterable[bytes] = (), *, person: bool) -> Question:
    """Have the device prove that it holds a passkey: one of `known`, or any of this site.

    `person`: the device must see by a PIN, a finger or a face that its owner is there.
    """
    requirement = _webauthn().UserVerificationRequirement
    options, state = _server(site).authenticate_begin(
        credentials=[_data(one) for one in known] or None,
        user_verification=requirement.REQUIRED if person else requirement.PREFERRED,
    )
    return Question(options=_plain(dict(options)), state=_plain(state))


def read_new(site: Site, state: Mapping[str, Any], sent: str) -> NewKey:
    """Raises: BadPasskey."""
    try:
        made = _server(site).register_complete(state, _read(sent))
        data = made.credential_data
        return NewKey(
            credential_id=bytes(data.credential_id),
            credential=bytes(data),
            sign_count=int(made.counter),
        )
    except BadPasskey:
        raise
    except _STUMBLES as error:
        raise BadPasskey(type(error).__name__) from None


def name_of_answer(sent: str) -> bytes:
    """Which passkey an answer claims to be from, before anything is checked."""
    try:
        return bytes(_webauthn().AuthenticationResponse.from_dict(_read(sent)).raw_id)
    except BadPasskey:
        raise
    except _STUMBLES as error:
        raise BadPasskey(type(error).__name__) from None


def read_answer(site: Site, state: Mapping[str, Any], credential: bytes, sent: str) -> Answer:
    """Check the signature of a passkey that we know.

    Raises:
        BadPasskey
    """
    try:
        told = _webauthn().AuthenticationResponse.from_dict(_read(sent))
        _server(site).authenticate_complete(state, [_data(credential)], told)
        data = told.response.authenticator_data
        return Answer(
            credential_id=bytes(told.raw_id),
            user_handle=bytes(told.response.user_handle or b""),
            sign_count=int(data.counter),
            verified_person=bool(data.is_user_verified()),
        )
    except BadPasskey:
        raise
    except _STUMBLES as error:
        raise BadPasskey(type(error).__name__) from None


def _read(sent: str) -> dict[str, Any]:
    if len(sent) > LONGEST:
        raise BadPasskey("too long")
    try:
        told = json.loads(sent)
    except (ValueError, RecursionError):
        raise BadPasskey("not JSON") from None
    if not isinstance(told, dict):
        raise BadPasskey("not an object")
    return told


def _server(site: Site) -> Any:
    entity = _webauthn().PublicKeyCredentialRpEntity(id=site.host, name="QIflow")
    server = importlib.import_module("fido2.server")
    return server.Fido2Server(entity, verify_origin=lambda origin: origin == site.origin)


def _data(credential: bytes) -> Any:
    return _webauthn().AttestedCredentialData(bytes(credential))


def _plain(value: Any) -> Any:
    """The library's mappings as JSON takes them."""
    if isinstance(value, Mapping):
        return {str(key): _plain(inner) for key, inner in value.items() if inner is not None}
    if isinstance(value, list | tuple):
        return [_plain(inner) for inner in value]
    if isinstance(value, str):
        return str(value)
    return value


@cache
def _webauthn() -> Any:
    return importlib.import_module("fido2.webauthn")
