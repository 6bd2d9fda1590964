"""How people get in: settings with a source, dated like every threshold."""

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
STAFF_SECOND_FACTOR = define(
    "staff_second_factor",
    sentence="Everybody of the staff who signs in with a password shows a second factor too.",
    unit="yes/no",
    default=0,
    maximum=1,
    source="OWASP ASVS 5.0, 6.3.2",
)
PARTNER_SECOND_FACTOR = define(
    "partner_second_factor",
    sentence="Partners who sign in with a password show a second factor too.",
    unit="yes/no",
    default=0,
    maximum=1,
    source="OWASP ASVS 5.0, 6.3.2",
)
