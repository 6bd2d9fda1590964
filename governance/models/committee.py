"""Committees: what they are, in which state, and since when that has been known."""

from __future__ import annotations

from typing import ClassVar, Self
from uuid import UUID

from django.db import models
from django_fsm import FSMField, transition

from governance.choices import Classified, CommitteeState, MeetingFrequency
from governance.models.dated import in_order, open_once
from kernel.actors import Actor
from kernel.models import Aggregate, DatedFact, SafeFSM, TenantRow


class CommitteeQuerySet(models.QuerySet["Committee"]):
    def visible_to(self, actor: Actor) -> Self:
        """Committees of the actor's organisations, and joint ones in which these take part."""
        if actor.everywhere:
            return self
        own = models.Q(organisation_id__in=actor.organisation_ids)
        return self.filter(own | models.Q(pk__in=actor.shared_ids))

    def named_to(self, actor: Actor) -> Self:
        """Committees whose name the actor may read: wider roles read names of bodies."""
        if actor.everywhere:
            return self
        organisations = actor.organisation_ids | actor.oversight_ids
        own = models.Q(organisation_id__in=organisations)
        return self.filter(own | models.Q(pk__in=actor.shared_ids))


class Committee(Aggregate, TenantRow, SafeFSM):
    """A group that governs clinical safety, or one like it under any name.

    Source: domain/domain.md 3.1 ("or equivalents"), 11, 13.2.
    """

    kind: ClassVar[str] = "committee"

    name = models.CharField(max_length=200)
    unit = models.ForeignKey("people.Unit", on_delete=models.PROTECT, null=True, related_name="+")
    state = FSMField(
        max_length=20,
        choices=CommitteeState.choices,
        default=CommitteeState.PROPOSED,
        protected=True,
    )
    established_on = models.DateField()
    ended_on = models.DateField(null=True, blank=True)
    meeting_frequency = models.CharField(
        max_length=20, choices=MeetingFrequency.choices, blank=True, default=""
    )
    chair = models.ForeignKey(
        "people.Person", on_delete=models.PROTECT, null=True, related_name="+"
    )
    quorum = models.PositiveSmallIntegerField(null=True, blank=True)
    equivalent_of = models.CharField(max_length=200, blank=True, default="")
    psirf_oversight = models.BooleanField(default=False)
    duties_go_to = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+")
    # The successor that took the committee over after a merger; rows stay with the organisation.
    kept_by = models.ForeignKey(
        "people.Organisation", on_delete=models.PROTECT, null=True, related_name="+"
    )
    external_id = models.CharField(max_length=100, blank=True, default="")

    objects = CommitteeQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=CommitteeState.values), name="committee_state_known"
            ),
            models.CheckConstraint(
                condition=models.Q(quorum__isnull=True) | models.Q(quorum__gte=1),
                name="committee_quorum_positive",
            ),
            models.CheckConstraint(
                condition=~models.Q(duties_go_to=models.F("id")),
                name="committee_duties_go_elsewhere",
            ),
            models.UniqueConstraint(
                fields=["organisation", "external_id"],
                condition=~models.Q(external_id=""),
                name="committee_external_id_once",
            ),
        ]
        indexes = [
            models.Index(fields=["organisation", "updated_at", "id"], name="committee_newest_first")
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def keeper_id(self) -> UUID:
        """The organisation whose roles keep the committee: its own, or the one that took it over.

        Source: docs/adr/0014.
        """
        return self.kept_by_id or self.organisation_id

    # The graph. A transition changes this row in memory and nothing else.

    @transition(field=state, source=CommitteeState.PROPOSED, target=CommitteeState.ACTIVE)
    def constitute(self) -> None:
        """Its terms are agreed; it governs from here on."""

    @transition(field=state, source=CommitteeState.ACTIVE, target=CommitteeState.ACTIVE)
    def reclassify(self) -> None:
        """Say again whether it reviews safety data."""

    @transition(field=state, source=CommitteeState.ACTIVE, target=CommitteeState.SUSPENDED)
    def suspend(self) -> None:
        """It does not meet for a while; another committee takes its safety duties."""

    @transition(field=state, source=CommitteeState.SUSPENDED, target=CommitteeState.ACTIVE)
    def reinstate(self) -> None:
        """It meets again."""

    @transition(
        field=state,
        source=[CommitteeState.ACTIVE, CommitteeState.SUSPENDED],
        target=CommitteeState.MERGED,
    )
    def merge_into(self) -> None:
        """Another committee stands in its place."""

    @transition(
        field=state,
        source=[CommitteeState.ACTIVE, CommitteeState.SUSPENDED],
        target=CommitteeState.ENDED,
    )
    def dissolve(self) -> None:
        """It has done its work."""


class OfCommitteeQuerySet(models.QuerySet[models.Model]):
    """Rows that belong to one committee and follow who may see it."""

    def visible_to(self, actor: Actor) -> Self:
        if actor.everywhere:
            return self
        own = models.Q(organisation_id__in=actor.organisation_ids)
        return self.filter(own | models.Q(committee_id__in=actor.shared_ids))


class OfCommittee(TenantRow):
    """A row about one committee; its organisation is the committee's."""

    committee = models.ForeignKey(Committee, on_delete=models.PROTECT, related_name="+")

    objects = OfCommitteeQuerySet.as_manager()

    class Meta:
        abstract = True


class CommitteeClassification(DatedFact, OfCommittee):
    """Whether a committee reviews safety data, who says so and why.

    `papers_noted_on`: the day on which somebody noted that papers speak of safety; that asks a
    question of the next confirmation, it does not answer it.
    Source: domain/domain.md 3.2, 12.1 C05, 15 item 16.
    """

    safety_related = models.CharField(max_length=3, choices=Classified.choices)
    reason = models.TextField(blank=True, default="")
    approved_by = models.UUIDField(null=True)
    approver_is_chair = models.BooleanField(default=False)
    seen_by_specialist = models.UUIDField(null=True)
    confirmed_on = models.DateField(null=True, blank=True)
    papers_noted_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            in_order("classification"),
            open_once("classification", "committee"),
            models.CheckConstraint(
                condition=models.Q(safety_related__in=Classified.values),
                name="classification_known",
            ),
        ]


class CommitteeTerms(DatedFact, OfCommittee):
    """Terms of reference: where they are kept, from which day they are dated."""

    reference = models.CharField(max_length=500)
    review_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [in_order("terms"), open_once("terms", "committee")]


class CommitteeApproval(DatedFact, OfCommittee):
    """The successor of an organisation approved a committee again after a merger."""

    approved_by = models.UUIDField(null=True)

    class Meta:
        constraints = [in_order("approval")]


class CommitteeOrganisation(DatedFact, OfCommittee):
    """An organisation takes part in a joint committee; `organisation` is the committee's own.

    `keeps`: it took the committee over after a merger, and counts it as its own from then on.
    """

    participant = models.ForeignKey(
        "people.Organisation", on_delete=models.PROTECT, related_name="+"
    )
    keeps = models.BooleanField(default=False)

    class Meta:
        constraints = [
            in_order("participation"),
            open_once("participation", "committee", "participant"),
            models.UniqueConstraint(
                fields=["committee"],
                condition=models.Q(keeps=True, to_date__isnull=True, superseded_at__isnull=True),
                name="participation_one_keeper",
            ),
            models.CheckConstraint(
                condition=~models.Q(participant=models.F("organisation")),
                name="participation_of_others",
            ),
        ]
