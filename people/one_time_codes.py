"""One-time codes of an authenticator app (RFC 6238), and the recovery codes for without it.

A code is six figures, good for 30 seconds and one step to either side, because clocks of
telephones differ. Source: ASVS 5.0 V6.5.1 to V6.5.5 (reliability.md 6.3).
"""

from __future__ import annotations

import importlib
import re
import secrets
from datetime import datetime
from functools import cache
from hmac import compare_digest
from typing import Any

STEP_SECONDS = 30
DRIFT = 1
RECOVERY_CODES = 10
#: Letters and figures that nobody takes for one another on paper.
_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
_GROUPS, _GROUP = 4, 4
_CODE = re.compile(r"[0-9]{6}")


def new_secret() -> str:
    """160 random bits, as apps take them."""
    return str(_pyotp().random_base32())


def step_of(secret: str, typed: str, *, at: datetime, after: int) -> int | None:
    """The 30 seconds for which this is the code, or None where it is none, or was used.

    `after`: the step of the last code that was taken; only later ones are.
    """
    code = re.sub(r"\s", "", typed)
    if not _CODE.fullmatch(code):
        return None
    present = int(at.timestamp()) // STEP_SECONDS
    app = _pyotp().TOTP(secret)
    for step in range(present - DRIFT, present + DRIFT + 1):
        right = compare_digest(app.generate_otp(step), code)
        if right and step > after:
            return step
    return None


def looks_like_a_code(typed: str) -> bool:
    """Six figures; anything else is meant as a recovery code."""
    return bool(_CODE.fullmatch(re.sub(r"\s", "", typed)))


def address_for_app(secret: str, *, account: str) -> str:
    """What the QR code says to the app."""
    return str(_pyotp().TOTP(secret).provisioning_uri(name=account, issuer_name="QIflow"))


def as_picture(address: str) -> str:
    """The QR code as SVG that can stand in a page."""
    code = importlib.import_module("segno").make(address, error="m")
    return str(code.svg_inline(scale=5, border=4, omitsize=True, svgclass="qi-qr", lineclass=None))


def in_groups(secret: str) -> str:
    """The secret as somebody can type it: four characters at a time."""
    return " ".join(secret[i : i + 4] for i in range(0, len(secret), 4))


def new_recovery_codes() -> tuple[str, ...]:
    """Ten codes of 79 random bits each."""
    return tuple(
        "-".join("".join(secrets.choice(_ALPHABET) for _ in range(_GROUP)) for _ in range(_GROUPS))
        for _ in range(RECOVERY_CODES)
    )


def plain(recovery_code: str) -> str:
    """A recovery code however it was typed: spaces, strokes and capitals do not count."""
    return re.sub(r"[^a-z0-9]", "", recovery_code.lower())[:64]


@cache
def _pyotp() -> Any:
    return importlib.import_module("pyotp")
