"""Special causes of published series are kept, so that they can be asked for; nobody is told."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from kernel.bulk import insert_values
from kernel.clock import london_date
from projects.commands.measures.signals import change_stored, stored_signals
from projects.commands.published.measuring import Measured
from projects.measures.head import MeasureHead
from projects.measures.series import Data, chart_series, xmr_series
from projects.measures.signals import Found, differing, found_in
from projects.measures.targets import Target
from projects.models import MeasureSignal
from projects.queries.measure_series import data_of, locked_points
from projects.queries.measures import head_of
from projects.spc import InvalidSeries, analyse


def store_signals(measured: Sequence[Measured], *, now: datetime) -> int:
    """Analyse every series anew and write what was found; how many special causes are new."""
    heads = {one.measure.pk: head_of(vars(one.measure)) for one in measured}
    data = _data(measured)
    locked = locked_points(list(heads.values()), today=london_date(now))
    stored = stored_signals([one.measure.pk for one in measured if not one.fresh])
    differences = {
        key: differing(_found(head, data[key], locked[key]), stored.get(key, ()))
        for key, head in heads.items()
    }
    new = [_row(heads[key], found, now) for key, one in differences.items() for found in one.new]
    insert_values(MeasureSignal, new)
    for key, one in differences.items():
        change_stored(key, one, now=now)
    return len(new)


def _data(measured: Sequence[Measured]) -> Mapping[UUID, Data]:
    """What was just written: from the file where the measure is new, else from the table."""
    known = data_of(one.measure.pk for one in measured if not one.fresh)
    return {one.measure.pk: _fresh_data(one) for one in measured if one.fresh} | known


def _fresh_data(one: Measured) -> Data:
    targets = [] if one.target is None else [Target(on=one.measure.begins_on, value=one.target)]
    return Data(rows=one.rows, targets=targets)


def _found(head: MeasureHead, data: Data, locked: int) -> Iterable[Found]:
    try:
        if head.chart == "xmr":
            return found_in(head, analyse(xmr_series(head, data, locked=locked)))
        return found_in(head, analyse(chart_series(head, data, locked=locked)))
    except InvalidSeries:
        return ()


def _row(head: MeasureHead, found: Found, now: datetime) -> dict[str, Any]:
    return {
        "id": uuid.uuid4(),
        "organisation_id": head.organisation_id,
        "measure_id": head.id,
        "rule": found.rule,
        "meaning": found.meaning,
        "rule_set": head.rule_set,
        "began_on": found.began_on,
        "last_on": found.last_on,
        "found_at": now,
    }
