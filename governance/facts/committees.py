"""Loads committees with all that their rules read: one query a table for a thousand of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any, TypeVar
from uuid import UUID

from governance.facts.appointments import (
    BINDING_TYPES,
    NOTHING_YET,
    committee_bodies,
    existing,
    histories_of,
    load_appointments,
    participations,
)
from governance.facts.bodies import Families
from governance.facts.spans import span
from governance.facts.values import (
    Classification,
    CommitteeFacts,
    Holding,
    Period,
    PoolPlace,
    Recruiting,
    SeatFacts,
)
from governance.models import (
    Committee,
    CommitteeApproval,
    CommitteeClassification,
    CommitteeTerms,
    PoolMember,
    RecruitmentAction,
    SeatAssignment,
    SeatTerm,
)
from kernel.standards import known, standards_of

T = TypeVar("T")


def load_committees(ids: Sequence[UUID], known_at: datetime | None) -> dict[UUID, CommitteeFacts]:
    """The facts of these committees, in a fixed number of queries."""
    rows = list(
        Committee.objects.filter(existing(known_at), pk__among=ids).values_list(
            "pk", "organisation_id", "organisation__type", "unit_id", "established_on"
        )
    )
    holdings = _grouped(SeatAssignment, ids, known_at, _HOLDING, _holding, seat__seat_kind="psp")
    pools = _pools(holdings, known_at)
    appointments = load_appointments(_behind(holdings, pools), known_at)
    families = Families(known_at)
    others = participations(ids, known_at)
    bodies = committee_bodies({row[0]: row[1] for row in rows}, others, families)
    histories = histories_of("committee", ids, known_at)
    seats = _seats(ids, known_at)
    classified = _grouped(CommitteeClassification, ids, known_at, _CLASSIFIED, _classified)
    terms = _grouped(CommitteeTerms, ids, known_at, _DAYS, span)
    approved = _grouped(CommitteeApproval, ids, known_at, ("from_date",), _one)
    recruiting = _grouped(RecruitmentAction, ids, known_at, ("seat_id", *_DAYS), _recruiting)
    standards = standards_of({row[1] for row in rows}, known_at=known_at)
    keepers: dict[UUID, list[UUID]] = defaultdict(list)
    for other in others:
        if other.keeps:
            keepers[other.committee_id].append(other.body.organisation_id)
    return {
        pk: CommitteeFacts(
            subject_id=pk,
            organisation_id=organisation_id,
            unit_id=unit_id,
            begins_on=established_on,
            standards=standards[organisation_id],
            binding=kind in BINDING_TYPES,
            steps=histories.get(pk, NOTHING_YET).steps,
            opened_on=histories.get(pk, NOTHING_YET).opened_on,
            classifications=tuple(classified.get(pk, ())),
            terms_dated=tuple(terms.get(pk, ())),
            seats=tuple(seats.get(pk, ())),
            holdings=tuple(holdings.get(pk, ())),
            pools=pools,
            appointments=appointments,
            bodies=bodies.get(pk, ()),
            merged_on=tuple(
                day
                for body in (organisation_id, *keepers.get(pk, ()))
                for day in families.merged_on.get(body, ())
            ),
            approved_on=tuple(approved.get(pk, ())),
            recruiting=tuple(recruiting.get(pk, ())),
        )
        for pk, organisation_id, kind, unit_id, established_on in rows
    }


_DAYS = ("from_date", "to_date")
_HOLDING = ("seat_id", *_DAYS, "membership", "holds_seat", "appointment_id", "pool_id")
_CLASSIFIED = (
    *_DAYS,
    "safety_related",
    "reason",
    "approved_by",
    "approver_is_chair",
    "confirmed_on",
    "papers_noted_on",
)


def _grouped(
    model: Any,
    ids: Collection[UUID],
    known_at: datetime | None,
    columns: tuple[str, ...],
    make: Callable[..., T | None],
    **conditions: Any,
) -> dict[UUID, list[T]]:
    """Rows of one table by committee, oldest first; `make` gives None for what does not matter."""
    rows = (
        model.objects.filter(known(known_at), committee_id__among=ids, **conditions)
        .order_by("from_date", "recorded_at")
        .values_list("committee_id", *columns)
    )
    found: dict[UUID, list[T]] = defaultdict(list)
    for committee_id, *values in rows:
        made = make(*values)
        if made is not None:
            found[committee_id].append(made)
    return found


def _one(value: T) -> T:
    return value


def _holding(
    seat_id: UUID,
    first: date,
    last: date | None,
    membership: str,
    holds_seat: bool,
    appointment_id: UUID | None,
    pool_id: UUID | None,
) -> Holding | None:
    """Observers, guests and deputies do not count, but for a deputy who holds the seat."""
    if membership != "full" and not (membership == "deputy" and holds_seat):
        return None
    return Holding(seat_id, *span(first, last), appointment_id, pool_id)


def _classified(
    first: date,
    last: date | None,
    safety_related: str,
    reason: str,
    approved_by: UUID | None,
    by_chair: bool,
    confirmed_on: date | None,
    papers_noted_on: date | None,
) -> Classification:
    approver = "none" if approved_by is None else "chair" if by_chair else "other"
    return Classification(
        *span(first, last),
        safety_related == "yes",
        bool(reason),
        approver,
        confirmed_on,
        papers_noted_on,
    )


def _recruiting(seat_id: UUID, first: date, last: date | None) -> Recruiting:
    return Recruiting(seat_id, *span(first, last))


def _seats(ids: Collection[UUID], known_at: datetime | None) -> dict[UUID, list[SeatFacts]]:
    rows = (
        SeatTerm.objects.filter(known(known_at), committee_id__among=ids, seat__seat_kind="psp")
        .order_by("seat__seat_no", "from_date")
        .values_list("committee_id", "seat_id", "seat__seat_no", "from_date", "to_date", "required")
    )
    periods: dict[tuple[UUID, UUID, int], list[Period]] = defaultdict(list)
    for committee_id, seat_id, number, first, last, required in rows:
        periods[committee_id, seat_id, number].append(Period(*span(first, last), required))
    seats: dict[UUID, list[SeatFacts]] = defaultdict(list)
    for (committee_id, seat_id, number), found in periods.items():
        seats[committee_id].append(SeatFacts(id=seat_id, number=number, periods=tuple(found)))
    return seats


def _pools(
    holdings: Mapping[UUID, Iterable[Holding]], known_at: datetime | None
) -> dict[UUID, tuple[PoolPlace, ...]]:
    wanted = {row.pool_id for rows in holdings.values() for row in rows if row.pool_id}
    places: dict[UUID, list[PoolPlace]] = defaultdict(list)
    for pool_id, appointment_id, first, last in PoolMember.objects.filter(
        known(known_at), pool_id__among=wanted
    ).values_list("pool_id", "appointment_id", *_DAYS):
        places[pool_id].append(PoolPlace(appointment_id, *span(first, last)))
    return {pool_id: tuple(found) for pool_id, found in places.items()}


def _behind(
    holdings: Mapping[UUID, Iterable[Holding]], pools: Mapping[UUID, Iterable[PoolPlace]]
) -> set[UUID]:
    direct = {row.appointment_id for rows in holdings.values() for row in rows}
    pooled = {place.appointment_id for places in pools.values() for place in places}
    return {pk for pk in direct | pooled if pk is not None}
