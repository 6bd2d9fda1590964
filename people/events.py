"""What happens to organisations, units, people, users and keys: ids and facts, never names."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar
from uuid import UUID

from kernel.events import DomainEvent


@dataclass(frozen=True, kw_only=True)
class OrganisationRegistered(DomainEvent):
    """A body entered the register."""

    type: ClassVar[str] = "uk.qiflow.organisation.registered.v1"
    organisation_id: UUID
    organisation_type: str
    ods_code: str | None = None


@dataclass(frozen=True, kw_only=True)
class OrganisationChanged(DomainEvent):
    """What the register says of a body changed; `fields` names what."""

    type: ClassVar[str] = "uk.qiflow.organisation.changed.v1"
    organisation_id: UUID
    fields: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class OrganisationMerged(DomainEvent):
    """From a day on, one body stands in the place of another; told of both."""

    type: ClassVar[str] = "uk.qiflow.organisation.merged.v1"
    organisation_id: UUID
    predecessor_id: UUID
    successor_id: UUID
    from_date: date


@dataclass(frozen=True, kw_only=True)
class OversightGranted(DomainEvent):
    """A body lets a wider one read its findings."""

    type: ClassVar[str] = "uk.qiflow.organisation.oversight_granted.v1"
    organisation_id: UUID
    overseer_id: UUID
    from_date: date
    to_date: date | None = None


@dataclass(frozen=True, kw_only=True)
class OversightEnded(DomainEvent):
    """A body no longer lets a wider one read, after a last day."""

    type: ClassVar[str] = "uk.qiflow.organisation.oversight_ended.v1"
    organisation_id: UUID
    overseer_id: UUID
    last_day: date


@dataclass(frozen=True, kw_only=True)
class UnitOpened(DomainEvent):
    """An organisation has one more part."""

    type: ClassVar[str] = "uk.qiflow.unit.opened.v1"
    unit_id: UUID
    parent_id: UUID | None = None


@dataclass(frozen=True, kw_only=True)
class UnitChanged(DomainEvent):
    """A unit's name or type changed."""

    type: ClassVar[str] = "uk.qiflow.unit.changed.v1"
    unit_id: UUID
    fields: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class UnitMoved(DomainEvent):
    """From a day on a unit sits elsewhere in the tree."""

    type: ClassVar[str] = "uk.qiflow.unit.moved.v1"
    unit_id: UUID
    from_date: date
    parent_id: UUID | None = None


@dataclass(frozen=True, kw_only=True)
class UnitClosed(DomainEvent):
    """A unit is no more, after a last day."""

    type: ClassVar[str] = "uk.qiflow.unit.closed.v1"
    unit_id: UUID
    last_day: date


@dataclass(frozen=True, kw_only=True)
class PersonRegistered(DomainEvent):
    """An organisation knows one more person."""

    type: ClassVar[str] = "uk.qiflow.person.registered.v1"
    person_id: UUID


@dataclass(frozen=True, kw_only=True)
class PersonChanged(DomainEvent):
    """Particulars of a person changed; `fields` names which, never what they say."""

    type: ClassVar[str] = "uk.qiflow.person.changed.v1"
    person_id: UUID
    fields: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class PersonEmploymentChanged(DomainEvent):
    """Whom a person works for is known differently from `from_date` on."""

    type: ClassVar[str] = "uk.qiflow.person.employment_changed.v1"
    person_id: UUID
    employment_id: UUID
    from_date: date


@dataclass(frozen=True, kw_only=True)
class PersonConsentChanged(DomainEvent):
    """A person agreed to something, or no longer does, from `from_date` on."""

    type: ClassVar[str] = "uk.qiflow.person.consent_changed.v1"
    person_id: UUID
    scope: str
    given: bool
    from_date: date


@dataclass(frozen=True, kw_only=True)
class PersonLinked(DomainEvent):
    """A user signs in as this person."""

    type: ClassVar[str] = "uk.qiflow.person.linked.v1"
    person_id: UUID
    user_id: UUID


@dataclass(frozen=True, kw_only=True)
class PersonRemoved(DomainEvent):
    """A person is not counted from a day on: merged into another row, or erased."""

    type: ClassVar[str] = "uk.qiflow.person.removed.v1"
    person_id: UUID
    from_date: date
    merged_into: UUID | None = None


@dataclass(frozen=True, kw_only=True)
class PersonWithdrawn(DomainEvent):
    """A person whom an import registered was taken out again."""

    type: ClassVar[str] = "uk.qiflow.person.withdrawn.v1"
    person_id: UUID


@dataclass(frozen=True, kw_only=True)
class UserRegistered(DomainEvent):
    """Somebody can sign in."""

    type: ClassVar[str] = "uk.qiflow.user.registered.v1"
    user_id: UUID


@dataclass(frozen=True, kw_only=True)
class UserRoleGranted(DomainEvent):
    """A user holds one more role."""

    type: ClassVar[str] = "uk.qiflow.user.role_granted.v1"
    user_id: UUID
    grant_id: UUID
    role: str
    scope: str
    from_date: date
    unit_id: UUID | None = None
    to_date: date | None = None


@dataclass(frozen=True, kw_only=True)
class UserRoleEnded(DomainEvent):
    """A role has a last day."""

    type: ClassVar[str] = "uk.qiflow.user.role_ended.v1"
    user_id: UUID
    grant_id: UUID
    role: str
    last_day: date


@dataclass(frozen=True, kw_only=True)
class UserDisabled(DomainEvent):
    """A user can no longer sign in; what they opened is closed at once."""

    type: ClassVar[str] = "uk.qiflow.user.disabled.v1"
    user_id: UUID


@dataclass(frozen=True, kw_only=True)
class UserEnabled(DomainEvent):
    """A user can sign in again."""

    type: ClassVar[str] = "uk.qiflow.user.enabled.v1"
    user_id: UUID


@dataclass(frozen=True, kw_only=True)
class UserPasswordChanged(DomainEvent):
    """A password was changed; every other session of the user is over."""

    type: ClassVar[str] = "uk.qiflow.user.password_changed.v1"
    user_id: UUID


@dataclass(frozen=True, kw_only=True)
class UserRoleExtended(DomainEvent):
    """A role lasts longer than was said before; without a last day it has no end."""

    type: ClassVar[str] = "uk.qiflow.user.role_extended.v1"
    user_id: UUID
    grant_id: UUID
    role: str
    last_day: date | None = None


@dataclass(frozen=True, kw_only=True)
class UserLeaving(DomainEvent):
    """A user leaves an organisation after a last day; what they hold went to others."""

    type: ClassVar[str] = "uk.qiflow.user.leaving.v1"
    user_id: UUID
    receiver_id: UUID
    last_day: date
    handed_over: int


@dataclass(frozen=True, kw_only=True)
class UserStays(DomainEvent):
    """A user does not leave after all; their roles last as long as before."""

    type: ClassVar[str] = "uk.qiflow.user.stays.v1"
    user_id: UUID


@dataclass(frozen=True, kw_only=True)
class UserLeft(DomainEvent):
    """The last day of a user in an organisation is over, and every door of theirs is closed."""

    type: ClassVar[str] = "uk.qiflow.user.left.v1"
    user_id: UUID
    last_day: date
    handed_over: int


@dataclass(frozen=True, kw_only=True)
class InvitationSent(DomainEvent):
    """Somebody was asked to join, or asked again: from now on only this sending counts."""

    type: ClassVar[str] = "uk.qiflow.invitation.sent.v1"
    invitation_id: UUID
    roles: tuple[str, ...]
    scope: str
    expires: datetime
    times_sent: int
    unit_id: UUID | None = None
    person_id: UUID | None = None


@dataclass(frozen=True, kw_only=True)
class InvitationAccepted(DomainEvent):
    """Somebody who was asked has joined."""

    type: ClassVar[str] = "uk.qiflow.invitation.accepted.v1"
    invitation_id: UUID
    user_id: UUID


@dataclass(frozen=True, kw_only=True)
class InvitationCancelled(DomainEvent):
    """An invitation was called back; its link opens nothing."""

    type: ClassVar[str] = "uk.qiflow.invitation.cancelled.v1"
    invitation_id: UUID


@dataclass(frozen=True, kw_only=True)
class InvitationHandedOver(DomainEvent):
    """Somebody else answers for an open invitation."""

    type: ClassVar[str] = "uk.qiflow.invitation.handed_over.v1"
    invitation_id: UUID
    receiver_id: UUID


@dataclass(frozen=True, kw_only=True)
class ResetAsked(DomainEvent):
    """A user, or an administrator for them, asked for a new password; earlier links are dead."""

    type: ClassVar[str] = "uk.qiflow.reset.asked.v1"
    reset_id: UUID
    user_id: UUID
    expires: datetime


@dataclass(frozen=True, kw_only=True)
class ResetUsed(DomainEvent):
    """A new password was chosen by a link; every session of the user is over."""

    type: ClassVar[str] = "uk.qiflow.reset.used.v1"
    reset_id: UUID
    user_id: UUID


@dataclass(frozen=True, kw_only=True)
class ApiKeyCreated(DomainEvent):
    """Another system has a key."""

    type: ClassVar[str] = "uk.qiflow.api_key.created.v1"
    api_key_id: UUID
    roles: tuple[str, ...]
    scopes: tuple[str, ...]
    expires_on: date


@dataclass(frozen=True, kw_only=True)
class ApiKeyRevoked(DomainEvent):
    """A key opens nothing any more."""

    type: ClassVar[str] = "uk.qiflow.api_key.revoked.v1"
    api_key_id: UUID


@dataclass(frozen=True, kw_only=True)
class UserSignedIn(DomainEvent):
    """Somebody signed in. `way`: password, passkey or provider; `second_factor`: what else."""

    type: ClassVar[str] = "uk.qiflow.user.signed_in.v1"
    user_id: UUID
    way: str
    second_factor: str = ""


@dataclass(frozen=True, kw_only=True)
class UserSignInFailed(DomainEvent):
    """Somebody tried to sign in as this user, and could not; `step`: password or second_factor."""

    type: ClassVar[str] = "uk.qiflow.user.sign_in_failed.v1"
    user_id: UUID
    step: str


@dataclass(frozen=True, kw_only=True)
class UserSignInLocked(DomainEvent):
    """So many tries failed that the next have to wait; `step`: password or second_factor."""

    type: ClassVar[str] = "uk.qiflow.user.sign_in_locked.v1"
    user_id: UUID
    step: str


@dataclass(frozen=True, kw_only=True)
class UserSecondFactorAdded(DomainEvent):
    """A user can prove themselves in one more way; `factor`: app or passkey."""

    type: ClassVar[str] = "uk.qiflow.user.second_factor_added.v1"
    user_id: UUID
    factor: str


@dataclass(frozen=True, kw_only=True)
class UserSecondFactorRemoved(DomainEvent):
    """A user can no longer prove themselves in this way; `factor`: app or passkey."""

    type: ClassVar[str] = "uk.qiflow.user.second_factor_removed.v1"
    user_id: UUID
    factor: str


@dataclass(frozen=True, kw_only=True)
class UserRecoveryCodesMade(DomainEvent):
    """A user has new codes for the day on which the telephone is away; older ones are void."""

    type: ClassVar[str] = "uk.qiflow.user.recovery_codes_made.v1"
    user_id: UUID


@dataclass(frozen=True, kw_only=True)
class UserRecoveryCodeUsed(DomainEvent):
    """A recovery code was used up; `left` are those that still work."""

    type: ClassVar[str] = "uk.qiflow.user.recovery_code_used.v1"
    user_id: UUID
    left: int


@dataclass(frozen=True, kw_only=True)
class UserSessionsEnded(DomainEvent):
    """Sessions of a user were ended: by `self`, an `administrator`, the `provider`, or because
    the `password` changed."""

    type: ClassVar[str] = "uk.qiflow.user.sessions_ended.v1"
    user_id: UUID
    because: str
    count: int


@dataclass(frozen=True, kw_only=True)
class UserProviderBound(DomainEvent):
    """From now on a user signs in with their organisation's provider too."""

    type: ClassVar[str] = "uk.qiflow.user.provider_bound.v1"
    user_id: UUID
    provider_id: UUID


@dataclass(frozen=True, kw_only=True)
class IdentityProviderAdded(DomainEvent):
    """An organisation lets its users sign in with its own directory."""

    type: ClassVar[str] = "uk.qiflow.identity_provider.added.v1"
    provider_id: UUID


@dataclass(frozen=True, kw_only=True)
class IdentityProviderChanged(DomainEvent):
    """How an organisation's provider is reached or trusted changed; `fields` names what."""

    type: ClassVar[str] = "uk.qiflow.identity_provider.changed.v1"
    provider_id: UUID
    fields: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class IdentityProviderRemoved(DomainEvent):
    """Nobody signs in with this provider any more."""

    type: ClassVar[str] = "uk.qiflow.identity_provider.removed.v1"
    provider_id: UUID
