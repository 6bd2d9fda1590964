"""Tables of governance."""

from governance.choices import (
    AppointmentState,
    Classified,
    CommitteeState,
    EndReason,
    MeetingFrequency,
    Membership,
    SeatKind,
)
from governance.models.appointment import (
    AppointmentTerm,
    Induction,
    PspAppointment,
    Suspension,
)
from governance.models.committee import (
    Committee,
    CommitteeApproval,
    CommitteeClassification,
    CommitteeOrganisation,
    CommitteeTerms,
)
from governance.models.seats import (
    Pool,
    PoolMember,
    RecruitmentAction,
    Seat,
    SeatAssignment,
    SeatTerm,
)

__all__ = [
    "AppointmentState",
    "AppointmentTerm",
    "Classified",
    "Committee",
    "CommitteeApproval",
    "CommitteeClassification",
    "CommitteeOrganisation",
    "CommitteeState",
    "CommitteeTerms",
    "EndReason",
    "Induction",
    "MeetingFrequency",
    "Membership",
    "Pool",
    "PoolMember",
    "PspAppointment",
    "RecruitmentAction",
    "Seat",
    "SeatAssignment",
    "SeatKind",
    "SeatTerm",
    "Suspension",
]
