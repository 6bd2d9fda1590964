"""What the end of an appointment does to the seats it holds."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from governance import events
from governance.commands.rows import Locked, close, in_force, lock_together, open_after
from governance.models import Committee, PoolMember, PspAppointment, SeatAssignment
from kernel.actors import Actor
from kernel.log import record


def lock_with_seats(appointment_id: UUID, actor: Actor) -> tuple[PspAppointment, Locked]:
    """The appointment with every committee where it holds a seat, locked in id order.

    Raises:
        NotFound: there is no such appointment, or it is somebody else's.
    """
    committees = in_force(SeatAssignment.objects.filter(appointment_id=appointment_id))
    ids = set(committees.values_list("committee_id", flat=True))
    visible = Committee.objects.visible_to(actor).filter(pk__among=ids).values_list("pk", flat=True)
    locked = lock_together(actor, committees=visible, appointments=[appointment_id])
    return locked.appointments[appointment_id], locked


def vacate(
    appointment: PspAppointment,
    locked: Locked,
    *,
    first_day_after: date,
    actor: Actor,
    now: datetime,
    keep_rows: bool = False,
) -> None:
    """Its seats are empty from a day on, and each committee is told.

    `keep_rows`: the assignments stay as they are, because the term alone ends the count and a
    late renewal takes the seat up again.

    Emits:
        SeatVacated, on each committee
    """
    for committee in locked.committees.values():
        mine = SeatAssignment.objects.filter(appointment=appointment, committee=committee)
        told = []
        for row in open_after(mine, first_day_after):
            told.append(
                events.SeatVacated(
                    committee_id=committee.pk, seat_id=row.seat_id, assignment_id=row.line
                )
            )
            if not keep_rows:
                close(row, first_day_after=first_day_after, now=now)
        if told:
            record(committee, *told, actor=actor, now=now, effective_on=first_day_after)
    if not keep_rows:
        for place in open_after(
            PoolMember.objects.filter(appointment=appointment), first_day_after
        ):
            close(place, first_day_after=first_day_after, now=now)
