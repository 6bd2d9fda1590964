"""Tables of organisations, people and access."""

from people.models.access import ApiKey, Role, RoleGrant, SignInAttempt, User, UserPerson
from people.models.counting import CountedTry
from people.models.invitation import Invitation, PasswordReset
from people.models.leaving import Leaving
from people.models.needs import Need
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
    "CountedTry",
    "Employment",
    "IdentityProvider",
    "Invitation",
    "Leaving",
    "Need",
    "Organisation",
    "OrganisationSuccession",
    "OversightGrant",
    "Passkey",
    "PasswordReset",
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
