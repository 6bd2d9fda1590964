"""Proving again that it is oneself: with the password, a code or a passkey."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import HttpRequest
from rest_framework.request import Request

from kernel import clock
from people import commands, doors


def confirm(
    request: HttpRequest | Request, *, now: datetime, password: str = "", code: str = ""
) -> commands.Proved | None:
    """The password of the present user, or else a code; what is right counts for ten minutes.

    Raises:
        TooManyTries, WrongPassword, WrongCode
    """
    user: Any = request.user
    address = doors.address_of(request)
    proved = None
    if password:
        commands.sign_in(email=user.email, password=password, address=address, now=now)
    else:
        proved = commands.prove(
            user_id=user.pk, typed=code, address=address, now=now, at=clock.real()
        )
    doors.confirm(request)
    return proved
