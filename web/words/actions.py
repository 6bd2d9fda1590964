"""How the day of an action is told, beside what is open."""

from __future__ import annotations

from datetime import date

from web.words.dates import british_date


def due_words(due_on: date, *, today: date) -> str:
    """ "Due on 3 March 2027", "Due today", or how long it has been overdue."""
    late = (today - due_on).days
    if late < 0:
        return f"Due on {british_date(due_on)}"
    if late == 0:
        return "Due today"
    return f"Overdue since {british_date(due_on)}"
