"""An organisation's identity provider on this machine, for tests: OpenID Connect in small.

It signs with real keys. What it says of the next visitor, and how it misbehaves, is set on it.
"""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from time import time
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import RSAKey

CLIENT_ID, CLIENT_SECRET = "qiflow", "a secret of this trust & no other"
LOGGED_OUT = "http://schemas.openid.net/event/backchannel-logout"


class IdentityProvider:
    """`person`: claims of whoever comes next. `changes`: claims that are put in wrong.

    `answers`: paths that answer with other bytes than they should; a number is a status.
    """

    def __init__(self) -> None:
        self.key = RSAKey.generate_key(2048, {"kid": "one"})
        self.person: dict[str, Any] = {}
        self.changes: dict[str, Any] = {}
        self.header: dict[str, Any] = {"alg": "RS256", "kid": "one"}
        self.answers: dict[str, bytes | int] = {}
        self.codes: dict[str, dict[str, str]] = {}
        self.asked: list[str] = []
        self._server = _Server(("127.0.0.1", 0), _Handler)
        self._server.provider = self
        self.issuer = f"http://127.0.0.1:{self._server.server_port}/trust"

    @contextmanager
    def running(self) -> Iterator[IdentityProvider]:
        thread = Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            yield self
        finally:
            self._server.shutdown()
            thread.join()
            self._server.server_close()

    def discovery(self) -> dict[str, Any]:
        return {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "jwks_uri": f"{self.issuer}/keys",
        }

    def authorize(self, query: dict[str, str]) -> str:
        """Sign the visitor in at once, and send them back with a code."""
        code = secrets.token_urlsafe(16)
        self.codes[code] = query
        back = {"code": code, "state": query["state"]}
        return f"{query['redirect_uri']}?{urlencode(back)}"

    def token(self, form: dict[str, str], authorization: str) -> dict[str, Any] | None:
        """The proof for a code: once, to whom it was given, with the other half of the PKCE."""
        pair = base64.b64decode(authorization.removeprefix("Basic ")).decode()
        asked = self.codes.pop(form.get("code", ""), None)
        expected = urlencode({"": CLIENT_SECRET})[1:].replace("+", "%20")
        if asked is None or pair != f"{CLIENT_ID}:{expected}":
            return None
        digest = hashlib.sha256(form["code_verifier"].encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
        same_way = form["redirect_uri"] == asked["redirect_uri"]
        if challenge != asked["code_challenge"] or not same_way:
            return None
        return {"id_token": self.signed({"nonce": asked["nonce"], **self.person})}

    def signed(self, claims: dict[str, Any]) -> str:
        """A token of ours, with whatever is wrong with it today."""
        now = int(time())
        usual = {"iss": self.issuer, "aud": CLIENT_ID, "iat": now, "exp": now + 300}
        told = {**usual, **claims, **self.changes}
        told = {name: value for name, value in told.items() if value is not None}
        if self.header["alg"] == "none":
            parts = (json.dumps(part).encode() for part in (self.header, told))
            return ".".join(_plain(part) for part in parts) + "."
        return jwt.encode(self.header, told, self.key)

    def logout_token(self, **claims: Any) -> str:
        return self.signed({"events": {LOGGED_OUT: {}}, "jti": secrets.token_hex(8), **claims})


class _Server(ThreadingHTTPServer):
    provider: IdentityProvider


class _Handler(BaseHTTPRequestHandler):
    server: _Server

    def do_GET(self) -> None:
        provider = self.server.provider
        parts = urlsplit(self.path)
        provider.asked.append(parts.path)
        name = parts.path.rpartition("/")[2]
        if name in provider.answers:
            self._misbehave(provider.answers[name])
        elif name == "openid-configuration":
            self._tell(provider.discovery())
        elif name == "keys":
            self._tell({"keys": [provider.key.as_dict(private=False)]})
        elif name == "authorize":
            query = {name: values[-1] for name, values in parse_qs(parts.query).items()}
            self._send_to(302, provider.authorize(query))
        else:
            self.send_error(404)

    def do_POST(self) -> None:
        provider = self.server.provider
        sent = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
        if "token" in provider.answers:
            self._misbehave(provider.answers["token"])
            return
        form = {name: values[-1] for name, values in sent.items()}
        told = provider.token(form, self.headers.get("Authorization", ""))
        if told is None:
            self._tell({"error": "invalid_grant"}, status=400)
        else:
            self._tell(told)

    def _misbehave(self, told: bytes | int) -> None:
        if isinstance(told, int):
            self._send_to(told, "http://169.254.169.254/")
            return
        self.send_response(200)
        self.end_headers()
        self.wfile.write(told)

    def _send_to(self, status: int, address: str) -> None:
        self.send_response(status)
        self.send_header("Location", address)
        self.end_headers()

    def _tell(self, told: dict[str, Any], *, status: int = 200) -> None:
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(json.dumps(told).encode())

    def log_message(self, *_: Any) -> None:
        """Tests say themselves what they expect."""


def _plain(part: bytes) -> str:
    return base64.urlsafe_b64encode(part).rstrip(b"=").decode()
