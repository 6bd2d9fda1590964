"""Thresholds of governance. Each is a setting with a source; none is a constant. Pure."""

from __future__ import annotations

from kernel.rules.standards import define

_DOMAIN = "QIflow field notes"

MIN_PSP = define(
    "min_psp",
    sentence="A safety-related committee has at least this many patient safety partners.",
    unit="people",
    default=2,
    minimum=1,
    maximum=20,
    source="Framework for involving patients in patient safety, NHS England 2021, part B; "
    "pslhub.org r11804",
)
COUNT_UNINDUCTED = define(
    "count_uninducted",
    sentence="Partners count before their induction is complete.",
    unit="yes/no",
    default=0,
    maximum=1,
    source=f"{_DOMAIN} 12.0",
)
PAUSE_GRACE = define(
    "pause_grace_days",
    sentence="A partner who takes a break keeps the seat for this long.",
    unit="days",
    default=42,
    source=f"{_DOMAIN} 15 item 1",
)
NEW_COMMITTEE_GRACE = define(
    "new_committee_grace_days",
    sentence="A new committee has this long to find its partners.",
    unit="days",
    default=60,
    source=f"{_DOMAIN} 12.0",
)
MERGER_GRACE = define(
    "merger_grace_days",
    sentence="After a merger a committee is approved again within this time.",
    unit="days",
    default=90,
    source=f"{_DOMAIN} 15 item 7",
)
COMMITTEE_LOOK_AHEAD = define(
    "committee_look_ahead_days",
    sentence="A break that is already known is announced this long before.",
    unit="days",
    default=90,
    source=f"{_DOMAIN} 12.0",
)
RECRUITMENT_LOOK_AHEAD = define(
    "recruitment_look_ahead_days",
    sentence="Recruiting takes months: it is time to begin this long before a break.",
    unit="days",
    default=180,
    source=f"{_DOMAIN} 12.1 C10",
)
VACANCY_MINOR = define(
    "vacancy_minor_days",
    sentence="A required seat without a counting partner needs a recruitment action after this.",
    unit="days",
    default=30,
    source=f"{_DOMAIN} 12.1 C04",
)
VACANCY_MAJOR = define(
    "vacancy_major_days",
    sentence="A required seat is not without a counting partner for longer than this.",
    unit="days",
    default=90,
    source=f"{_DOMAIN} 12.1 C04",
)
TERMS_OF_REFERENCE_AGE = define(
    "terms_of_reference_months",
    sentence="Terms of reference are looked at again within this time.",
    unit="months",
    default=24,
    maximum=240,
    source=f"{_DOMAIN} 12.1 C03",
)
CLASSIFICATION_AGE = define(
    "classification_months",
    sentence="That a committee does not review safety data is confirmed again within this time.",
    unit="months",
    default=12,
    maximum=240,
    source=f"{_DOMAIN} 3.2, 12.1 C05",
)
TERM_LENGTH = define(
    "term_months",
    sentence="A term of a patient safety partner lasts this long unless said otherwise.",
    unit="months",
    default=24,
    minimum=1,
    maximum=120,
    source=f"{_DOMAIN} 3.4",
)
RENEWAL_LIMIT = define(
    "renewal_limit",
    sentence="A term is renewed at most this often without a reason.",
    unit="renewals",
    default=1,
    maximum=20,
    source=f"{_DOMAIN} 3.4, 15 item 4",
)
LATE_RENEWAL = define(
    "late_renewal_days",
    sentence="A renewal may be recorded up to this long after the end of a term.",
    unit="days",
    default=90,
    source=f"{_DOMAIN} 15 item 4",
)
SUSPENSION_REVIEW = define(
    "suspension_review_days",
    sentence="A suspension is reviewed within this time.",
    unit="days",
    default=14,
    minimum=1,
    source=f"{_DOMAIN} 13.3",
)
SUSPENSION_CONFIRM = define(
    "suspension_confirm_working_days",
    sentence="A second person confirms a suspension within this many working days.",
    unit="days",
    default=2,
    minimum=1,
    maximum=30,
    source=f"{_DOMAIN} 15 item 6",
)
REFRESHER_AFTER = define(
    "refresher_after_days",
    sentence="After a break longer than this, a partner has a refresher.",
    unit="days",
    default=90,
    source=f"{_DOMAIN} 13.3",
)
