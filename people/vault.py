"""Secrets that must be read again, such as those of authenticator apps: kept in a sealed form.

The keys come from SECRET_KEY, one for each purpose, so a database that leaks opens nothing. Keys
that were taken out of service (SECRET_KEY_FALLBACKS) still open what they sealed.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import importlib
from datetime import timedelta
from functools import cache
from typing import Any

from django.conf import settings


class Unreadable(Exception):
    """Sealed by nobody here, with a key that is gone, or too long ago."""


def seal(text: str, *, purpose: str) -> str:
    """The text as nobody else can read or change it."""
    return str(_box(purpose).encrypt(text.encode()).decode())


def unseal(sealed: str, *, purpose: str, max_age: timedelta | None = None) -> str:
    """The text again.

    Raises:
        Unreadable
    """
    seconds = int(max_age.total_seconds()) if max_age else None
    try:
        return str(_box(purpose).decrypt(sealed.encode(), ttl=seconds).decode())
    except (_fernet().InvalidToken, UnicodeError):
        raise Unreadable from None


def keyed_hash(text: str, *, purpose: str) -> tuple[str, ...]:
    """Digests of a text under each key, the present one first: to look up, never to read."""
    return tuple(
        hmac.new(_derived(key, purpose), text.encode(), hashlib.sha256).hexdigest()
        for key in _keys()
    )


def _box(purpose: str) -> Any:
    return _box_of(_keys(), purpose)


@cache
def _box_of(keys: tuple[str, ...], purpose: str) -> Any:
    fernet = _fernet()
    boxes = [fernet.Fernet(base64.urlsafe_b64encode(_derived(key, purpose))) for key in keys]
    return fernet.MultiFernet(boxes)


def _keys() -> tuple[str, ...]:
    return (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)


def _derived(key: str, purpose: str) -> bytes:
    return hmac.new(key.encode(), f"qiflow.vault.{purpose}".encode(), hashlib.sha256).digest()


@cache
def _fernet() -> Any:
    # Loaded with the first secret, so that neither start nor memory pays for it.
    return importlib.import_module("cryptography.fernet")
