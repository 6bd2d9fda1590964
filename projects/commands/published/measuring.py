"""What a series of a file is as a measure, and what is told of it."""

from __future__ import annotations

import re
import uuid
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from people.queries.bodies import NamedBody
from projects.measure_events import MeasureDataRecorded, MeasureDefined
from projects.measures.head import edition_for
from projects.measures.published import Layout, Series
from projects.measures.series import Row
from projects.measures.suits import usual_chart
from projects.models import Measure, TargetShape

if TYPE_CHECKING:
    from projects.commands.published.staging import Written

_LONGEST_ID, _LONGEST_NAME = 100, 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """A measure and what the file says of it. `fresh`: it is not in the table yet."""

    measure: Measure
    rows: tuple[Row, ...]
    fresh: bool
    target: Decimal | None


def external_id(layout: Layout, series: str) -> str:
    """By what a series is known again in its organisation."""
    return _plain(f"published {layout.measure} {series}")[:_LONGEST_ID]


def measure_from(layout: Layout, one: Series, body: NamedBody) -> Measure:
    """A new reference measure, not yet saved. Its name tells it from those of other bodies."""
    chart = usual_chart(layout.data_kind)
    return Measure(
        id=uuid.uuid4(),
        organisation_id=body.id,
        name=f"{layout.name_of(one.series)}: {body.name}"[:_LONGEST_NAME],
        reference=True,
        definition=layout.definition,
        numerator_words=layout.numerator_words,
        denominator_words=layout.denominator_words,
        source=layout.source,
        data_kind=layout.data_kind,
        unit_word=layout.unit_word,
        per=layout.per,
        direction=layout.direction,
        frequency=layout.frequency,
        chart=chart,
        rule_set=edition_for(chart),
        baseline_points=0,  # limits from every point, as the publishers of such charts draw them
        begins_on=one.rows[0].on_date,
        external_id=external_id(layout, one.series),
    )


def target_row(measure: Measure, value: Decimal, now: datetime) -> dict[str, Any]:
    """A target that holds from the first period on, as a new row."""
    return {
        "id": uuid.uuid4(),
        "organisation_id": measure.organisation_id,
        "measure_id": measure.pk,
        "on_date": measure.begins_on,
        "value": value,
        "shape": TargetShape.STEP,
        "reason": "Published with the figures",
        "recorded_at": now,
    }


def defined(measure: Measure) -> MeasureDefined:
    return MeasureDefined(
        measure_id=measure.pk,
        family=measure.family,
        data_kind=measure.data_kind,
        chart=measure.chart,
        direction=measure.direction,
        frequency=measure.frequency,
    )


def data_recorded(measure: Measure, written: Written) -> MeasureDataRecorded:
    return MeasureDataRecorded(
        measure_id=measure.pk,
        first_on=written.first_on,
        last_on=written.last_on,
        added=written.added,
        changed=written.changed,
        withdrawn=0,
    )


def _plain(words: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", words.lower()).strip("-")
