"""Keeps the special causes that were found, and tells of each once. For reactions and commands."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from uuid import UUID, uuid4

from django.db import connection, transaction

from kernel.actors import SYSTEM
from kernel.clock import london_date
from kernel.log import Cause
from kernel.streams import Entry, append_many
from projects.measure_events import MeasureSignalFound
from projects.measures.chart import MeasureChart
from projects.measures.head import HEAD, MeasureHead
from projects.measures.signals import Difference, Found, Stored, differing
from projects.models import Measure, MeasureSignal
from projects.queries.history import SIGNALS
from projects.queries.measure_series import charts_of
from projects.queries.measures import head_of


@transaction.atomic
def note_signals(
    measure_ids: Iterable[UUID], *, now: datetime, causes: Mapping[UUID, Cause] | None = None
) -> int:
    """Compute the charts of measures and write down what is new, what goes on and what is gone.

    However often it is done, a signal is told of once: the same rule, meaning and first point.
    Reference series are looked at by people and tell nothing. Returns how many are new.

    Emits:
        MeasureSignalFound, for each that was never found before.
    """
    heads = _heads(measure_ids)
    charts = charts_of(heads, today=london_date(now))
    stored = stored_signals([head.id for head in heads])
    told: list[Entry] = []
    for head in heads:
        chart = charts[head.id]
        differs = differing(chart.signals, stored.get(head.id, ()))
        for found, signal_id in _write(head, differs, now):
            told.append(_entry(chart, found, signal_id, cause=(causes or {}).get(head.id)))
    append_many(SIGNALS, told, actor=SYSTEM, now=now)
    return len(told)


def _heads(measure_ids: Iterable[UUID]) -> list[MeasureHead]:
    rows = Measure.objects.filter(pk__among=sorted(set(measure_ids)), reference=False)
    return [head_of(row) for row in rows.order_by("pk").values(*HEAD)]


def stored_signals(measure_ids: Sequence[UUID]) -> Mapping[UUID, Sequence[Stored]]:
    """What was found before of each measure, gone or not."""
    rows = MeasureSignal.objects.filter(measure_id__among=measure_ids)
    found: dict[UUID, list[Stored]] = defaultdict(list)
    for row in rows.values("measure_id", "rule", "meaning", "began_on", "last_on", "gone_at"):
        key = (row["rule"], row["meaning"], row["began_on"])
        stored = Stored(key=key, last_on=row["last_on"], gone=row["gone_at"] is not None)
        found[row["measure_id"]].append(stored)
    return found


def _write(head: MeasureHead, differs: Difference, now: datetime) -> Iterable[tuple[Found, UUID]]:
    """Write the difference; the signals that this very call wrote first, with their ids."""
    change_stored(head.id, differs, now=now)
    if not differs.new:
        return []
    keys = _insert(head, differs.new, now)
    return [(one, keys[one.key]) for one in differs.new if one.key in keys]


def change_stored(measure_id: UUID, differs: Difference, *, now: datetime) -> None:
    """Write which of the stored ones go on, and which are gone."""
    if not (differs.going_on or differs.gone):
        return
    rows = MeasureSignal.objects.filter(measure_id=measure_id)
    for rule, meaning, began_on in differs.gone:
        rows.filter(rule=rule, meaning=meaning, began_on=began_on).update(gone_at=now)
    for one in differs.going_on:
        same = rows.filter(rule=one.rule, meaning=one.meaning, began_on=one.began_on)
        same.update(last_on=one.last_on, gone_at=None)


_INSERT = """
    INSERT INTO projects_measuresignal (id, organisation_id, project_id, measure_id, rule, meaning,
        rule_set, began_on, last_on, found_at)
    SELECT new.id, %(organisation)s::uuid, %(project)s::uuid, %(measure)s::uuid, new.rule,
        new.meaning, %(rule_set)s::text, new.began_on, new.last_on, %(now)s::timestamptz
    FROM unnest(%(ids)s::uuid[], %(rules)s::text[], %(meanings)s::text[], %(began)s::date[],
        %(last)s::date[]) AS new (id, rule, meaning, began_on, last_on)
    ON CONFLICT (measure_id, rule, meaning, began_on) DO NOTHING
    RETURNING rule, meaning, began_on, id
"""


def _insert(
    head: MeasureHead, new: Sequence[Found], now: datetime
) -> dict[tuple[str, str, date], UUID]:
    """Ids of the rows that are ours: of two who find a signal at one moment, one tells of it."""
    parameters = {
        "organisation": head.organisation_id,
        "project": head.project_id,
        "measure": head.id,
        "rule_set": head.rule_set,
        "now": now,
        "ids": [uuid4() for _ in new],
        "rules": [one.rule for one in new],
        "meanings": [one.meaning for one in new],
        "began": [one.began_on for one in new],
        "last": [one.last_on for one in new],
    }
    with connection.cursor() as cursor:
        cursor.execute(_INSERT, parameters)
        return {(rule, meaning, began): found for rule, meaning, began, found in cursor.fetchall()}


def _entry(chart: MeasureChart, found: Found, signal_id: UUID, *, cause: Cause | None) -> Entry:
    head = chart.measure
    event = MeasureSignalFound(
        measure_id=head.id,
        project_id=head.project_id,
        signal_id=signal_id,
        rule=found.rule,
        meaning=found.meaning,
        rule_set=head.rule_set,
        began_on=found.began_on,
        last_on=found.last_on,
        latest=found.last_on == chart.dates[-1],
    )
    return Entry(
        organisation_id=head.organisation_id,
        stream_id=head.id,
        event=event,
        effective_on=found.began_on,
        cause=cause,
    )
