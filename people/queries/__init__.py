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
from people.queries.histories import (
    organisation_history,
    person_history,
    unit_history,
    user_history,
)
from people.queries.persons import get_person, person_names, visible_people
from people.queries.units import (
    get_unit,
    unit_external_ids,
    unit_names,
    units_below,
    visible_units,
)

__all__ = [
    "get_key",
    "get_organisation",
    "get_person",
    "get_unit",
    "get_user",
    "lineages",
    "me",
    "organisation_history",
    "organisation_names",
    "organisations_coded",
    "organisations_named_like",
    "people_named_like",
    "person_history",
    "person_names",
    "unit_external_ids",
    "unit_history",
    "unit_names",
    "units_below",
    "units_named_like",
    "user_history",
    "visible_keys",
    "visible_organisations",
    "visible_people",
    "visible_units",
    "visible_users",
]
