"""Every read of organisations, units, people and access, scoped to an actor."""

from people.queries.access import get_key, get_user, me, visible_keys, visible_users
from people.queries.alike import organisations_named_like, people_named_like, units_named_like
from people.queries.bodies import (
    get_organisation,
    lineages,
    organisation_names,
    organisations_coded,
    visible_organisations,
)
from people.queries.factors import (
    Factors,
    factors_of,
    second_factor_asked_from,
    second_factor_demands,
    user_setting_up,
)
from people.queries.histories import (
    organisation_history,
    person_history,
    unit_history,
    user_history,
)
from people.queries.invitations import Opened as OpenedInvitation
from people.queries.invitations import (
    as_sent,
    get_invitation,
    link_to_copy,
    visible_invitations,
)
from people.queries.invitations import opened as opened_invitation
from people.queries.leavers import Holds, holds, home_of, leaver_of, leaving_of, receivers
from people.queries.persons import get_person, person_names, visible_people
from people.queries.resets import opened as opened_reset
from people.queries.resets import reset_asked, reset_to_print, resets_asked
from people.queries.signing_in import (
    count_sessions_of,
    get_provider,
    own_factors,
    own_sessions,
    provider_to_ask,
    providers_for,
    visible_providers,
)
from people.queries.units import (
    get_unit,
    unit_external_ids,
    unit_names,
    units_below,
    visible_units,
)

__all__ = [
    "Factors",
    "Holds",
    "OpenedInvitation",
    "as_sent",
    "count_sessions_of",
    "factors_of",
    "get_invitation",
    "get_key",
    "get_organisation",
    "get_person",
    "get_provider",
    "get_unit",
    "get_user",
    "holds",
    "home_of",
    "leaver_of",
    "leaving_of",
    "lineages",
    "link_to_copy",
    "me",
    "opened_invitation",
    "opened_reset",
    "organisation_history",
    "organisation_names",
    "organisations_coded",
    "organisations_named_like",
    "own_factors",
    "own_sessions",
    "people_named_like",
    "person_history",
    "person_names",
    "provider_to_ask",
    "providers_for",
    "receivers",
    "reset_asked",
    "reset_to_print",
    "resets_asked",
    "second_factor_asked_from",
    "second_factor_demands",
    "unit_external_ids",
    "unit_history",
    "unit_names",
    "units_below",
    "units_named_like",
    "user_history",
    "user_setting_up",
    "visible_invitations",
    "visible_keys",
    "visible_organisations",
    "visible_people",
    "visible_providers",
    "visible_units",
    "visible_users",
]
