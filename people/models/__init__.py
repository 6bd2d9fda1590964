"""Tables of organisations, people and access."""

from people.models.access import ApiKey, Role, RoleGrant, SignInAttempt, User, UserPerson
from people.models.organisation import (
    Organisation,
    OrganisationSuccession,
    OversightGrant,
    Unit,
    UnitPlace,
)
from people.models.person import Consent, Employment, Person
from people.models.signing_in import (
    AuthenticatorApp,
    IdentityProvider,
    Passkey,
    ProviderIdentity,
    RecoveryCode,
    UserSession,
)

__all__ = [
    "ApiKey",
    "AuthenticatorApp",
    "Consent",
    "Employment",
    "IdentityProvider",
    "Organisation",
    "OrganisationSuccession",
    "OversightGrant",
    "Passkey",
    "Person",
    "ProviderIdentity",
    "RecoveryCode",
    "Role",
    "RoleGrant",
    "SignInAttempt",
    "Unit",
    "UnitPlace",
    "User",
    "UserPerson",
    "UserSession",
]
