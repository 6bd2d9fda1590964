"""By what lists of people, units, bodies and access are narrowed, in API and files alike."""

from __future__ import annotations

from kernel.api import filters
from people.words import INVITATION_STATES, ORGANISATION_TYPES, PARTNER_KINDS

ORGANISATION_FILTERS: dict[str, filters.Filter] = {
    "q": filters.Words("Part of the name, or the whole ODS code."),
    "type": filters.Choice(ORGANISATION_TYPES, "Kind of body."),
}
UNIT_FILTERS: dict[str, filters.Filter] = {
    "organisation": filters.Uuid("Units of this organisation."),
    "parent": filters.Uuid("Units directly below this one."),
    "external_id": filters.Words("The identifier in your own system.", 100, 1, code=True),
    "as_at": filters.Day("The tree on this day; today if left out."),
}
PERSON_FILTERS: dict[str, filters.Filter] = {
    "organisation": filters.Uuid("People of this organisation."),
    "q": filters.Words("Part of the name."),
    "partner_kind": filters.Choice(PARTNER_KINDS, "Partners of this kind."),
    "external_id": filters.Words("The identifier in your own system.", 100, 1, code=True),
    "removed": filters.YesNo("Those who were merged or removed."),
}
USER_FILTERS: dict[str, filters.Filter] = {
    "organisation": filters.Uuid("Users with a role in this organisation."),
    "q": filters.Words("Part of the name or the address."),
    "second_factor": filters.YesNo("Those who have set up a second factor, or have none."),
}
INVITATION_FILTERS: dict[str, filters.Filter] = {
    "organisation": filters.Uuid("Invitations to this organisation."),
    "state": filters.Choice(INVITATION_STATES, "Open, expired, accepted or cancelled ones."),
}
