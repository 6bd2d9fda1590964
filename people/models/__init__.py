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

__all__ = [
    "ApiKey",
    "Consent",
    "CountedTry",
    "Employment",
    "Invitation",
    "Leaving",
    "Need",
    "Organisation",
    "OrganisationSuccession",
    "OversightGrant",
    "PasswordReset",
    "Person",
    "Role",
    "RoleGrant",
    "SignInAttempt",
    "Unit",
    "UnitPlace",
    "User",
    "UserPerson",
]
