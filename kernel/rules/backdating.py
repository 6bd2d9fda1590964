"""How far back a change may take effect on one person's word. Pure.

Source: QIflow field notes 13, conventions (backdating more than 31 days needs a second approver).
"""

from __future__ import annotations

from datetime import date, timedelta

from kernel.errors import FieldError
from kernel.rules.standards import Standards, define

BACKDATING_DAYS = define(
    "backdating_days",
    sentence="A change may take effect this many days ago without a second approver.",
    unit="days",
    default=31,
    maximum=365,
    source="QIflow field notes 13, conventions",
)


def needs_second_approver(effective_on: date, *, today: date, standards: Standards) -> bool:
    """Does a change that takes effect on this day need another holder of the role?"""
    return effective_on < today - timedelta(days=standards.on(BACKDATING_DAYS, today))


def wrong_day(effective_on: date, *, today: date, latest: date | None) -> FieldError | None:
    """Why a step cannot take effect on this day: it is to come, or before the latest change."""
    if effective_on > today:
        return FieldError(
            pointer="/effective_on",
            code="in_the_future",
            message="Give today or an earlier day.",
        )
    if latest and effective_on < latest:
        since = f"{latest.day} {latest:%B %Y}"
        return FieldError(
            pointer="/effective_on",
            code="before_latest_change",
            message=f"Give {since} or later: the latest change took effect then.",
        )
    return None
