"""How long what people are sent stays open: settings with a source, dated like every threshold."""

from __future__ import annotations

from kernel.rules.standards import define

STAFF_INVITATION = define(
    "staff_invitation_days",
    sentence="Somebody of the staff may take up an invitation for this long.",
    unit="days",
    default=3,
    minimum=1,
    maximum=30,
    source="QIflow reliability notes 9 R10 (72 hours)",
)
PARTNER_INVITATION = define(
    "partner_invitation_days",
    sentence="A partner may take up an invitation for this long.",
    unit="days",
    default=14,
    minimum=1,
    maximum=60,
    source="QIflow requirements for records and messages (partners 14 days)",
)
