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
from people.queries.persons import get_person, person_names, visible_people
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
    "count_sessions_of",
    "get_key",
    "get_organisation",
    "get_person",
    "get_provider",
    "get_unit",
    "get_user",
    "lineages",
    "me",
    "organisation_names",
    "organisations_coded",
    "organisations_named_like",
    "own_factors",
    "own_sessions",
    "people_named_like",
    "person_names",
    "provider_to_ask",
    "providers_for",
    "unit_external_ids",
    "unit_names",
    "units_below",
    "units_named_like",
    "visible_keys",
    "visible_organisations",
    "visible_people",
    "visible_providers",
    "visible_units",
    "visible_users",
]
