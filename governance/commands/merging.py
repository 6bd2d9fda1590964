"""What the end of a committee does to its seats: who holds them, who recruits, who moves on."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from governance import events
from governance.commands.rows import close, open_after
from governance.commands.stepping import Taking
from governance.models import Committee, RecruitmentAction, Seat, SeatAssignment, SeatTerm
from kernel.events import DomainEvent
from kernel.log import record


def end_seats(committee: Committee, taking: Taking) -> list[SeatAssignment]:
    """From the day on nobody holds a seat and nobody recruits; gives back the rows as they were.

    Emits:
        SeatVacated, RecruitmentChanged
    """
    held: list[SeatAssignment] = list(
        open_after(SeatAssignment.objects.filter(committee_id=committee.pk), taking.day)
    )
    told: list[DomainEvent] = []
    for row in held:
        close(row, first_day_after=taking.day, now=taking.now)
        told.append(
            events.SeatVacated(
                committee_id=committee.pk, seat_id=row.seat_id, assignment_id=row.line
            )
        )
    recruiting = RecruitmentAction.objects.filter(committee_id=committee.pk)
    told.extend(end_recruiting(recruiting, taking))
    if told:
        record(committee, *told, actor=taking.actor, now=taking.now, effective_on=taking.day)
    return held


def end_recruiting(rows: Any, taking: Taking) -> Iterator[DomainEvent]:
    """Whoever recruits on the day or later stops then."""
    for row in open_after(rows, taking.day):
        close(row, first_day_after=taking.day, now=taking.now)
        yield events.RecruitmentChanged(
            committee_id=row.committee_id, seat_id=row.seat_id, open=False
        )


def move_holders(held: list[SeatAssignment], successor: Committee, taking: Taking) -> None:
    """Who shared a seat shares one in the other committee: a free one of the same kind, or a new
    one. Somebody who sits there already is not seated twice.

    Emits:
        SeatAdded, SeatFilled, on the other committee
    """
    there = SeatAssignment.objects.filter(committee_id=successor.pk)
    present = _holders(list(open_after(there, taking.day)))
    coming = [row for row in held if (row.appointment_id or row.pool_id) not in present]
    by_seat: dict[UUID, list[SeatAssignment]] = {}
    for row in sorted(coming, key=lambda row: (row.seat.seat_no, row.from_date)):
        by_seat.setdefault(row.seat_id, []).append(row)
    told: list[DomainEvent] = []
    for rows in by_seat.values():
        told.extend(_moved(rows, successor, taking))
    if told:
        record(successor, *told, actor=taking.actor, now=taking.now, effective_on=taking.day)


def _holders(rows: list[SeatAssignment]) -> set[UUID | None]:
    return {row.appointment_id or row.pool_id for row in rows}


def _moved(
    rows: list[SeatAssignment], successor: Committee, taking: Taking
) -> Iterator[DomainEvent]:
    kind = rows[0].seat.seat_kind
    seat = _free_seat(successor, kind, taking)
    if seat is None:
        seat = _added_seat(successor, kind, taking)
        yield events.SeatAdded(committee_id=successor.pk, seat_id=seat.pk)
    for row in rows:
        moved = SeatAssignment.objects.create(
            organisation_id=successor.organisation_id,
            committee=successor,
            seat=seat,
            appointment_id=row.appointment_id,
            pool_id=row.pool_id,
            membership=row.membership,
            holds_seat=row.holds_seat,
            from_date=max(taking.day, row.from_date),
            to_date=row.to_date,
            recorded_at=taking.now,
        )
        yield events.SeatFilled(
            committee_id=successor.pk,
            seat_id=seat.pk,
            assignment_id=moved.line,
            from_date=moved.from_date,
        )


def _free_seat(committee: Committee, kind: str, taking: Taking) -> Seat | None:
    """The first seat that lasts and that nobody holds from the day on."""
    held = open_after(SeatAssignment.objects.filter(committee_id=committee.pk), taking.day)
    terms = open_after(SeatTerm.objects.filter(committee_id=committee.pk), taking.day)
    lasting = terms.filter(from_date__lte=taking.day, to_date__isnull=True)
    rows = Seat.objects.filter(
        committee_id=committee.pk, seat_kind=kind, pk__in=lasting.values("seat_id")
    )
    free = rows.exclude(pk__in=held.values("seat_id")).order_by("seat_no")
    found: Seat | None = free.first()
    return found


def _added_seat(committee: Committee, kind: str, taking: Taking) -> Seat:
    numbers = Seat.objects.filter(committee_id=committee.pk).values_list("seat_no", flat=True)
    seat = Seat.objects.create(
        organisation_id=committee.organisation_id,
        committee=committee,
        seat_no=max(numbers, default=0) + 1,
        seat_kind=kind,
    )
    SeatTerm.objects.create(
        organisation_id=committee.organisation_id,
        committee=committee,
        seat=seat,
        required=False,
        from_date=taking.day,
        recorded_at=taking.now,
    )
    return seat
