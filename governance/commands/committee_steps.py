"""The steps of a committee. Source: domain/domain.md 13.2."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction

from governance import events
from governance.commands import holders
from governance.commands.committees import write_classification, write_terms
from governance.commands.merging import end_seats, move_holders
from governance.commands.rows import in_force, lock_committee, lock_together, open_after
from governance.commands.stepping import (
    Outcome,
    Taking,
    check_step,
    second_approver,
    standards_for,
    take,
)
from governance.facts.committees import load_committees
from governance.models import (
    Committee,
    CommitteeClassification,
    CommitteeState,
    CommitteeTerms,
)
from governance.policies.committees import STEP_PERMISSIONS, may_manage
from governance.situations import CommitteeSituation
from kernel.actors import Actor
from kernel.errors import Invalid
from records.queries.actions import has_open_actions


def _begin(committee: Committee, step: str, taking: Taking) -> None:
    decision = may_manage(
        taking.actor,
        organisation_id=committee.keeper_id,
        unit_id=committee.unit_id,
        permission=STEP_PERMISSIONS[step],
    )
    check_step(committee, step, taking, decision=decision)


def situation_of(
    committee: Committee, step: str, taking: Taking, given: Mapping[str, Any] | None = None
) -> CommitteeSituation:
    """What the guards of a step see: the stored committee and what is given with the step."""
    given = dict(given or {})
    organisation_id, actor = committee.keeper_id, taking.actor
    said = _classification(committee, taking.day)
    approver = given.get("approved_by")
    specialist = given.get("seen_by_specialist")
    today = taking.today
    return CommitteeSituation(
        has_terms=_has_terms(committee),
        has_chair=committee.chair_id is not None,
        has_frequency=bool(committee.meeting_frequency),
        safety_related=None if said is None else said.safety_related == "yes",
        duties_taker_is_active=_is_active(given.get("duties_go_to"), committee, actor),
        successor_is_active=_is_active(given.get("into"), committee, actor),
        approver_is_chair=holders.is_person(approver, committee.chair_id),
        approver_may=holders.holds(
            approver, "committee.manage", organisation_id=organisation_id, today=today
        ),
        specialist_saw=holders.has_role(
            specialist, "ps_specialist", organisation_id=organisation_id, today=today
        ),
        has_open_actions=step == "dissolve" and has_open_actions(committee.pk),
        reason=taking.reason,
        second_approver=second_approver(
            taking,
            organisation_id=organisation_id,
            permission=STEP_PERMISSIONS[step],
            standards=standards_for(organisation_id),
        ),
        given=given,
    )


def _has_terms(committee: Committee) -> bool:
    return bool(in_force(CommitteeTerms.objects.filter(committee_id=committee.pk)).exists())


def _classification(committee: Committee, day: date) -> CommitteeClassification | None:
    rows = open_after(CommitteeClassification.objects.filter(committee_id=committee.pk), day)
    found: CommitteeClassification | None = rows.filter(from_date__lte=day).first()
    return found


def _is_active(other_id: UUID | None, committee: Committee, actor: Actor) -> bool:
    if other_id is None or other_id == committee.pk:
        return False
    others = Committee.objects.visible_to(actor).filter(pk=other_id)
    return others.filter(state=CommitteeState.ACTIVE).exists()


@transaction.atomic
def constitute(*, committee_id: UUID, taking: Taking) -> Committee:
    """A proposed committee governs from a day on: C03 and C05 hold, chair and rhythm are named.

    Emits:
        CommitteeConstituted
    Raises:
        NotFound, Denied, Blocked, Stale, Invalid, Unmet
    """
    committee = lock_committee(committee_id, taking.actor)
    _begin(committee, "constitute", taking)
    if taking.day < committee.established_on:
        raise Invalid.one(
            "/effective_on", "A committee cannot be constituted before it was established."
        )
    take(
        committee,
        "constitute",
        taking,
        Outcome(event=events.CommitteeConstituted(committee_id=committee.pk)),
        situation=situation_of(committee, "constitute", taking),
        facts=facts_as_active(committee, taking.day),
    )
    return committee


def facts_as_active(committee: Committee, day: date) -> Any:
    """The committee as it would be after the step: rules judge what is about to become true."""
    facts = load_committees([committee.pk], None)[committee.pk]
    return replace(facts, steps=(*facts.steps, (day, "active")))


@transaction.atomic
def reclassify(
    *,
    committee_id: UUID,
    taking: Taking,
    safety_related: str | None = None,
    classification_approved_by: UUID | None = None,
    seen_by_specialist: UUID | None = None,
) -> Committee:
    """Say again whether a committee reviews safety data; also the yearly confirmation of a no.

    Emits:
        CommitteeClassified
    """
    committee = lock_committee(committee_id, taking.actor)
    _begin(committee, "reclassify", taking)
    given = {
        "safety_related": safety_related,
        "approved_by": classification_approved_by,
        "seen_by_specialist": seen_by_specialist,
    }
    event = events.CommitteeClassified(
        committee_id=committee.pk, safety_related=safety_related or ""
    )
    take(
        committee,
        "reclassify",
        taking,
        Outcome(event=event),
        situation=situation_of(committee, "reclassify", taking, given),
    )
    write_classification(
        committee,
        safety_related or "",
        from_date=taking.day,
        now=taking.now,
        reason=taking.reason,
        approved_by=classification_approved_by,
        seen_by_specialist=seen_by_specialist,
        confirmed_on=taking.day,
    )
    return committee


@transaction.atomic
def suspend_committee(
    *, committee_id: UUID, taking: Taking, duties_go_to: UUID | None = None
) -> Committee:
    """A committee stops meeting; another one takes its safety duties.

    Emits:
        CommitteeSuspended
    """
    committee = lock_committee(committee_id, taking.actor)
    _begin(committee, "suspend", taking)
    event = events.CommitteeSuspended(committee_id=committee.pk, duties_go_to=duties_go_to)
    take(
        committee,
        "suspend",
        taking,
        Outcome(event=event, changes={"duties_go_to_id": duties_go_to}),
        situation=situation_of(committee, "suspend", taking, {"duties_go_to": duties_go_to}),
    )
    return committee


@transaction.atomic
def reinstate(*, committee_id: UUID, taking: Taking, review_on: date | None = None) -> Committee:
    """A suspended committee meets again; its terms of reference are reviewed on a day.

    Emits:
        CommitteeReinstated
    """
    committee = lock_committee(committee_id, taking.actor)
    _begin(committee, "reinstate", taking)
    event = events.CommitteeReinstated(committee_id=committee.pk)
    take(
        committee,
        "reinstate",
        taking,
        Outcome(event=event, changes={"duties_go_to_id": None}),
        situation=situation_of(committee, "reinstate", taking, {"review_on": review_on}),
    )
    rows = CommitteeTerms.objects.filter(committee_id=committee.pk, to_date__isnull=True)
    current = in_force(rows).first()
    if current is not None:
        write_terms(
            committee, current.reference, current.from_date, now=taking.now, review_on=review_on
        )
    return committee


@transaction.atomic
def merge_into(
    *, committee_id: UUID, taking: Taking, into: UUID | None = None, assignments: str = ""
) -> Committee:
    """Another committee stands in the place of this one; its seat holders end or move.

    Emits:
        CommitteeMerged, SeatVacated, RecruitmentChanged; SeatAdded and SeatFilled on the other
    """
    others = [into] if into and into != committee_id else []
    _forbid_unknown(others, taking.actor)
    locked = lock_together(taking.actor, committees=[committee_id, *others])
    committee = locked.committees[committee_id]
    _begin(committee, "merge_into", taking)
    given = {"into": into, "assignments": assignments}
    situation = situation_of(committee, "merge_into", taking, given)
    event = events.CommitteeMerged(committee_id=committee.pk, into=into or committee.pk)
    changes = {"ended_on": taking.day - timedelta(days=1), "duties_go_to_id": into}
    take(
        committee,
        "merge_into",
        taking,
        Outcome(event=event, changes=changes),
        situation=situation,
    )
    held = end_seats(committee, taking)
    successor = locked.committees.get(into) if into else None
    if assignments == "move" and successor is not None:
        move_holders(held, successor, taking)
    return committee


def _forbid_unknown(others: list[UUID], actor: Actor) -> None:
    """A committee that is not visible cannot be locked: the guard says that it is not active."""
    visible = set(Committee.objects.visible_to(actor).filter(pk__in=others).values_list("pk"))
    others[:] = [pk for pk in others if (pk,) in visible]


@transaction.atomic
def dissolve(
    *,
    committee_id: UUID,
    taking: Taking,
    duties_go_to: UUID | None = None,
    partners_told: bool = False,
) -> Committee:
    """A committee has done its work; its duties go to another one or lapse with a reason.

    Emits:
        CommitteeEnded, SeatVacated, RecruitmentChanged
    """
    committee = lock_committee(committee_id, taking.actor)
    _begin(committee, "dissolve", taking)
    given = {"duties_go_to": duties_go_to, "partners_told": partners_told}
    event = events.CommitteeEnded(committee_id=committee.pk, duties_go_to=duties_go_to)
    changes = {"ended_on": taking.day - timedelta(days=1), "duties_go_to_id": duties_go_to}
    take(
        committee,
        "dissolve",
        taking,
        Outcome(event=event, changes=changes),
        situation=situation_of(committee, "dissolve", taking, given),
    )
    end_seats(committee, taking)
    return committee
