"""Brings the findings of subjects in step with their facts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from uuid import UUID

from governance.queries.touched import organisations_of_committees
from kernel import clock
from kernel.log import Cause
from workflows import locks, roll_ups, stored, timelines, undone
from workflows.horizon import horizon_of
from workflows.standings import Following, follow
from workflows.subjects import SubjectKey


def check(
    targets: Mapping[str, Sequence[UUID]],
    *,
    now: datetime,
    causes: Mapping[SubjectKey, Cause] | None = None,
    today: date | None = None,
) -> int:
    """Re-check subjects in the caller's transaction; the number of edges announced.

    Every subject is locked before any fact is read: see `locks.lock_for_check`.
    """
    keys = [SubjectKey(kind, subject) for kind, ids in targets.items() for subject in ids]
    if not keys:
        return 0
    locks.lock_for_check(keys)
    today = today or clock.london_date(now)
    announced = 0
    differences = []
    for kind, ids in sorted(targets.items()):
        as_of = Following(
            kind=kind, today=today, horizon=horizon_of(today), now=now, causes=causes or {}
        )
        difference, edges = _check_kind(ids, as_of)
        differences.append(difference)
        announced += edges
    _tell_who_counts_them(differences, checked=set(keys), causes=causes or {})
    # Last, because these rows are shared by all subjects of a unit: others wait for them.
    roll_ups.step(differences)
    return announced


#: Rules of committees whose findings C14 counts for their organisations.
COUNTED = frozenset({"C01"})


def _tell_who_counts_them(
    differences: Sequence[stored.Difference],
    *,
    checked: set[SubjectKey],
    causes: Mapping[SubjectKey, Cause],
) -> None:
    """Queue the organisations that are judged by findings which have just changed on any day.

    Today's outcome may be as it was and tomorrow's not, so an announcement would be too little.
    """
    changed = {
        slot.subject_id
        for difference in differences
        for slot in difference.slots
        if slot.rule_id in COUNTED
    }
    events = [cause.event for key, cause in causes.items() if key.id in changed]
    if not events:
        return  # a full re-check comes to the organisations by itself
    counting = {SubjectKey("organisation", found) for found in organisations_of_committees(changed)}
    undone.spread(dict.fromkeys(sorted(counting - checked), events[-1]))


def _check_kind(ids: Sequence[UUID], as_of: Following) -> tuple[stored.Difference, int]:
    """What changed in the findings, and the number of edges announced."""
    judged = timelines.judge(as_of.kind, ids, horizons=as_of.horizon)
    difference = stored.compare(judged, stored.read_current(ids))
    if difference:
        stored.write(difference, kind=as_of.kind, now=as_of.now, causes=dict(as_of.causes))
    return difference, follow(judged, ids=ids, as_of=as_of)
