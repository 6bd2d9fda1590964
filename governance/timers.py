"""Dates on which an appointment moves by itself. `TIMERS` is what workflows fires."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from uuid import UUID

from governance.commands.timers import (
    APPOINTMENT_ENDS,
    APPOINTMENT_STARTS,
    SUSPENSION_UNCONFIRMED,
    end_at_term,
    note_unconfirmed_suspension,
    start_appointment,
)

#: By kind of timer: what is done with its subject on its day. Doing it twice does it once.
TIMERS: Mapping[str, Callable[..., None]] = {
    APPOINTMENT_STARTS: start_appointment,
    APPOINTMENT_ENDS: end_at_term,
    SUSPENSION_UNCONFIRMED: note_unconfirmed_suspension,
}


def fire(kind: str, subject_id: UUID, *, today: date, now: datetime) -> None:
    """Do what is due for one subject, in a transaction that the caller may share."""
    TIMERS[kind](subject_id=subject_id, today=today, now=now)
