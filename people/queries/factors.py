"""What a user can prove themselves with beside the password."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from kernel import tenancy
from people.models import AuthenticatorApp, Passkey, RecoveryCode


@dataclass(frozen=True, slots=True, kw_only=True)
class Factors:
    """What a user can prove themselves with beside the password."""

    app: bool
    passkeys: int
    recovery_codes: int

    @property
    def any(self) -> bool:
        return self.app or self.passkeys > 0


def factors_of(user_id: UUID) -> Factors:
    """What the sign-in of a user asks for, read before anybody is signed in."""
    with tenancy.opened():
        return Factors(
            app=AuthenticatorApp.objects.filter(user_id=user_id).exists(),
            passkeys=Passkey.objects.filter(user_id=user_id).count(),
            recovery_codes=RecoveryCode.objects.filter(user_id=user_id, used_at=None).count(),
        )
