"""Bodies that the doors take, and what they give, for the description of the API."""

from rest_framework import serializers

from kernel.api.fields import Choice, Day, Id, Strict, Text, Whole, YesNo
from kernel.rules.outcomes import Met, Outcome, Severity
from workflows.commands.quarantine import SHORTEST_REASON


class SetStandard(Strict):
    """A value for a threshold from a day on; `dry_run` only says who would flip."""

    name = Text(max_length=60)
    value = Whole(allow_null=True)
    organisation_id = Id(allow_null=True, required=False, default=None)
    valid_from = Day()
    source = Text(max_length=500)  # type: ignore[assignment]
    reason = Text(multiline=True, max_length=2000, required=False, default="")
    dry_run = YesNo(required=False, default=False)


class Skip(Strict):
    """Why nothing shall follow from the event."""

    reason = Text(multiline=True, max_length=2000, min_length=SHORTEST_REASON)


class Nothing(Strict):
    """A body without fields."""


class FindingOut(serializers.Serializer[object]):
    id = serializers.IntegerField(allow_null=True)
    organisation_id = serializers.UUIDField()
    unit_id = serializers.UUIDField(allow_null=True)
    subject_kind = serializers.CharField()
    subject_id = serializers.UUIDField()
    rule_id = serializers.CharField()
    rule_version = serializers.IntegerField()
    severity = Choice(choices=[one.value for one in Severity])
    outcome = Choice(choices=[one.value for one in Outcome])
    met = Choice(choices=[Met.YES.value, Met.NO.value, Met.UNKNOWN.value], allow_null=True)
    code = serializers.CharField()
    params = serializers.DictField()
    sentence = serializers.CharField()
    starts_on = serializers.DateField()
    ends_on = serializers.DateField(allow_null=True)
    recorded_at = serializers.DateTimeField(allow_null=True)
    superseded_at = serializers.DateTimeField(allow_null=True)
    recorded_by = serializers.UUIDField(
        allow_null=True, help_text="The event from which it followed; null after a full re-check."
    )


class RuleOut(serializers.Serializer[object]):
    id = serializers.CharField()
    version = serializers.IntegerField()
    subject_kind = serializers.CharField()
    title = serializers.CharField()
    sentence = serializers.CharField()
    source = serializers.CharField()  # type: ignore[assignment]
    gates = serializers.ListField(child=serializers.CharField())
    effective_from = serializers.DateField(allow_null=True)
    standards = serializers.ListField(child=serializers.DictField())
    outcomes = serializers.DictField(child=serializers.IntegerField())
    met_today = serializers.DictField(
        child=serializers.IntegerField(),
        help_text="How many meet it today, and how many do not; some of these are shown as at "
        "risk while a time of grace lasts.",
    )


class ShortRuleOut(serializers.Serializer[object]):
    id = serializers.CharField()
    version = serializers.IntegerField(required=False)
    title = serializers.CharField(required=False)
    sentence = serializers.CharField(required=False)
    source = serializers.CharField(required=False)  # type: ignore[assignment]
    standards = serializers.ListField(child=serializers.CharField(), required=False)


class ThresholdOut(serializers.Serializer[object]):
    """What a threshold was on the first day of a finding, as known when it was found."""

    name = serializers.CharField()
    value = serializers.IntegerField()
    unit = serializers.CharField()
    sentence = serializers.CharField()


class ExplainedFindingOut(FindingOut):
    """A finding with its rule and every interval of that rule for its subject."""

    rule = ShortRuleOut()
    thresholds = ThresholdOut(many=True)
    timeline = FindingOut(many=True)


class ComplianceOut(serializers.Serializer[object]):
    organisation_id = serializers.UUIDField()
    unit_id = serializers.UUIDField(allow_null=True)
    rule_id = serializers.CharField()
    outcomes = serializers.DictField(child=serializers.IntegerField())
    met_today = serializers.DictField(child=serializers.IntegerField())
    subjects = serializers.IntegerField()
    in_scope = serializers.IntegerField()
    joint = serializers.IntegerField(
        help_text="How many of the subjects are joint committees that another organisation keeps."
    )


class StandardOut(serializers.Serializer[object]):
    name = serializers.CharField()
    sentence = serializers.CharField()
    unit = serializers.CharField()
    source = serializers.CharField()  # type: ignore[assignment]
    minimum = serializers.IntegerField()
    maximum = serializers.IntegerField()
    default = serializers.IntegerField()
    national = serializers.IntegerField()
    here = serializers.IntegerField()
    organisation_id = serializers.UUIDField(allow_null=True)
    rules = serializers.ListField(child=serializers.CharField())


class StandardValueOut(serializers.Serializer[object]):
    id = serializers.UUIDField()
    organisation_id = serializers.UUIDField(allow_null=True)
    name = serializers.CharField()
    value = serializers.IntegerField(allow_null=True)
    valid_from = serializers.DateField()
    source = serializers.CharField()  # type: ignore[assignment]
    reason = serializers.CharField()
    recorded_at = serializers.DateTimeField()
    superseded_at = serializers.DateTimeField(allow_null=True)


class FlipOut(serializers.Serializer[object]):
    organisation_id = serializers.UUIDField()
    subject_kind = serializers.CharField()
    subject_id = serializers.UUIDField()
    rule_id = serializers.CharField()
    outcome = serializers.CharField()
    would_be = serializers.CharField()


class RehearsalOut(serializers.Serializer[object]):
    dry_run = serializers.BooleanField()
    would_flip = FlipOut(many=True)


class HeldOut(serializers.Serializer[object]):
    id = serializers.IntegerField()
    state = Choice(choices=["quarantined", "waiting"])
    event_id = serializers.UUIDField()
    event_type = serializers.CharField()
    subject_kind = serializers.CharField()
    subject_id = serializers.UUIDField()
    organisation_id = serializers.UUIDField(allow_null=True)
    attempts = serializers.IntegerField()
    problem = serializers.CharField()
    created_at = serializers.DateTimeField()
    retry_at = serializers.DateTimeField(allow_null=True)
    quarantined_at = serializers.DateTimeField(allow_null=True)


class HeldOneOut(HeldOut):
    waiting_behind = serializers.IntegerField()


class SkippedOut(serializers.Serializer[object]):
    id = serializers.UUIDField()
    event_id = serializers.UUIDField()


class EventOut(serializers.Serializer[object]):
    """A CloudEvent 1.0 with the extensions organisation, sequence, effectiveon and causedby."""

    specversion = serializers.CharField()
    id = serializers.UUIDField()
    source = serializers.CharField()  # type: ignore[assignment]
    type = serializers.CharField()
    subject = serializers.CharField()
    time = serializers.DateTimeField()
    datacontenttype = serializers.CharField()
    organisation = serializers.UUIDField(required=False)
    sequence = serializers.CharField()
    effectiveon = serializers.DateField()
    actorkind = serializers.CharField()
    causedby = serializers.UUIDField(required=False)
    data = serializers.DictField()  # type: ignore[assignment]


class FeedOut(serializers.Serializer[object]):
    results = EventOut(many=True)
    next_cursor = serializers.CharField()
