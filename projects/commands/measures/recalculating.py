"""Judges measures by an edition of the rules, and says what that flipped."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from django.db import transaction

from kernel.actors import SYSTEM
from kernel.clock import london_date
from projects.commands.measures.signals import note_signals
from projects.commands.measures.writing import commit
from projects.measure_events import MeasureChanged
from projects.measures.head import HEAD, MeasureHead
from projects.measures.judged import judged_by
from projects.measures.series import Data, xmr_series
from projects.models import Measure
from projects.queries.measure_series import data_of, locked_points
from projects.queries.measures import head_of
from projects.spc import InvalidSeries, analyse
from projects.spc.changes import Flip, flips

#: So many measures are read and judged at a time.
BATCH = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Recalculated:
    """What became of one measure. `flipped`: points that read differently before and after."""

    measure: MeasureHead
    edition: str
    flipped: tuple[Flip, ...]


def recalculate(
    *, edition: str, now: datetime, organisation_id: UUID | None = None, keep: bool = True
) -> Iterator[Recalculated]:
    """Judge every XmR chart by an edition of the rules, each batch in a transaction of its own.

    Those whose edition changes are given, with what flipped; special causes are brought in step
    for all. `keep` False: only say what would flip.

    Emits:
        MeasureChanged for each whose edition changes; MeasureSignalFound for what is new.
    """
    last = UUID(int=0)
    while heads := _heads(last, organisation_id):
        yield from _batch(heads, edition, now, keep=keep)
        last = heads[-1].id


@transaction.atomic
def _batch(
    heads: Sequence[MeasureHead], edition: str, now: datetime, *, keep: bool
) -> list[Recalculated]:
    moving = [head for head in heads if head.chart == "xmr" and head.rule_set != edition]
    data = data_of([head.id for head in moving])
    locked = locked_points(moving, today=london_date(now)) if moving else {}
    found = [
        Recalculated(
            measure=head,
            edition=edition,
            flipped=_flipped(head, data[head.id], locked[head.id], edition),
        )
        for head in moving
    ]
    if keep:
        for head in moving:
            _adopt(head, edition, now)
        note_signals([head.id for head in heads], now=now)
    return found


def _flipped(head: MeasureHead, data: Data, locked: int, edition: str) -> tuple[Flip, ...]:
    """Points that read differently; of a series that cannot be charted, none."""
    after = replace(head, rule_set=edition)
    try:
        before = analyse(xmr_series(head, data, locked=locked))
        return flips(before, analyse(xmr_series(after, data, locked=locked)))
    except InvalidSeries:
        return ()


def _adopt(head: MeasureHead, edition: str, now: datetime) -> None:
    measure = Measure.objects.select_for_update(of=("self",)).get(pk=head.id)
    event = MeasureChanged(
        measure_id=measure.pk, project_id=measure.project_id, fields=("rule_set",)
    )
    was = judged_by(measure)
    measure.rule_set = edition
    commit(measure, event, actor=SYSTEM, now=now, changes={"rule_set": edition}, was=was)


def _heads(after: UUID, organisation_id: UUID | None) -> list[MeasureHead]:
    rows = Measure.objects.filter(pk__gt=after)
    if organisation_id:
        rows = rows.filter(organisation_id=organisation_id)
    return [head_of(row) for row in rows.order_by("pk").values(*HEAD)[:BATCH]]
