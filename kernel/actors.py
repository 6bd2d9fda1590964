"""Who is asking: a plain value made once at the door."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID


class ActorKind(StrEnum):
    USER = "user"
    API_KEY = "api_key"
    PERSON = "person"  # somebody without an account, let in by a link
    SYSTEM = "system"
    ANONYMOUS = "anonymous"


class Scope(StrEnum):
    """How far a role reaches."""

    ORGANISATION = "organisation"
    UNIT = "unit"
    SYSTEM = "system"
    REGION = "region"
    COUNTRY = "country"


@dataclass(frozen=True, slots=True, kw_only=True)
class Grant:
    """One role held in one scope today, with the permissions that the role lists.

    `unit_ids` is the unit and everything below it; empty means the whole organisation.
    `until` is its last day, or None.
    """

    role: str
    scope: Scope
    permissions: frozenset[str]
    organisation_id: UUID | None = None
    unit_ids: frozenset[UUID] = frozenset()
    until: date | None = None

    def covers(self, organisation_id: UUID, unit_id: UUID | None) -> bool:
        if self.scope is Scope.ORGANISATION:
            return self.organisation_id == organisation_id
        if self.scope is Scope.UNIT:
            return self.organisation_id == organisation_id and unit_id in self.unit_ids
        return False


@dataclass(frozen=True, slots=True, kw_only=True)
class Errand:
    """What a link lets its holder do: one permission, on one thing, and nothing else.

    `subject_id` is the thing that the link is about, `target_id` what hangs on it, such as an
    action, where the permission is for that.
    """

    link_id: UUID
    permission: str
    subject_id: UUID
    target_id: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """A signed-in user, an API key, whoever holds a link, or the service itself.

    `organisation_ids`: where the actor is a member and sees everything their role allows.
    `oversight_ids`: organisations whose findings and names a wider role may read, never people.
    `shared_ids`: committees and projects of others in which the actor's organisation takes part.
    `key_scopes`: None for people; for API keys the subset of {"read", "write"} given to the key.
    `errand`: for whoever holds a link, all that they may do; they have no role.
    """

    kind: ActorKind
    id: UUID | None = None
    grants: tuple[Grant, ...] = ()
    organisation_ids: frozenset[UUID] = frozenset()
    oversight_ids: frozenset[UUID] = frozenset()
    shared_ids: frozenset[UUID] = frozenset()
    person_ids: frozenset[UUID] = frozenset()
    key_scopes: frozenset[str] | None = None
    errand: Errand | None = None

    @property
    def signed_in(self) -> bool:
        return self.kind is not ActorKind.ANONYMOUS

    @property
    def everywhere(self) -> bool:
        """The service itself, at work on behalf of nobody in particular."""
        return self.kind is ActorKind.SYSTEM

    @property
    def may_write(self) -> bool:
        return self.key_scopes is None or "write" in self.key_scopes

    def may(self, permission: str, *, organisation_id: UUID, unit_id: UUID | None = None) -> bool:
        """Does one of the actor's roles list `permission` for this organisation or unit?"""
        if self.everywhere:
            return True
        if not self.may_write and not permission.endswith(".read"):
            return False
        return any(
            permission in grant.permissions and grant.covers(organisation_id, unit_id)
            for grant in self.grants
        )

    def sent_for(self, permission: str, thing_id: UUID | None) -> bool:
        """Is this what the actor's link is for?"""
        sent = self.errand
        if sent is None or thing_id is None or permission != sent.permission:
            return False
        return thing_id == (sent.target_id or sent.subject_id)

    def may_somewhere(self, permission: str) -> bool:
        """Does any role list `permission`, wherever? For menus, never for a change."""
        return self.everywhere or any(permission in grant.permissions for grant in self.grants)


SYSTEM = Actor(kind=ActorKind.SYSTEM)
ANONYMOUS = Actor(kind=ActorKind.ANONYMOUS)
