"""Everybody who may stand before a door."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpResponse
from django.test import Client

from kernel.actors import Scope
from people.models import Organisation, OversightGrant, User
from people.roles import BY_CODE, ROLES
from tests.factories import people as make
from tests.integration.walls import keys

SAFE = ("GET", "HEAD", "OPTIONS")


@dataclass(frozen=True, kw_only=True)
class Caller:
    """Somebody who sends requests.

    `member`: holds `role` in the home organisation. `overseer`: looks at it from above.
    `registrar`: keeps the register of bodies. `national`: the role reaches the whole country.
    """

    name: str
    role: str = ""
    signed_in: bool = True
    key: bool = False
    may_write: bool = True
    member: bool = False
    overseer: bool = False
    registrar: bool = False
    national: bool = False
    headers: Mapping[str, str] = field(default_factory=dict)
    client: Client = field(default_factory=Client)

    def may(self, permissions: tuple[str, ...]) -> bool:
        """Does the role list one of these? No permission asked means everybody.

        Of a key that only reads, only permissions to read are left.
        """
        listed = BY_CODE[self.role].permissions if self.role else ()
        held = [one for one in listed if self.may_write or one.endswith(".read")]
        return not permissions or any(one in held for one in permissions)

    def send(
        self,
        method: str,
        path: str,
        body: Any = None,
        *,
        headers: Mapping[str, str] | None = None,
        content_type: str = "application/json",
    ) -> HttpResponse:
        """Send a request; a body that is not bytes goes as JSON."""
        raw = body if isinstance(body, bytes) else b"" if body is None else json.dumps(body)
        sent = {**self.headers, **(headers or {})}
        answer: HttpResponse = self.client.generic(method, path, raw, content_type, headers=sent)
        return answer


def everybody(home: Organisation) -> list[Caller]:
    """Each role in the home organisation, roles from outside, keys, and those whom none lets in."""
    return [
        *(member(role.code, home) for role in ROLES if Scope.ORGANISATION in role.scopes),
        *_wider(home),
        Caller(name="user without a role", client=signed_in(make.user())),
        *(key(home, scopes) for scopes in (("read",), keys.BOTH)),
        *_shut_out(home),
    ]


def member(role: str, organisation: Organisation) -> Caller:
    client = signed_in(make.user(role, organisation))
    return Caller(name=role, role=role, member=True, client=client)


def key(organisation: Organisation, scopes: tuple[str, ...] = keys.BOTH) -> Caller:
    issued = keys.issue(organisation, scopes=scopes)
    return Caller(
        name=f"key to {' and '.join(scopes)}",
        role="administrator",
        key=True,
        member=True,
        may_write="write" in scopes,
        headers=keys.bearer(issued),
    )


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def _wider(home: Organisation) -> list[Caller]:
    board = make.organisation(type="icb", name="Board")
    OversightGrant.objects.create(
        organisation=home, overseer=board, from_date=make.LONG_AGO, recorded_at=make.RECORDED
    )
    service = make.organisation(type="other", name="Service")
    return [
        _from_above("system_lead", board, Scope.SYSTEM, overseer=True),
        _from_above("national_lead", board, Scope.COUNTRY, overseer=True, national=True),
        _from_above("operator", service, Scope.COUNTRY, registrar=True, national=True),
    ]


def _from_above(role: str, body: Organisation, scope: Scope, **reach: bool) -> Caller:
    client = signed_in(make.user(role, body, scope=scope))
    return Caller(name=role, role=role, client=client, **reach)  # type: ignore[arg-type]


def _shut_out(home: Organisation) -> list[Caller]:
    user = make.user("administrator", home)
    client = signed_in(user)
    User.objects.filter(pk=user.pk).update(is_active=False)
    shut = {
        "expired key": keys.bearer(keys.expired(home)),
        "revoked key": keys.bearer(keys.revoked(home)),
        "key of a leaver": keys.bearer(keys.of_a_leaver(home)),
        "invented key": {"Authorization": "Bearer qif_12345678_" + "a" * 43},
    }
    return [
        Caller(name="anonymous", signed_in=False),
        Caller(name="disabled user", signed_in=False, client=client),
        *(Caller(name=name, signed_in=False, headers=sent) for name, sent in shut.items()),
    ]
