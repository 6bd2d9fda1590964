"""Words for links that open one thing for whoever holds them: made anew whenever they are needed.

A token is a signature, so nothing secret is stored: a database that leaks opens no link. Whether
the thing is still open (unused, in date, not called back) is kept with the thing itself.
"""

from __future__ import annotations

from uuid import UUID

from django.core.signing import BadSignature, Signer


def token_of(purpose: str, thing_id: UUID) -> str:
    """The same word each time for the same thing; of no use for another purpose."""
    return _signer(purpose).sign(thing_id.hex).replace(":", "-", 1)


def thing_of(purpose: str, token: str) -> UUID | None:
    """The thing that the token opens, or None where nobody here has signed it so."""
    try:
        return UUID(hex=_signer(purpose).unsign(token.replace("-", ":", 1)))
    except (BadSignature, ValueError):
        return None


def _signer(purpose: str) -> Signer:
    # Keys that were taken out of service still open what they signed: SECRET_KEY_FALLBACKS.
    return Signer(salt=f"qiflow.{purpose}")
