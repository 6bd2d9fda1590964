"""Lists of our own things that a form offers: people, units, organisations, colleagues."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from kernel.api.pages import Page
from kernel.text import BadText, clean
from people import queries
from web.forms.answers import Options
from web.pages.frame import Finder
from web.visit import Visit

MOST = 200  # of which a drop-down can still be used


def organisations(visit: Visit) -> Options:
    """The organisations of which the visitor is a member, by name."""
    bodies = queries.organisation_names(visit.actor.organisation_ids)
    return sorted(((str(one.id), one.name) for one in bodies.values()), key=_by_words)


def units(visit: Visit, *, organisation: UUID | None = None) -> Options:
    """The units that exist today; with their organisation where the visitor has several."""
    found = queries.visible_units(
        visit.actor, page=Page(limit=MOST), on=visit.today, organisation=organisation
    )
    mine = [unit for unit in found if unit["organisation_id"] in visit.actor.organisation_ids]
    several = organisation is None and len(visit.actor.organisation_ids) > 1
    bodies = queries.organisation_names(visit.actor.organisation_ids) if several else {}
    return [
        (
            str(unit["id"]),
            f"{unit['name']}, {bodies[unit['organisation_id']].name}" if several else unit["name"],
        )
        for unit in mine
    ]


def people(visit: Visit, *, organisation: UUID | None = None, partners: bool = False) -> Options:
    """People by name, narrowed by what was typed into the finder; see `people_finder`."""
    found = queries.visible_people(
        visit.actor,
        page=Page(limit=MOST),
        organisation=organisation,
        q=_sought(visit)[:MOST],
    )
    shown = [one for one in found if one["partner_kind"] or not partners]
    return sorted(((str(one["id"]), one["name"]) for one in shown), key=_by_words)


def people_finder(visit: Visit, offered: Iterable[object]) -> Finder | None:
    """A search by name, where there are more people than a list can offer."""
    return _finder(
        visit,
        offered,
        label="Find a person by name",
        hint="The list below shows people whose name holds these letters.",
    )


def bodies(visit: Visit) -> Options:
    """Organisations of the register by name, narrowed by what was typed into the finder."""
    found = queries.visible_organisations(
        visit.actor, page=Page(limit=MOST), q=_sought(visit)[:MOST]
    )
    return [
        (str(one["id"]), f"{one['name']}, {one['ods_code']}" if one["ods_code"] else one["name"])
        for one in found
    ]


def bodies_finder(visit: Visit, offered: Iterable[object]) -> Finder | None:
    """A search by name or code, where there are more organisations than a list can offer."""
    return _finder(
        visit,
        offered,
        label="Find an organisation by name or ODS code",
        hint="The list below shows organisations whose name holds these letters.",
    )


def _finder(visit: Visit, offered: Iterable[object], *, label: str, hint: str) -> Finder | None:
    text = _sought(visit)
    if not text and len(list(offered)) < MOST:
        return None
    return Finder(label=label, hint=hint, text=text)


def _sought(visit: Visit) -> str:
    """What was typed into the finder; what no name can hold finds everybody."""
    try:
        return clean(visit.request.GET.get("q", ""))
    except BadText:
        return ""


def _by_words(option: tuple[str, str]) -> str:
    return option[1].casefold()
