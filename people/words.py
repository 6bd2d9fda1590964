"""The closed lists of words that people's doors take, from the tables and the roles."""

from __future__ import annotations

from kernel.actors import Scope
from people.models.needs import Need
from people.models.organisation import OrganisationKind, UnitKind
from people.models.person import ConsentScope, EmploymentBasis, PartnerKind
from people.roles import BY_CODE

ORGANISATION_TYPES = tuple(OrganisationKind.values)
UNIT_TYPES = tuple(UnitKind.values)
PARTNER_KINDS = tuple(PartnerKind.values)
NEEDS = tuple(Need.values)
BASES = tuple(EmploymentBasis.values)
CONSENT_SCOPES = tuple(ConsentScope.values)
ROLE_CODES = tuple(sorted(BY_CODE))
#: Roles in an organisation or a part of it; the others reach further.
OWN_PLACE_ROLE_CODES = tuple(
    sorted(code for code, role in BY_CODE.items() if Scope.ORGANISATION in role.scopes)
)
SCOPES = tuple(scope.value for scope in Scope)
INVITATION_STATES = ("open", "expired", "accepted", "cancelled")

#: Said to whoever asks for a new password, whether anybody has the address or not.
RESET_TOLD = (
    "If somebody signs in with this address, a link to choose a new password is on its way. "
    "It works once, for 60 minutes."
)
