"""Somebody who uses the API alone, over the network, with a key."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from http.client import HTTPConnection, HTTPResponse
from typing import Any
from urllib.parse import quote, urlsplit

_PATIENCE_SECONDS = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    status: int
    etag: str
    body: Any

    def must(self, status: int) -> Answer:
        """The answer, if it is what was expected."""
        assert self.status == status, f"{self.status} instead of {status}: {self.body}"
        return self

    @property
    def id(self) -> str:
        return str(self.body["id"])


@dataclass(frozen=True, slots=True, kw_only=True)
class Caller:
    """Sends JSON with a bearer token; every call is a connection of its own."""

    address: str
    token: str

    def get(self, path: str, **asked: Any) -> Answer:
        query = "&".join(f"{name}={quote(str(value))}" for name, value in asked.items())
        return self._send("GET", f"{path}?{query}" if query else path)

    def post(self, path: str, *, etag: str = "", **body: Any) -> Answer:
        return self._send("POST", path, body=body, etag=etag)

    def patch(self, path: str, *, etag: str, **body: Any) -> Answer:
        return self._send("PATCH", path, body=body, etag=etag)

    def step(self, path: str, transition: str, *, etag: str = "", **values: Any) -> Answer:
        """Take a step of a thing, as it is now unless an ETag is given."""
        etag = etag or self.get(path).must(200).etag
        return self.post(f"{path}/transitions", etag=etag, transition=transition, **values)

    def outcome(self, subject: str, rule: str, **when: Any) -> tuple[str, Mapping[str, Any]]:
        """The outcome of a rule for a subject, with its whole finding; none yet is empty."""
        found = self.get("/findings", subject=subject, rule=rule, **when).must(200)
        rows = found.body["results"]
        return (rows[0]["outcome"], rows[0]) if rows else ("", {})

    def _send(
        self, method: str, path: str, *, body: Mapping[str, Any] | None = None, etag: str = ""
    ) -> Answer:
        parts = urlsplit(self.address)
        connection = HTTPConnection(parts.hostname or "", parts.port, timeout=_PATIENCE_SECONDS)
        headers = {"Authorization": f"Bearer {self.token}"}
        if etag:
            headers["If-Match"] = etag
        if body is not None:
            headers["Content-Type"] = "application/json"
        try:
            sent = json.dumps(body, default=str) if body is not None else None
            connection.request(method, f"/api/v1{path}", body=sent, headers=headers)
            return _answer(connection.getresponse())
        finally:
            connection.close()


def _answer(response: HTTPResponse) -> Answer:
    raw = response.read()
    return Answer(
        status=response.status,
        etag=response.headers.get("ETag", ""),
        body=json.loads(raw) if raw else None,
    )


def days(today: date, count: int) -> str:
    """The day so many days from today, as the API writes it."""
    return (today + timedelta(days=count)).isoformat()
