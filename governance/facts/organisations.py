"""Loads organisations with the stored C01 intervals of their own and joint committees."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from governance.facts.appointments import BINDING_TYPES, existing
from governance.facts.bodies import Families
from governance.facts.spans import BEGINNING, ONE_DAY, OPEN, Span, span
from governance.facts.standings import OrganisationFacts, Standing
from governance.facts.values import BEFORE_QIFLOW
from governance.models import CommitteeOrganisation
from kernel.clock import london_date
from kernel.models import Finding
from kernel.standards import known, standards_of
from people.models import Organisation

_COLUMNS = ("subject_id", "starts_on", "ends_on", "outcome", "met", "code", "params")


def load_organisations(
    ids: Sequence[UUID], known_at: datetime | None
) -> dict[UUID, OrganisationFacts]:
    """The facts of these organisations, in seven queries; those only known by code are left out."""
    rows = list(
        Organisation.objects.filter(
            existing(known_at), pk__among=ids, reference_only=False
        ).values_list("pk", "type", "opened_on", "created_at")
    )
    standings = _own([row[0] for row in rows], known_at)
    for organisation_id, found in _joint([row[0] for row in rows], known_at).items():
        standings[organisation_id].extend(found)
    families = Families(known_at)
    standards = standards_of([row[0] for row in rows], known_at=known_at)
    return {
        pk: OrganisationFacts(
            subject_id=pk,
            organisation_id=pk,
            begins_on=min(
                [opened_on or london_date(created_at), *(row.first for row in standings[pk])]
            ),
            standards=standards[pk],
            succeeded_on=min(families.merged_on.get(pk, ()), default=None),
            is_trust=kind == "trust",
            binding=kind in BINDING_TYPES,
            standings=tuple(standings[pk]),
        )
        for pk, kind, opened_on, created_at in rows
    }


def _own(ids: Sequence[UUID], known_at: datetime | None) -> dict[UUID, list[Standing]]:
    """Own committees, each up to the day before a successor took it over."""
    taken_over: dict[UUID, date] = {}
    handed = CommitteeOrganisation.objects.filter(
        known(known_at), organisation_id__among=ids, keeps=True
    )
    for committee_id, day in handed.values_list("committee_id", "from_date"):
        taken_over[committee_id] = min(day, taken_over.get(committee_id, day))
    found: dict[UUID, list[Standing]] = defaultdict(list)
    rows = Finding.objects.filter(known(known_at), organisation_id__among=ids, rule_id="C01")
    for organisation_id, *values in rows.values_list("organisation_id", *_COLUMNS):
        handed_on = taken_over.get(values[0])
        last = handed_on - ONE_DAY if handed_on else OPEN
        found[organisation_id].extend(_standing((BEGINNING, last), *values))
    return found


def _joint(ids: Sequence[UUID], known_at: datetime | None) -> dict[UUID, list[Standing]]:
    """Joint committees count for every participant while it takes part."""
    takes_part: dict[UUID, list[tuple[UUID, Span]]] = defaultdict(list)
    for committee_id, participant_id, first, last in CommitteeOrganisation.objects.filter(
        known(known_at), participant_id__among=ids
    ).values_list("committee_id", "participant_id", "from_date", "to_date"):
        takes_part[committee_id].append((participant_id, span(first, last)))
    found: dict[UUID, list[Standing]] = defaultdict(list)
    rows = Finding.objects.filter(known(known_at), subject_id__among=takes_part, rule_id="C01")
    for values in rows.values_list(*_COLUMNS):
        for participant_id, days in takes_part[values[0]]:
            found[participant_id].extend(_standing(days, *values))
    return found


def _standing(
    days: Span,
    committee_id: UUID,
    starts_on: date,
    ends_on: date | None,
    outcome: str,
    met: str | None,
    code: str,
    params: dict[str, Any],
) -> Iterable[Standing]:
    first, last = max(days[0], starts_on), min(days[1], ends_on or OPEN)
    if first <= last:
        fails_on = params.get("fails_on")
        coming = date.fromisoformat(fails_on) if fails_on else None
        yield Standing(
            committee_id,
            first,
            last,
            outcome,
            met or "not_applicable",
            coming,
            before_qiflow=code == BEFORE_QIFLOW,
        )
