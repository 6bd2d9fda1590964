"""What the API answers about measures, for its description."""

from __future__ import annotations

from rest_framework import serializers

from projects.words import (
    CHARTS,
    DATA_KINDS,
    DIRECTIONS,
    FAMILIES,
    FREQUENCIES,
    MARKER_SORTS,
    SIGNAL_MEANINGS,
    TARGET_SHAPES,
)

_MEANINGS = ("common", "improvement", "concern", "neutral")


class MeasureRow(serializers.Serializer[object]):
    id = serializers.UUIDField()
    organisation_id = serializers.UUIDField()
    project_id = serializers.UUIDField(allow_null=True)
    unit_id = serializers.UUIDField(allow_null=True)
    name = serializers.CharField()
    family = serializers.ChoiceField(FAMILIES, allow_blank=True)
    data_kind = serializers.ChoiceField(DATA_KINDS)
    unit_word = serializers.CharField(allow_blank=True)
    per = serializers.IntegerField(help_text="The multiple of a rate: 1000 for each 1,000.")
    direction = serializers.ChoiceField(DIRECTIONS, help_text="Which way is better.")
    frequency = serializers.ChoiceField(FREQUENCIES)
    chart = serializers.ChoiceField(CHARTS)
    rule_set = serializers.CharField(help_text="The edition of the rules that judge the chart.")
    baseline_points = serializers.IntegerField(
        allow_null=True,
        help_text="Limits rest on so many first points; 0: on all; null: as the Standard says.",
    )
    reference = serializers.BooleanField(help_text="A published series: charts and icons only.")
    reliability = serializers.BooleanField(help_text="It says whether its project is reliable.")
    begins_on = serializers.DateField()
    ended_on = serializers.DateField(allow_null=True)
    owner_id = serializers.UUIDField(allow_null=True)
    external_id = serializers.CharField(allow_blank=True)
    updated_at = serializers.DateTimeField()
    version = serializers.IntegerField()


class MeasureDetail(MeasureRow):
    why = serializers.CharField(allow_blank=True)
    definition = serializers.CharField(allow_blank=True)
    numerator_words = serializers.CharField(allow_blank=True)
    denominator_words = serializers.CharField(allow_blank=True)
    source = serializers.CharField(allow_blank=True)  # type: ignore[assignment]
    sampling = serializers.CharField(allow_blank=True)
    reporting_lag_days = serializers.IntegerField(allow_null=True)
    baseline_plan = serializers.CharField(allow_blank=True)
    rare_event_reason = serializers.CharField(allow_blank=True)
    created_at = serializers.DateTimeField()
    project_title = serializers.CharField(allow_blank=True)


class Said(serializers.Serializer[object]):
    """What a chart says in one row of a table."""

    latest = serializers.FloatField(allow_null=True)
    latest_on = serializers.DateField(allow_null=True)
    latest_words = serializers.CharField(allow_blank=True)
    target = serializers.FloatField(allow_null=True)
    target_words = serializers.CharField(allow_blank=True)
    variation_icon = serializers.CharField()
    assurance_icon = serializers.CharField(allow_null=True)
    sentence = serializers.CharField()
    warnings = serializers.ListField(child=serializers.CharField())


class MeasureSummary(MeasureRow, Said):
    """A measure with what its chart says."""


class MeasurePointRow(serializers.Serializer[object]):
    on_date = serializers.DateField(help_text="The first day of the period.")
    numerator = serializers.FloatField(allow_null=True)
    denominator = serializers.FloatField(allow_null=True)
    value = serializers.FloatField(allow_null=True)
    sample = serializers.ListField(child=serializers.FloatField(), allow_null=True)
    note = serializers.CharField(allow_blank=True)
    recorded_by = serializers.UUIDField(allow_null=True)
    recorded_at = serializers.DateTimeField()


class PointsPutAnswer(serializers.Serializer[object]):
    """How many periods are new, other, and as they were."""

    added = serializers.IntegerField()
    changed = serializers.IntegerField()
    unchanged = serializers.IntegerField()
    version = serializers.IntegerField(help_text="Of the measure.")


class _DatedRow(serializers.Serializer[object]):
    id = serializers.UUIDField()
    on_date = serializers.DateField()
    recorded_by = serializers.UUIDField(allow_null=True)
    recorded_at = serializers.DateTimeField()


class MeasureTargetRow(_DatedRow):
    value = serializers.FloatField()
    shape = serializers.ChoiceField(TARGET_SHAPES)
    reason = serializers.CharField(allow_blank=True)


class MeasureRebaseRow(_DatedRow):
    reason = serializers.CharField()


class MeasureMarkerRow(_DatedRow):
    sort = serializers.ChoiceField(MARKER_SORTS)
    words = serializers.CharField()


class MeasureSignalRow(serializers.Serializer[object]):
    id = serializers.UUIDField()
    rule = serializers.CharField()
    meaning = serializers.ChoiceField(SIGNAL_MEANINGS)
    rule_set = serializers.CharField()
    began_on = serializers.DateField()
    last_on = serializers.DateField()
    found_at = serializers.DateTimeField()
    gone_at = serializers.DateTimeField(allow_null=True)


class MeasureTargets(serializers.Serializer[object]):
    results = MeasureTargetRow(many=True)


class MeasureRebases(serializers.Serializer[object]):
    results = MeasureRebaseRow(many=True)


class MeasureMarkers(serializers.Serializer[object]):
    results = MeasureMarkerRow(many=True)


class MeasureSignals(serializers.Serializer[object]):
    results = MeasureSignalRow(many=True)


class ChartPoint(serializers.Serializer[object]):
    """One period with every line and every flag; null where a line is undefined."""

    date = serializers.DateField()
    numerator = serializers.FloatField(allow_null=True)
    denominator = serializers.FloatField(allow_null=True)
    value = serializers.FloatField(allow_null=True)
    plotted = serializers.FloatField(allow_null=True)
    target = serializers.FloatField(allow_null=True)
    stretch = serializers.IntegerField()
    centre = serializers.FloatField(allow_null=True)
    lower = serializers.FloatField(allow_null=True)
    upper = serializers.FloatField(allow_null=True)
    near_lower = serializers.FloatField(allow_null=True)
    near_upper = serializers.FloatField(allow_null=True)
    special_cause = serializers.BooleanField()
    rules = serializers.ListField(child=serializers.CharField())
    label = serializers.CharField(allow_blank=True)  # type: ignore[assignment]
    meaning = serializers.ChoiceField(_MEANINGS)
    note = serializers.CharField(allow_blank=True)


class ChartStretch(serializers.Serializer[object]):
    """The lines from one recalculation to the next."""

    from_date = serializers.DateField()
    to_date = serializers.DateField()
    points = serializers.IntegerField()
    baseline = serializers.IntegerField(help_text="So many of its points the limits rest on.")
    centre = serializers.FloatField(allow_null=True)
    lower = serializers.FloatField(allow_null=True)
    upper = serializers.FloatField(allow_null=True)
    reason = serializers.CharField(allow_blank=True)


class ChartMark(serializers.Serializer[object]):
    on_date = serializers.DateField()
    kind = serializers.ChoiceField(("recalculation", "pdsa", "note"))
    words = serializers.CharField()


class ChartSignal(serializers.Serializer[object]):
    rule = serializers.CharField()
    meaning = serializers.ChoiceField(SIGNAL_MEANINGS)
    began_on = serializers.DateField()
    last_on = serializers.DateField()


class MeasureChartAnswer(Said):
    measure_id = serializers.UUIDField()
    name = serializers.CharField()
    unit = serializers.CharField(allow_blank=True)
    chart = serializers.ChoiceField(CHARTS)
    rule_set = serializers.CharField()
    direction = serializers.ChoiceField(DIRECTIONS)
    points = ChartPoint(many=True)
    stretches = ChartStretch(many=True)
    markers = ChartMark(many=True)
    signals = ChartSignal(many=True)
