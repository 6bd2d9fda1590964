"""Thresholds of charts."""

from __future__ import annotations

from kernel.rules.standards import define

LOCKED_POINTS = define(
    "chart_locked_points",
    sentence="The limits of an XmR chart are kept to this many first points of each stretch.",
    unit="points",
    default=12,
    minimum=12,
    maximum=60,
    source="QIflow field notes 8.4 item 7; NHSRplotthedots 0.2.2, number of points required",
)
