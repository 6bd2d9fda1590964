"""What somebody holds in committees who leaves: the chair, recruiting, an appointment."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.db.models import Q, QuerySet

from governance.choices import AppointmentState, CommitteeState
from governance.commands.committees import change_committee
from governance.commands.seats import start_recruiting
from governance.models import Committee, PspAppointment, RecruitmentAction
from kernel.actors import Actor
from kernel.errors import Invalid
from kernel.standards import known
from people.leavers.declared import Held, Holding, Leaver, Receiver, When

_OVER = (AppointmentState.ENDED, AppointmentState.WITHDRAWN, AppointmentState.DECLINED)
_GOVERNING = (CommitteeState.PROPOSED, CommitteeState.ACTIVE, CommitteeState.SUSPENDED)


def _chairs(actor: Actor, leaver: Leaver, today: date) -> Iterator[Held]:
    rows = Committee.objects.visible_to(actor).filter(
        pk__in=_kept(leaver), chair_id__in=leaver.person_ids, state__in=_GOVERNING
    )
    for committee in rows.order_by("name", "id"):
        yield Held(
            id=committee.pk,
            title=committee.name,
            subject_kind="committee",
            subject_id=committee.pk,
        )


def _pass_chair_on(one: Held, leaver: Leaver, receiver: Receiver, when: When) -> None:
    if receiver.person_id is None:
        raise _nobody(receiver)
    change_committee(
        committee_id=one.id,
        changes={"chair_id": receiver.person_id},
        actor=when.actor,
        now=when.now,
    )


def _recruiting(actor: Actor, leaver: Leaver, today: date) -> Iterator[Held]:
    rows = RecruitmentAction.objects.visible_to(actor).filter(
        known(None),
        committee__in=_kept(leaver),
        owner_id__in=leaver.person_ids,
        to_date__isnull=True,
    )
    for row in rows.select_related("committee", "seat").order_by("from_date", "id"):
        yield Held(
            id=row.line,
            title=f"Find a partner for seat {row.seat.seat_no}",
            detail=row.committee.name,
            subject_kind="committee",
            subject_id=row.committee_id,
        )


def _pass_recruiting_on(one: Held, leaver: Leaver, receiver: Receiver, when: When) -> None:
    if receiver.person_id is None:
        raise _nobody(receiver)
    row = RecruitmentAction.objects.get(known(None), line=one.id)
    start_recruiting(
        committee_id=row.committee_id,
        seat_id=row.seat_id,
        owner_id=receiver.person_id,
        actor=when.actor,
        now=when.now,
    )


def _appointments(actor: Actor, leaver: Leaver, today: date) -> Iterator[Held]:
    rows = PspAppointment.objects.visible_to(actor).filter(person_id__in=leaver.person_ids)
    for one in rows.exclude(state__in=_OVER).order_by("applied_on", "id"):
        yield Held(
            id=one.pk,
            title="Patient safety partner",
            detail=str(one.get_state_display()),
            subject_kind="psp_appointment",
            subject_id=one.pk,
        )


def _kept(leaver: Leaver) -> QuerySet[Committee]:
    """Committees that the organisation keeps: its own, or one that it took over."""
    home = leaver.organisation_id
    return Committee.objects.filter(
        Q(organisation_id=home, kept_by__isnull=True) | Q(kept_by_id=home)
    )


def _nobody(receiver: Receiver) -> Invalid:
    """People chair and recruit, not users: the two are linked on the page of the person."""
    return Invalid.one(
        "/receiver_id",
        f"{receiver.name} is not linked to a person. Link them first, or choose somebody else.",
        code="no_person",
    )


CHAIRS_HELD = Holding(
    kind="chairs",
    words="Committees they chair",
    becomes="Whoever takes over chairs them from now on.",
    held=_chairs,
    hand_over=_pass_chair_on,
)
RECRUITING_HELD = Holding(
    kind="recruitment",
    words="Seats they find a partner for",
    becomes="Whoever takes over looks on.",
    held=_recruiting,
    hand_over=_pass_recruiting_on,
)
APPOINTMENTS_HELD = Holding(
    kind="appointments",
    words="Appointments as a patient safety partner",
    becomes=(
        "They belong to the person, not to the account, and stay. If the person gives the role up "
        "too, end it on its page."
    ),
    held=_appointments,
)
