"""Day by day, from dated rows alone, what a rule must show. Imports no rule and no evaluator.

A rule is given here as a plain question, `met(day) -> bool | None` (None: it does not apply), with
its grace and look-ahead in days. What is shown follows from the answers of single days:

- met today, and an unmet stretch within the look-ahead will outlive its grace: at_risk;
- unmet today: at_risk while the stretch is not older than the grace, then fail.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta

Stay = tuple[date, date | None]
Question = Callable[[date], bool | None]
DAY = timedelta(days=1)
BEGINNING = date(2026, 1, 1)


def shown_on(
    met: Question, day: date, *, first: date, grace: int = 0, look_ahead: int | None = None
) -> str:
    """The outcome of one day for a subject that began on `first`."""
    if met(day) is None:
        return "not_applicable"
    if not met(day):
        return "at_risk" if _age(met, day, first) < grace else "fail"
    if look_ahead is None:
        return "pass"
    ahead = (day + timedelta(days=n) for n in range(1, look_ahead + 1))
    if any(_fails(met, one, first, grace) for one in ahead):
        return "at_risk"
    return "pass"


def _fails(met: Question, day: date, first: date, grace: int) -> bool:
    return met(day) is False and _age(met, day, first) >= grace


def _age(met: Question, day: date, first: date) -> int:
    """For how many days before this one it has been unmet without a break."""
    age = 0
    while day - DAY >= first and met(day - DAY) is False:
        day -= DAY
        age += 1
    return age


def covered(stays: Sequence[Stay], day: date) -> bool:
    """Does one of the stays cover the day? Both ends count; no end is open."""
    return any(first <= day and (last is None or day <= last) for first, last in stays)


def outcome_of_w01(stays: Sequence[Stay], day: date) -> str:
    """A ward lies in a division: tolerated for 7 days, foreseen for 90."""
    return shown_on(lambda one: covered(stays, one), day, first=BEGINNING, grace=7, look_ahead=90)
