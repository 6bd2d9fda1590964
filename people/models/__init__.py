"""Tables of organisations, people and access."""

from people.models.access import ApiKey, Role, RoleGrant, SignInAttempt, User, UserPerson
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
    "Employment",
    "Need",
    "Organisation",
    "OrganisationSuccession",
    "OversightGrant",
    "Person",
    "Role",
    "RoleGrant",
    "SignInAttempt",
    "Unit",
    "UnitPlace",
    "User",
    "UserPerson",
]
