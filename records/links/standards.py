"""Thresholds of links."""

from __future__ import annotations

from kernel.rules.standards import define

LINK_DAYS = define(
    "link_days",
    sentence="A link that asks somebody for something works for this long.",
    unit="days",
    default=14,
    minimum=1,
    maximum=365,
    source="QIflow field notes 15 item 19; features 29",
)
RECEIPT_DAYS = define(
    "link_receipt_days",
    sentence="What somebody did by a link can be seen again by that link for this long.",
    unit="days",
    default=90,
    minimum=1,
    maximum=365,
    source="QIflow field notes 15 item 19; features 29",
)
