"""What the API takes about measures: every field named, typed and bounded."""

from __future__ import annotations

from rest_framework import serializers

from kernel.api.fields import Choice, Day, Id, Number, Strict, Text, Whole, YesNo
from projects.words import (
    CHARTS,
    DATA_KINDS,
    DIRECTIONS,
    FAMILIES,
    FREQUENCIES,
    MARKER_SORTS,
    TARGET_SHAPES,
)

#: What a column of the tables holds.
_SMALL = 32_767


class MeasureWords(Strict):
    """What may be written about a measure until it ends."""

    family = Choice(("", *FAMILIES), required=False)
    why = Text(multiline=True, required=False, allow_blank=True)
    definition = Text(
        multiline=True,
        required=False,
        allow_blank=True,
        help_text="The operational definition: what is counted, how, and what is left out.",
    )
    numerator_words = Text(free=True, max_length=300, required=False, allow_blank=True)
    denominator_words = Text(free=True, max_length=300, required=False, allow_blank=True)
    source = Text(free=True, max_length=300, required=False, allow_blank=True)  # type: ignore[assignment]
    sampling = Text(free=True, max_length=300, required=False, allow_blank=True)
    unit_word = Text(max_length=40, required=False, allow_blank=True)
    per = Whole(min_value=1, required=False, help_text="For a rate: for each so many.")
    direction = Choice(DIRECTIONS, required=False)
    reporting_lag_days = Whole(max_value=_SMALL, required=False, allow_null=True)
    chart = Choice(CHARTS, required=False, help_text="If left out, the usual one for the data.")
    baseline_points = Whole(
        max_value=_SMALL,
        required=False,
        allow_null=True,
        help_text="12 or more; 0 for limits from every point; null as the Standard says.",
    )
    baseline_plan = Text(multiline=True, required=False, allow_blank=True)
    rare_event_reason = Text(multiline=True, required=False, allow_blank=True)
    reliability = YesNo(required=False)
    begins_on = Day(required=False)
    owner_id = Id(required=False, allow_null=True, help_text="A user whose role reads it.")
    external_id = Text(max_length=100, required=False, allow_blank=True)


class DefineMeasure(MeasureWords):
    """Of a project, or of an organisation or one of its units alone."""

    project_id = Id(required=False, allow_null=True)
    organisation_id = Id(required=False, allow_null=True, help_text="Where there is no project.")
    unit_id = Id(required=False, allow_null=True)
    name = Text(free=True)
    data_kind = Choice(DATA_KINDS)
    frequency = Choice(FREQUENCIES)


class ChangeMeasure(MeasureWords):
    name = Text(free=True, required=False)
    data_kind = Choice(DATA_KINDS, required=False, help_text="Fixed once there are data.")
    frequency = Choice(FREQUENCIES, required=False, help_text="Fixed once there are data.")


class EndMeasure(Strict):
    ended_on = Day(allow_null=True, help_text="The last day; null: it goes on after all.")


class PointIn(Strict):
    """What was found in one period. Without any number: a gap, known to be one."""

    on_date = Day(help_text="Any day of the period.")
    numerator = Number(required=False, allow_null=True)
    denominator = Number(required=False, allow_null=True)
    value = Number(required=False, allow_null=True)
    sample = serializers.ListField(
        child=Number(), required=False, allow_null=True, min_length=1, max_length=1000
    )
    note = Text(free=True, max_length=300, required=False, allow_blank=True)


class PutPoints(Strict):
    """Periods that are not named stay as they are; the same rows again change nothing."""

    points = serializers.ListField(child=PointIn(), min_length=1, max_length=5000)


class SetTarget(Strict):
    """From this day; as a line, in equal parts from the target before, reached on this day."""

    on_date = Day()
    value = Number()
    shape = Choice(TARGET_SHAPES, required=False)
    reason = Text(multiline=True, required=False, allow_blank=True)


class RebaseMeasure(Strict):
    on_date = Day()
    reason = Text(multiline=True, max_length=2000)


class MarkMeasure(Strict):
    on_date = Day()
    words = Text(free=True, max_length=120)
    sort = Choice(MARKER_SORTS, required=False)
