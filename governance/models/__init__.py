"""Tables of governance."""

from governance.models.appointment import (
    AppointmentState,
    AppointmentTerm,
    EndReason,
    Induction,
    PspAppointment,
    Suspension,
)
from governance.models.committee import (
    Classified,
    Committee,
    CommitteeApproval,
    CommitteeClassification,
    CommitteeOrganisation,
    CommitteeState,
    CommitteeTerms,
    MeetingFrequency,
)
from governance.models.seats import (
    Membership,
    Pool,
    PoolMember,
    RecruitmentAction,
    Seat,
    SeatAssignment,
    SeatKind,
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
