"""Which rule is how for whom: intervals, the standing of today, roll-up steps and timers."""

from django.db import models
from django.db.models import Case, F, When


class Finding(models.Model):
    """One stretch of days on which one rule has one outcome for one subject, as known when.

    Units: both days inclusive, a null `ends_on` is open. `met` is yes, no or unknown and null
    where the rule does not apply. The sentence is rendered from `code` and `params` on read.
    """

    organisation_id = models.UUIDField()
    unit_id = models.UUIDField(null=True)
    subject_kind = models.TextField()
    subject_id = models.UUIDField()
    rule_id = models.TextField()
    rule_version = models.PositiveSmallIntegerField()
    severity = models.TextField()
    outcome = models.TextField()
    met = models.TextField(null=True)
    code = models.TextField()
    params = models.JSONField(default=dict)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True)
    recorded_at = models.DateTimeField()
    superseded_at = models.DateTimeField(null=True)
    recorded_by = models.UUIDField(null=True)
    superseded_by = models.UUIDField(null=True)

    class Meta:
        db_table = "kernel_finding"
        constraints = [
            models.UniqueConstraint(
                fields=["subject_id", "rule_id", "starts_on"],
                condition=models.Q(superseded_at__isnull=True),
                name="finding_one_at_a_time",
            )
        ]
        indexes = [
            models.Index(fields=["subject_id", "rule_id", "starts_on"], name="finding_of_subject"),
            models.Index(
                fields=["organisation_id", "rule_id", "starts_on", "id"],
                name="finding_of_organisation",
            ),
        ]


class Standing(models.Model):
    """Today's outcome of one rule for one subject, as last announced; what lists and roll-ups read.

    `evaluated_to` is the last day that the stored intervals speak of. `needs_on`: the day by which
    to sort what needs somebody, when it broke or will; null where nothing is needed.
    """

    organisation_id = models.UUIDField()
    unit_id = models.UUIDField(null=True)
    subject_kind = models.TextField()
    subject_id = models.UUIDField()
    rule_id = models.TextField()
    severity = models.TextField()
    outcome = models.TextField()
    met = models.TextField(null=True)
    code = models.TextField()
    params = models.JSONField(default=dict)
    since = models.DateField()
    next_on = models.DateField(null=True)
    next_outcome = models.TextField(null=True)
    evaluated_to = models.DateField()
    updated_at = models.DateTimeField()
    needs_on = models.GeneratedField(
        expression=Case(
            When(outcome="at_risk", met="yes", next_on__isnull=False, then=F("next_on")),
            When(outcome__in=("fail", "unknown", "at_risk"), then=F("since")),
        ),
        output_field=models.DateField(null=True),
        db_persist=True,
    )

    class Meta:
        db_table = "kernel_standing"
        constraints = [
            models.UniqueConstraint(fields=["subject_id", "rule_id"], name="standing_once")
        ]
        indexes = [
            models.Index(
                fields=["organisation_id", "subject_kind", "rule_id", "outcome"],
                name="standing_of_organisation",
            ),
            models.Index(fields=["evaluated_to", "id"], name="standing_horizon"),
            models.Index(
                fields=["organisation_id", "needs_on", "id"],
                condition=models.Q(needs_on__isnull=False),
                name="standing_needs",
            ),
        ]


class RollUpStep(models.Model):
    """How many findings of a kind begin (+) or end (-) on a day; summed up to a date: a count."""

    organisation_id = models.UUIDField()
    unit_id = models.UUIDField()  # the nil UUID where the subject has no unit
    rule_id = models.TextField()
    outcome = models.TextField()
    met = models.TextField()
    day = models.DateField()
    step = models.IntegerField()

    class Meta:
        db_table = "kernel_rollupstep"
        constraints = [
            models.UniqueConstraint(
                fields=["organisation_id", "unit_id", "rule_id", "outcome", "met", "day"],
                name="rollupstep_once",
            )
        ]


class Timer(models.Model):
    """A date on which something is to be announced or moved by itself; kept until fired."""

    organisation_id = models.UUIDField()
    kind = models.TextField()
    subject_kind = models.TextField()
    subject_id = models.UUIDField()
    due_on = models.DateField()

    class Meta:
        db_table = "kernel_timer"
        constraints = [
            models.UniqueConstraint(fields=["subject_id", "kind", "due_on"], name="timer_once")
        ]
        indexes = [models.Index(fields=["due_on", "id"], name="timer_due")]
