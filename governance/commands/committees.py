"""Registering and describing committees."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from governance import events
from governance.commands import holders
from governance.commands.rows import (
    close,
    in_force,
    lock_committee,
    replace,
    require_organisation,
    require_person,
    require_unit,
)
from governance.models import (
    Committee,
    CommitteeClassification,
    CommitteeOrganisation,
    CommitteeState,
    CommitteeTerms,
)
from governance.policies.committees import may_manage
from kernel.actors import Actor
from kernel.clock import london_date
from kernel.decisions import require
from kernel.errors import Blocked, Invalid
from kernel.log import begin, record
from kernel.versions import require_version
from people.queries.bodies import organisation_names

#: What may be changed by `change_committee`, by attribute name.
CHANGEABLE = (
    "name",
    "unit_id",
    "meeting_frequency",
    "chair_id",
    "quorum",
    "equivalent_of",
    "psirf_oversight",
)


@transaction.atomic
def register_committee(
    *,
    organisation_id: UUID,
    name: str,
    established_on: date,
    actor: Actor,
    now: datetime,
    details: Mapping[str, Any] | None = None,
    terms_of_reference: str = "",
    terms_dated_on: date | None = None,
    safety_related: str = "",
    classification_reason: str = "",
    classification_approved_by: UUID | None = None,
    external_id: str = "",
) -> Committee:
    """Enter a committee as proposed. `details` are values of `CHANGEABLE` fields.

    Emits:
        CommitteeRegistered
    Raises:
        NotFound, Denied, Invalid
    """
    require_organisation(organisation_id, actor)
    details = dict(details or {})
    unit_id = details.get("unit_id")
    require(may_manage(actor, organisation_id=organisation_id, unit_id=unit_id))
    _check_details(details, actor, organisation_id)
    if established_on > london_date(now):
        raise Invalid.one("/established_on", "Give today or an earlier day.", code="in_the_future")
    _require_new(organisation_id, external_id)
    committee = Committee(
        organisation_id=organisation_id,
        name=name,
        established_on=established_on,
        external_id=external_id,
        **details,
    )
    event = events.CommitteeRegistered(committee_id=committee.pk)
    begin(committee, event, actor=actor, now=now, effective_on=established_on)
    if terms_of_reference:
        write_terms(committee, terms_of_reference, terms_dated_on or established_on, now=now)
    if safety_related:
        write_classification(
            committee,
            safety_related,
            from_date=established_on,
            now=now,
            reason=classification_reason,
            approved_by=classification_approved_by,
        )
    return committee


def _require_new(organisation_id: UUID, external_id: str) -> None:
    rows = Committee.objects.filter(organisation_id=organisation_id, external_id=external_id)
    if external_id and rows.exists():
        raise Invalid.one("/external_id", "A committee has this external id already.", code="taken")


def _check_details(details: Mapping[str, Any], actor: Actor, organisation_id: UUID) -> None:
    require_unit(details.get("unit_id"), actor, organisation_id=organisation_id)
    if details.get("chair_id"):
        require_person(
            details["chair_id"], actor, organisation_id=organisation_id, pointer="/chair_id"
        )


@transaction.atomic
def change_committee(
    *,
    committee_id: UUID,
    changes: Mapping[str, Any],
    actor: Actor,
    now: datetime,
    expected_version: int | None = None,
) -> Committee:
    """Change what describes a committee. `changes` are values of `CHANGEABLE` fields, and
    `terms_of_reference` with `terms_dated_on`.

    While a committee is proposed, `safety_related` with `classification_reason` and
    `classification_approved_by` may be changed as well; later that is the step `reclassify`.

    What is as it was is not told as a change.

    Emits:
        CommitteeChanged, CommitteeClassified
    Raises:
        NotFound, Denied, Blocked, Stale, Invalid
    """
    committee = lock_committee(committee_id, actor)
    organisation_id = committee.keeper_id
    require(may_manage(actor, organisation_id=organisation_id, unit_id=committee.unit_id))
    require_alive(committee)
    if "safety_related" in changes and committee.state != CommitteeState.PROPOSED:
        raise Blocked("Use the step “reclassify” once a committee is constituted.")
    require_version(committee, expected_version)
    columns = _different(committee, changes)
    fields = set(columns)
    _check_details(columns, actor, organisation_id)
    happened: list[Any] = []
    if _has_new_terms(committee, changes):
        dated_on = changes.get("terms_dated_on") or london_date(now)
        write_terms(committee, changes["terms_of_reference"], dated_on, now=now)
        fields.add("terms_of_reference")
    if changes.get("safety_related"):
        happened.append(_classify_proposed(committee, changes, columns, now))
        fields.add("safety_related")
    if not fields:
        return committee
    told = events.CommitteeChanged(committee_id=committee.pk, fields=tuple(sorted(fields)))
    record(
        committee,
        told,
        *happened,
        actor=actor,
        now=now,
        effective_on=london_date(now),
        changes=columns,
    )
    return committee


def _different(committee: Committee, changes: Mapping[str, Any]) -> dict[str, Any]:
    """Only what is not on the row already."""
    return {
        name: changes[name]
        for name in CHANGEABLE
        if name in changes and getattr(committee, name) != changes[name]
    }


def _has_new_terms(committee: Committee, changes: Mapping[str, Any]) -> bool:
    """Are these other terms of reference, or of another date, than those in force?"""
    reference, dated_on = changes.get("terms_of_reference"), changes.get("terms_dated_on")
    if not reference:
        return False
    same = in_force(CommitteeTerms.objects.filter(committee_id=committee.pk, reference=reference))
    same = same.filter(to_date__isnull=True)
    return not (same.filter(from_date=dated_on) if dated_on else same).exists()


def _classify_proposed(
    committee: Committee, changes: Mapping[str, Any], columns: Mapping[str, Any], now: datetime
) -> events.CommitteeClassified:
    write_classification(
        committee,
        changes["safety_related"],
        from_date=committee.established_on,
        now=now,
        reason=changes.get("classification_reason", ""),
        approved_by=changes.get("classification_approved_by"),
        chair_id=columns.get("chair_id", committee.chair_id),
    )
    return events.CommitteeClassified(
        committee_id=committee.pk, safety_related=changes["safety_related"]
    )


def require_alive(committee: Committee) -> None:
    if committee.state in (CommitteeState.MERGED, CommitteeState.ENDED):
        raise Blocked("This committee has ended.", code="ended", state=committee.state)


def write_terms(
    committee: Committee,
    reference: str,
    dated_on: date,
    *,
    now: datetime,
    review_on: date | None = None,
) -> None:
    """New terms of reference: the ones before end on the day before."""
    for row in in_force(CommitteeTerms.objects.filter(committee_id=committee.pk)):
        if row.to_date is None or row.to_date >= dated_on:
            close(row, first_day_after=dated_on, now=now)
    CommitteeTerms.objects.create(
        organisation_id=committee.organisation_id,
        committee=committee,
        reference=reference,
        from_date=dated_on,
        review_on=review_on,
        recorded_at=now,
    )


def write_classification(
    committee: Committee,
    safety_related: str,
    *,
    from_date: date,
    now: datetime,
    reason: str = "",
    approved_by: UUID | None = None,
    seen_by_specialist: UUID | None = None,
    chair_id: UUID | None = None,
    confirmed_on: date | None = None,
) -> None:
    """From a day on the committee is classified so: what was said of those days is replaced."""
    for row in in_force(CommitteeClassification.objects.filter(committee_id=committee.pk)):
        if row.to_date is None or row.to_date >= from_date:
            close(row, first_day_after=from_date, now=now)
    chair = chair_id or committee.chair_id
    CommitteeClassification.objects.create(
        organisation_id=committee.organisation_id,
        committee=committee,
        safety_related=safety_related,
        reason=reason,
        approved_by=approved_by,
        approver_is_chair=holders.is_person(approved_by, chair),
        seen_by_specialist=seen_by_specialist,
        from_date=from_date,
        confirmed_on=confirmed_on or (london_date(now) if approved_by else None),
        recorded_at=now,
    )


@transaction.atomic
def note_papers(
    *,
    committee_id: UUID,
    noted_on: date,
    actor: Actor,
    now: datetime,
    expected_version: int | None = None,
) -> Committee:
    """Somebody noted that papers of a committee classified “no” speak of safety: that is asked.

    Emits:
        CommitteeClassified
    Source: domain/domain.md 15 item 16.
    """
    committee = lock_committee(committee_id, actor)
    require(may_manage(actor, organisation_id=committee.keeper_id, unit_id=committee.unit_id))
    require_version(committee, expected_version)
    rows = CommitteeClassification.objects.filter(committee_id=committee.pk, to_date__isnull=True)
    current = in_force(rows).first()
    if current is None or current.safety_related != "no":
        raise Blocked("Only for a committee that is classified as not reviewing safety data.")
    replace(current, now, papers_noted_on=noted_on)
    event = events.CommitteeClassified(committee_id=committee.pk, safety_related="no")
    record(committee, event, actor=actor, now=now, effective_on=noted_on)
    return committee


@transaction.atomic
def share_committee(
    *,
    committee_id: UUID,
    participant_id: UUID,
    from_date: date,
    actor: Actor,
    now: datetime,
    to_date: date | None = None,
    expected_version: int | None = None,
) -> CommitteeOrganisation:
    """Another organisation takes part: the committee is a joint one from that day.

    Only an organisation that the service knows can take part; its name need not be readable here.

    Emits:
        ParticipationChanged
    """
    committee = _owned(committee_id, actor)
    require_version(committee, expected_version)
    _check_participant(committee, participant_id)
    row = CommitteeOrganisation.objects.create(
        organisation_id=committee.organisation_id,
        committee=committee,
        participant_id=participant_id,
        from_date=from_date,
        to_date=to_date,
        recorded_at=now,
    )
    event = events.ParticipationChanged(
        committee_id=committee.pk, participant_id=participant_id, takes_part=True
    )
    record(committee, event, actor=actor, now=now, effective_on=from_date)
    return row


def _owned(committee_id: UUID, actor: Actor) -> Committee:
    """Only the organisation that keeps a committee says who takes part in it."""
    committee = lock_committee(committee_id, actor)
    require(may_manage(actor, organisation_id=committee.keeper_id, unit_id=committee.unit_id))
    require_alive(committee)
    return committee


def _check_participant(committee: Committee, participant_id: UUID) -> None:
    if participant_id in (committee.organisation_id, committee.keeper_id):
        raise Invalid.one("/organisation_id", "The committee is this organisation's own.")
    if participant_id not in organisation_names([participant_id]):
        raise Invalid.one("/organisation_id", "There is no such organisation.", code="unknown")
    rows = CommitteeOrganisation.objects.filter(
        committee_id=committee.pk, participant_id=participant_id, to_date__isnull=True
    )
    if in_force(rows).exists():
        raise Invalid.one("/organisation_id", "It takes part already.", code="taken")


@transaction.atomic
def unshare_committee(
    *,
    committee_id: UUID,
    participant_id: UUID,
    first_day_after: date,
    actor: Actor,
    now: datetime,
    expected_version: int | None = None,
) -> Committee:
    """From a day on an organisation no longer takes part.

    Emits:
        ParticipationChanged
    """
    committee = _owned(committee_id, actor)
    require_version(committee, expected_version)
    rows = CommitteeOrganisation.objects.filter(
        committee_id=committee.pk, participant_id=participant_id, to_date__isnull=True
    )
    row = in_force(rows).first()
    if row is None:
        raise Invalid.one("/organisation_id", "It does not take part.", code="unknown")
    if row.keeps:
        raise Blocked("This organisation keeps the committee.", code="keeps")
    close(row, first_day_after=first_day_after, now=now)
    event = events.ParticipationChanged(
        committee_id=committee.pk, participant_id=participant_id, takes_part=False
    )
    record(committee, event, actor=actor, now=now, effective_on=first_day_after)
    return committee
