"""What every door of people shares: whose organisation is meant, and optional versions."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from kernel.api.views import ApiView
from kernel.errors import Invalid


class PeopleView(ApiView):
    """A door of people."""

    def home(self, values: dict[str, Any]) -> UUID:
        """The organisation that is meant: named, or the only one the actor belongs to."""
        if named := values.pop("organisation_id", None):
            return UUID(str(named))
        if len(self.actor.organisation_ids) == 1:
            return next(iter(self.actor.organisation_ids))
        raise Invalid.one(
            "/organisation_id", "Say which organisation: you have several.", code="required"
        )

    @property
    def version_if_sent(self) -> int | None:
        """For a POST that adds to a thing: If-Match is checked when it is there."""
        return self.expected_version if "If-Match" in self.request.headers else None
