"""Thresholds of the rules and steps of projects."""

from kernel.rules.standards import define

PARTNER_GAP_DAYS = define(
    "partner_gap_days",
    sentence="A project's team may be without a patient partner for this long before it fails.",
    unit="days",
    default=30,
    maximum=365,
    source="domain.md 12.2 P01, 15 item 8",
)
POINT_OF_CARE_DAYS = define(
    "partner_point_of_care_days",
    sentence="A partner joins the point-of-care team at the latest this long after approval.",
    unit="days",
    default=60,
    maximum=365,
    source="domain.md 15 item 8",
)
SPONSOR_GAP_DAYS = define(
    "sponsor_gap_days",
    sentence="A project may be without an executive sponsor for this long before it fails.",
    unit="days",
    default=60,
    maximum=365,
    source="domain.md 12.2 P02; Always Events Journey, NHS England",
)
LOOK_AHEAD_DAYS = define(
    "project_look_ahead_days",
    sentence="A project is shown at risk this long before a requirement fails.",
    unit="days",
    default=90,
    maximum=365,
    source="domain.md 12.0 (look-ahead, default 90 days)",
)
PAUSE_REVIEW_DAYS = define(
    "pause_review_days",
    sentence="A paused project is looked at again within this time.",
    unit="days",
    default=90,
    minimum=1,
    maximum=365,
    source="domain.md 13.1 (pause)",
)
ARCHIVE_AFTER_DAYS = define(
    "archive_after_days",
    sentence="A closed project is archived by itself after this time.",
    unit="days",
    default=90,
    source="domain.md 13.1 (archive)",
)
