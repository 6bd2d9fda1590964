"""The fixed lists of words of governance: states, kinds and reasons."""

from __future__ import annotations

from django.db.models import TextChoices


class CommitteeState(TextChoices):
    PROPOSED = "proposed", "Proposed"
    ACTIVE = "active", "Active"
    SUSPENDED = "suspended", "Suspended"
    MERGED = "merged", "Merged"
    ENDED = "ended", "Ended"


class MeetingFrequency(TextChoices):
    WEEKLY = "weekly", "Every week"
    FORTNIGHTLY = "fortnightly", "Every two weeks"
    MONTHLY = "monthly", "Every month"
    EVERY_TWO_MONTHS = "every_two_months", "Every two months"
    QUARTERLY = "quarterly", "Every three months"
    LESS_OFTEN = "less_often", "Less often"


class Classified(TextChoices):
    YES = "yes", "Reviews safety data"
    NO = "no", "Does not review safety data"


class AppointmentState(TextChoices):
    APPLIED = "applied", "Applied"
    SHORTLISTED = "shortlisted", "Shortlisted"
    RESERVE = "reserve", "In reserve"
    OFFERED = "offered", "Offered"
    CHECKS = "checks", "Checks"
    INDUCTING = "inducting", "Induction"
    ACTIVE = "active", "Active"
    PAUSED = "paused", "Paused"
    SUSPENDED = "suspended", "Suspended"
    ENDED = "ended", "Ended"
    WITHDRAWN = "withdrawn", "Withdrawn"
    DECLINED = "declined", "Declined"


class EndReason(TextChoices):
    TERM = "term", "The term ended"
    RESIGNED = "resigned", "Resigned"
    EMPLOYMENT = "employment", "Employed by the organisation"
    CONDUCT = "conduct", "Conduct"
    DECEASED = "deceased", "Died"


class SeatKind(TextChoices):
    PSP = "psp", "Patient safety partner"
    STAFF = "staff", "Staff"
    NX = "nx", "Non-executive"


class Membership(TextChoices):
    FULL = "full", "Full member"
    OBSERVER = "observer", "Observer"
    GUEST = "guest", "Guest"
    DEPUTY = "deputy", "Deputy"
