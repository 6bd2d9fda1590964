"""Moves the horizon of stored findings once a month, and re-checks everything in pages."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from kernel import clock
from kernel.models import RollUpStep, Standing
from kernel.rules.rulebook import RULEBOOK
from workflows import recheck, roll_ups, stored, timelines
from workflows.horizon import horizon_of
from workflows.roll_ups import Counted, Place
from workflows.sessions import everything_visible, working_transaction
from workflows.stored import Difference

PAGE = 1000
THINKING_SECONDS = 60  # evaluating a page takes about one, on a machine with other work several


def pages(kind: str, *, organisation_id: UUID | None = None) -> Iterator[list[UUID]]:
    """Every subject of a kind, by id, a thousand at a time."""
    after: UUID | None = None
    while True:
        with everything_visible():
            ids = list(RULEBOOK.subjects[kind].ids_after(after, PAGE))
            mine = _of(kind, ids, organisation_id)
        if mine:
            yield mine
        if len(ids) < PAGE:
            return
        after = ids[-1]


def _of(kind: str, ids: list[UUID], organisation_id: UUID | None) -> list[UUID]:
    if organisation_id is None:
        return ids
    facts = RULEBOOK.subjects[kind].load(ids, None)
    return [key for key, one in facts.items() if one.organisation_id == organisation_id]


def recheck_all(
    *, now: datetime, kinds: Sequence[str] = (), organisation_id: UUID | None = None
) -> int:
    """Bring all findings in step with the facts; the number of subjects looked at."""
    count = 0
    for kind in kinds or sorted(RULEBOOK.subjects):
        for ids in pages(kind, organisation_id=organisation_id):
            with working_transaction(idle_seconds=THINKING_SECONDS):
                recheck.check({kind: ids}, now=now)
            count += len(ids)
    return count


@dataclass(frozen=True, slots=True)
class Drift:
    """Where stored findings differ from what the facts say."""

    kind: str
    difference: Difference


def drift(*, kinds: Sequence[str] = (), organisation_id: UUID | None = None) -> list[Drift]:
    """Compare all current findings with a fresh evaluation, each to its own horizon; no writes."""
    found = []
    horizon = horizon_of(clock.today())
    for kind in kinds or sorted(RULEBOOK.subjects):
        for ids in pages(kind, organisation_id=organisation_id):
            with everything_visible():
                horizons = dict.fromkeys(ids, horizon) | _horizons(ids)
                judged = timelines.judge(kind, ids, horizons=horizons)
                difference = stored.compare(judged, stored.read_current(ids))
            if difference:
                found.append(Drift(kind, difference))
    return found


def roll_ups_agree() -> bool:
    """Do the kept sums equal the current findings of every organisation?"""
    with everything_visible():
        rows = RollUpStep.objects.exclude(step=0).values_list(
            "organisation_id", "unit_id", "rule_id", "outcome", "met", "day", "step"
        )
        kept = {(Place(*row[:2]), Counted(*row[2:6])): row[6] for row in rows}
        return kept == roll_ups.reckoned()


def _horizons(ids: Sequence[UUID]) -> dict[UUID, date]:
    rows = Standing.objects.filter(subject_id__among=ids).values_list("subject_id", "evaluated_to")
    return dict(rows)


def extend(*, now: datetime) -> int:
    """Look one month further for every subject whose findings end too soon."""
    horizon = horizon_of(clock.london_date(now))
    count = 0
    while True:
        with working_transaction(idle_seconds=THINKING_SECONDS):
            behind = (
                Standing.objects.filter(evaluated_to__lt=horizon)
                # Committees come before the organisations that are judged by their findings.
                .order_by("subject_kind", "evaluated_to", "id")
                .values_list("subject_kind", "subject_id")[:PAGE]
            )
            targets: dict[str, list[UUID]] = {}
            for kind, subject_id in set(behind):
                if kind in RULEBOOK.subjects:
                    targets.setdefault(kind, []).append(subject_id)
            recheck.check({k: sorted(ids) for k, ids in targets.items()}, now=now)
        if not targets:
            return count
        count += sum(map(len, targets.values()))
