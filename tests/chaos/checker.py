"""Reads tables and recorded answers after a chaos run and says what is wrong. No Django, no rules.

python -m tests.chaos.checker DATABASE_URL ANSWERS
"""

from __future__ import annotations

import json
import sys
from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import psycopg

from tests.property.oracle import outcome_of_w01

WORST_DELAY_SECONDS = 20.0
_OPTIONS = "-c qiflow.scope=all"


@dataclass(frozen=True)
class Report:
    """What was found; empty lists are good."""

    changes: int
    lost: list[Any]
    twice: list[Any]
    out_of_order: list[Any]
    wrong: list[Any]
    undone: int
    quarantined: int
    delays: list[float]

    @property
    def right(self) -> bool:
        faults = [self.lost, self.twice, self.out_of_order, self.wrong]
        late = max(self.delays, default=0.0) >= WORST_DELAY_SECONDS
        return not any(faults) and not self.undone and not self.quarantined and not late

    def lines(self) -> list[str]:
        ordered = sorted(self.delays)
        at = [ordered[int(len(ordered) * share)] if ordered else 0 for share in (0.5, 0.95, 0.99)]
        return [
            (
                f"acknowledged changes {self.changes}, lost {len(self.lost)},"
                f" twice {len(self.twice)}, out of order {len(self.out_of_order)},"
                f" wrong findings {len(self.wrong)}"
            ),
            f"undone {self.undone}, quarantined {self.quarantined}",
            (
                f"delay in seconds p50 {at[0]:.2f}, p95 {at[1]:.2f}, p99 {at[2]:.2f},"
                f" worst {max(ordered, default=0):.2f} (limit {WORST_DELAY_SECONDS:.0f})"
            ),
            *(f"  {fault}" for fault in [*self.lost, *self.twice, *self.out_of_order][:10]),
            *(f"  {fault}" for fault in self.wrong[:10]),
        ]


def check(url: str, answers: Path) -> Report:
    """Everything the invariants ask for, from what is stored."""
    acknowledged = {
        (row["ward"], row["version"]) for row in map(json.loads, answers.read_text().splitlines())
    }
    with psycopg.connect(url, options=_OPTIONS) as link:
        events = link.execute(
            "SELECT uuid, aggregate_id::text, seq FROM kernel_event"
            " WHERE type = 'uk.qiflow.unit.ward_moved.v1'"
        ).fetchall()
        entries = link.execute(
            "SELECT l.event, l.subject_id::text, l.seq, extract(epoch FROM l.at - e.recorded_at)"
            " FROM chaos_ledger l JOIN kernel_event e ON e.uuid = l.event"
            " WHERE e.type = 'uk.qiflow.unit.ward_moved.v1' ORDER BY l.id"
        ).fetchall()
        undone, quarantined = link.execute(
            "SELECT count(*) FILTER (WHERE quarantined_at IS NULL), count(quarantined_at)"
            " FROM kernel_pending"
        ).fetchone() or (0, 0)
        wrong = _wrong_findings(link)
    done = [entry[0] for entry in entries]
    recorded = {(ward, seq) for _, ward, seq in events}
    return Report(
        changes=len(acknowledged),
        lost=[*(acknowledged - recorded), *({event[0] for event in events} - set(done))],
        twice=sorted({str(event) for event in done if done.count(event) > 1})
        if len(done) != len(set(done))
        else [],
        out_of_order=_out_of_order(entries),
        wrong=wrong,
        undone=undone,
        quarantined=quarantined,
        delays=[float(entry[3]) for entry in entries],
    )


def _out_of_order(entries: list[Any]) -> list[Any]:
    last: dict[str, int] = defaultdict(lambda: 1)
    faults = []
    for _, ward, seq, _ in entries:
        if seq != last[ward] + 1:
            faults.append((ward, "after", last[ward], "came", seq))
        last[ward] = seq
    return faults


def _wrong_findings(link: psycopg.Connection) -> list[Any]:
    """Days on which a stored finding differs from a reckoning of its own, from the raw rows."""
    places: dict[str, list[tuple[date, date | None]]] = defaultdict(list)
    for ward, first, last in link.execute(
        "SELECT unit_id::text, from_date, to_date FROM people_unitplace p"
        " JOIN people_unit u ON u.id = p.unit_id WHERE u.type = 'ward'"
        " AND superseded_at IS NULL AND parent_id IS NOT NULL"
    ):
        places[ward].append((first, last))
    findings: dict[str, list[Any]] = defaultdict(list)
    for row in link.execute(
        "SELECT subject_id::text, outcome, starts_on, ends_on FROM kernel_finding"
        " WHERE rule_id = 'W01' AND superseded_at IS NULL"
    ):
        findings[row[0]].append(row)
    row = link.execute("SELECT now()::date").fetchone()
    assert row is not None
    wrong = []
    for ward, stored in findings.items():
        for offset in range(-300, 330, 3):
            day = row[0] + timedelta(days=offset)
            right = outcome_of_w01(places[ward], day)
            said = [o for _, o, first, last in stored if first <= day and (not last or day <= last)]
            if said != [right]:
                wrong.append((ward, day.isoformat(), "stored", said, "right", right))
                break
    return wrong


def main() -> int:
    report = check(sys.argv[1], Path(sys.argv[2]))
    print("\n".join(report.lines()))
    return 0 if report.right else 1


if __name__ == "__main__":
    raise SystemExit(main())
