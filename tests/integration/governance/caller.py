"""A user of the API, for the tests of governance."""

from __future__ import annotations

from typing import Any

from django.test import Client

from people.models import Organisation
from tests.factories import people

V1 = "/api/v1"


class Caller:
    """A signed-in user who sends JSON, with the ETag of what was read last."""

    def __init__(self, role: str, organisation: Organisation) -> None:
        self.client = Client(enforce_csrf_checks=False)
        self.user = people.user(role, organisation)
        self.client.force_login(self.user)

    def get(self, path: str) -> Any:
        return self.client.get(V1 + path)

    def post(self, path: str, body: dict[str, Any], etag: str | None = None) -> Any:
        headers = {"If-Match": etag} if etag else {}
        return self.client.post(V1 + path, body, content_type="application/json", headers=headers)

    def patch(self, path: str, body: dict[str, Any], etag: str | None = None) -> Any:
        headers = {"If-Match": etag} if etag else {}
        return self.client.patch(V1 + path, body, content_type="application/json", headers=headers)

    def step(self, path: str, transition: str, **values: Any) -> Any:
        etag = self.get(path)["ETag"]
        body = {"transition": transition, **values}
        return self.post(f"{path}/transitions", body, etag)
