"""The lists of people, units and organisations as files. (`people` lies below records.)"""

from __future__ import annotations

from collections.abc import Sequence

from people import queries
from people.lists import ORGANISATION_FILTERS, PERSON_FILTERS, UNIT_FILTERS
from records.exports.declared import Asked, ListExport, Row, columns


def _organisations(asked: Asked) -> Sequence[Row]:
    return queries.visible_organisations(asked.actor, page=asked.page, **asked.filters)


def _units(asked: Asked) -> Sequence[Row]:
    given = dict(asked.filters)
    on = given.pop("as_at", asked.today)
    rows = queries.visible_units(asked.actor, page=asked.page, on=on, **given)
    above = {row["parent_id"] for row in rows if row["parent_id"]}
    codes = queries.unit_external_ids(asked.actor, above)
    return [{**row, "parent": codes.get(row["parent_id"], "")} for row in rows]


def _people(asked: Asked) -> Sequence[Row]:
    return queries.visible_people(asked.actor, page=asked.page, **asked.filters)


ORGANISATIONS = ListExport(
    name="organisations",
    title="Organisations",
    columns=columns(
        "ods_code", "name", "type", "icb", "region", "opened_on", "closed_on", "id", "version"
    ),
    filters=ORGANISATION_FILTERS,
    rows=_organisations,
    key=lambda row: (row["name"], row["id"]),
)
UNITS = ListExport(
    name="units",
    title="Units",
    columns=columns(
        "external_id",
        "name",
        "type",
        "parent",
        "opened_on",
        "closed_on",
        "organisation_id",
        "id",
        "parent_id",
        "version",
    ),
    filters=UNIT_FILTERS,
    rows=_units,
    key=lambda row: (row["name"], row["id"]),
)
PEOPLE = ListExport(
    name="people",
    title="People",
    columns=columns(
        "external_id",
        "name",
        "email",
        "phone",
        "access_needs",
        ("needs", lambda row: ", ".join(row["needs"])),
        "interpreter_language",
        "postal_address",
        "partner_kind",
        "removed_on",
        "organisation_id",
        "id",
        "version",
        "updated_at",
    ),
    filters=PERSON_FILTERS,
    rows=_people,
    key=lambda row: (row["updated_at"], row["id"]),
)
