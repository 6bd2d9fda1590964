"""Addresses under /api/v1."""

from django.urls import path

from governance.api import appointments as a
from governance.api import committees as c
from governance.api import pools as p

_COMMITTEE = "committees/<uuid:committee_id>"
_APPOINTMENT = "psp-appointments/<uuid:appointment_id>"

urlpatterns = [
    path("committees", c.CommitteeList.as_view(), name="committees"),
    path(_COMMITTEE, c.CommitteeDoor.as_view(), name="committee"),
    path(f"{_COMMITTEE}/transitions", c.CommitteeTransitions.as_view()),
    path(f"{_COMMITTEE}/history", c.CommitteeHistory.as_view()),
    path(f"{_COMMITTEE}/seats", c.CommitteeSeats.as_view()),
    path(f"{_COMMITTEE}/seats/<uuid:seat_id>/close", c.CommitteeSeatClose.as_view()),
    path(f"{_COMMITTEE}/organisations", c.CommitteeOrganisations.as_view()),
    path(
        f"{_COMMITTEE}/organisations/<uuid:organisation_id>/end",
        c.CommitteeOrganisationEnd.as_view(),
    ),
    path(f"{_COMMITTEE}/recruitment", c.CommitteeRecruitment.as_view()),
    path(
        f"{_COMMITTEE}/recruitment/<uuid:recruitment_id>/end", c.CommitteeRecruitmentEnd.as_view()
    ),
    path(f"{_COMMITTEE}/papers", c.CommitteePapers.as_view()),
    path(f"{_COMMITTEE}/approvals", c.CommitteeApprovals.as_view()),
    path("psp-appointments", a.AppointmentList.as_view(), name="psp-appointments"),
    path(_APPOINTMENT, a.AppointmentDoor.as_view(), name="psp-appointment"),
    path(f"{_APPOINTMENT}/transitions", a.AppointmentTransitions.as_view()),
    path(f"{_APPOINTMENT}/history", a.AppointmentHistory.as_view()),
    path(f"{_APPOINTMENT}/terms", a.AppointmentTerms.as_view()),
    path(f"{_APPOINTMENT}/induction", a.AppointmentInduction.as_view()),
    path("seat-assignments", a.AssignmentList.as_view(), name="seat-assignments"),
    path("seat-assignments/<uuid:assignment_id>", a.AssignmentDoor.as_view()),
    path("psp-pools", p.PoolList.as_view(), name="psp-pools"),
    path("psp-pools/<uuid:pool_id>", p.PoolDoor.as_view(), name="psp-pool"),
    path("psp-pools/<uuid:pool_id>/members", p.PoolMembers.as_view()),
]
