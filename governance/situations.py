"""What the guards of a step look at: the stored row and what is given with the step. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class CommitteeSituation:
    """A committee before a step. `given` holds what came with the step, by name."""

    has_terms: bool
    has_chair: bool
    has_frequency: bool
    safety_related: bool | None
    duties_taker_is_active: bool = False
    successor_is_active: bool = False
    approver_is_chair: bool = False
    approver_may: bool = False
    specialist_saw: bool = False
    has_open_actions: bool = False
    reason: str = ""
    second_approver: bool = True
    given: dict[str, Any] = field(default_factory=dict)

    @property
    def becomes_no(self) -> bool:
        return self.safety_related is True and self.given.get("safety_related") == "no"


@dataclass(frozen=True, slots=True, kw_only=True)
class AppointmentSituation:
    """An appointment before a step. Dates of what has been done are null where it has not."""

    actor_id: UUID | None = None
    person_is_actor: bool = False
    panel_had_partner: bool = False
    feedback_offered: bool = False
    task_profile: str = ""
    payment_explained_on: date | None = None
    terms_accepted_on: date | None = None
    confidentiality_draft_seen_on: date | None = None
    identity_seen_on: date | None = None
    references_seen_on: date | None = None
    benefits_advice_offered_on: date | None = None
    induction_completed_on: date | None = None
    confidentiality_signed_on: date | None = None
    renewals: int = 0
    renewal_limit: int = 1
    last_day: date | None = None
    ended_by_term: bool = False
    late_until: date | None = None
    paused_days: int = 0
    refresher_after: int = 90
    suspension_decided_by: UUID | None = None
    senior_lead_decides: bool = False
    longest_review: date | None = None
    second_approver: bool = True
    today: date
    effective_on: date
    reason: str = ""
    given: dict[str, Any] = field(default_factory=dict)

    @property
    def in_term(self) -> bool:
        return self.last_day is not None and self.effective_on <= self.last_day

    @property
    def renews_from(self) -> date | None:
        return self.given.get("from_date")
