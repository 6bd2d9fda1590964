"""Approving a committee again after its organisation merged. Source: domain/domain.md 15 item 7."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from governance import events
from governance.commands.committees import require_alive
from governance.commands.rows import close, in_force, lock_committee
from governance.facts.bodies import became
from governance.models import Committee, CommitteeApproval, CommitteeOrganisation
from governance.policies.committees import may_manage
from kernel.actors import Actor
from kernel.clock import london_date
from kernel.decisions import require
from kernel.errors import Invalid
from kernel.events import DomainEvent
from kernel.log import record
from kernel.versions import require_version


@transaction.atomic
def approve_again(
    *,
    committee_id: UUID,
    approved_on: date,
    actor: Actor,
    now: datetime,
    organisation_id: UUID | None = None,
    expected_version: int | None = None,
) -> Committee:
    """After a merger of its organisation, the committee is approved to carry on.

    Whoever approves for a successor takes the committee over: its roles keep it from that day,
    its reports count it, and those of the organisation before end the day before. Approved by
    somebody of the old organisation alone, it carries on where it is. `organisation_id`: for which
    successor, where the actor keeps committees in several.

    Emits:
        CommitteeApprovedAgain, ParticipationChanged
    Raises:
        NotFound, Denied, Blocked, Stale, Invalid
    """
    committee = lock_committee(committee_id, actor)
    today = london_date(now)
    mine = successors_kept_by(committee.keeper_id, actor, today)
    if not mine:
        require(may_manage(actor, organisation_id=committee.keeper_id, unit_id=committee.unit_id))
    require_alive(committee)
    require_version(committee, expected_version)
    if approved_on > today:
        raise Invalid.one("/approved_on", "Give today or an earlier day.", code="in_the_future")
    successor_id = _chosen(mine & became(committee.keeper_id, approved_on), organisation_id)
    CommitteeApproval.objects.create(
        organisation_id=committee.organisation_id,
        committee=committee,
        approved_by=actor.id,
        from_date=approved_on,
        recorded_at=now,
    )
    told: list[DomainEvent] = [events.CommitteeApprovedAgain(committee_id=committee.pk)]
    if successor_id:
        told.append(_take_over(committee, successor_id, approved_on, now))
    record(
        committee,
        *told,
        actor=actor,
        now=now,
        effective_on=approved_on,
        changes={"kept_by_id": successor_id} if successor_id else {},
    )
    return committee


def successors_kept_by(keeper_id: UUID, actor: Actor, today: date) -> frozenset[UUID]:
    """The successors of an organisation in which the actor keeps committees."""
    return frozenset(
        one
        for one in became(keeper_id, today)
        if may_manage(actor, organisation_id=one, unit_id=None).allowed
    )


def _chosen(successors: frozenset[UUID], wanted: UUID | None) -> UUID | None:
    if wanted is not None and wanted not in successors:
        raise Invalid.one(
            "/organisation_id", "It is not a successor where you keep committees.", code="unknown"
        )
    if wanted is None and len(successors) > 1:
        raise Invalid.one("/organisation_id", "Say which successor keeps it.", code="required")
    return wanted or next(iter(successors), None)


def _take_over(
    committee: Committee, successor_id: UUID, day: date, now: datetime
) -> events.ParticipationChanged:
    """The successor keeps the committee from a day on, in the place of any other keeper."""
    rows = CommitteeOrganisation.objects.filter(committee_id=committee.pk, to_date__isnull=True)
    before = in_force(rows)
    for row in before.filter(keeps=True) | before.filter(participant_id=successor_id):
        close(row, first_day_after=day, now=now)
    CommitteeOrganisation.objects.create(
        organisation_id=committee.organisation_id,
        committee=committee,
        participant_id=successor_id,
        keeps=True,
        from_date=day,
        recorded_at=now,
    )
    return events.ParticipationChanged(
        committee_id=committee.pk, participant_id=successor_id, takes_part=True
    )
