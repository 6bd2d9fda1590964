"""Reads tables and recorded answers after a chaos run and says what is wrong. No Django, no rules.

python -m tests.chaos.checker DATABASE_URL ANSWERS MAIL LONGEST_DELAY_IN_SECONDS
"""

from __future__ import annotations

import json
import sys
from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import psycopg

from tests.chaos.telling import Telling, telling_of
from tests.property.judging import differences
from tests.property.rows import Tables

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
    telling: Telling
    limit: float  # seconds of delay

    @property
    def right(self) -> bool:
        faults = [self.lost, self.twice, self.out_of_order, self.wrong]
        late = max(self.delays, default=0.0) >= self.limit
        done = not self.undone and not self.quarantined and not self.telling.faults
        return done and not any(faults) and not late

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
            self.telling.line(),
            (
                f"delay in seconds p50 {at[0]:.2f}, p95 {at[1]:.2f}, p99 {at[2]:.2f},"
                f" worst {max(ordered, default=0):.2f} (limit {self.limit:.0f})"
            ),
            *(f"  {fault}" for fault in [*self.lost, *self.twice, *self.out_of_order][:10]),
            *(f"  {fault}" for fault in self.wrong[:10]),
            *(f"  {fault}" for fault in self.telling.faults[:10]),
        ]


def check(url: str, answers: Path, mail: Path, limit: float) -> Report:
    """Everything the invariants ask for, from what is stored."""
    acknowledged = {
        (row["subject"], row["version"])
        for row in map(json.loads, answers.read_text().splitlines())
    }
    with psycopg.connect(url, options=_OPTIONS) as link:
        events = link.execute("SELECT uuid, aggregate_id::text, seq FROM kernel_event").fetchall()
        entries = link.execute(
            "SELECT l.event, e.aggregate_kind || l.subject_id, l.seq, l.subject_id::text,"
            " extract(epoch FROM l.at - e.recorded_at)"
            " FROM chaos_ledger l JOIN kernel_event e ON e.uuid = l.event"
            " AND e.aggregate_id = l.subject_id ORDER BY l.id"
        ).fetchall()
        undone, quarantined = link.execute(
            "SELECT count(*) FILTER (WHERE quarantined_at IS NULL), count(quarantined_at)"
            " FROM kernel_pending"
        ).fetchone() or (0, 0)
        wrong = _wrong_findings(link)
        telling = telling_of(link, mail.read_text().split())
    done = Counter(entry[0] for entry in entries)
    recorded = {(subject, seq) for _, subject, seq in events}
    return Report(
        changes=len(acknowledged),
        lost=[*(acknowledged - recorded), *({event[0] for event in events} - set(done))],
        twice=[str(event) for event, times in done.items() if times > 1],
        out_of_order=_out_of_order(entries),
        wrong=wrong,
        undone=undone,
        quarantined=quarantined,
        telling=telling,
        limit=limit,
        delays=[float(entry[4]) for entry in entries if (entry[3], entry[2]) in acknowledged],
    )


def _out_of_order(entries: list[Any]) -> list[Any]:
    last: dict[str, int] = defaultdict(int)
    faults = []
    for _, subject, seq, *_ in entries:
        if seq != last[subject] + 1:
            faults.append((subject, "after", last[subject], "came", seq))
        last[subject] = seq
    return faults


def _wrong_findings(link: psycopg.Connection) -> list[str]:
    """Where a stored finding differs from a reckoning of its own, from the raw rows."""
    row = link.execute("SELECT (now() AT TIME ZONE 'Europe/London')::date").fetchone()
    assert row is not None
    tables = Tables(lambda sql, parameters: link.execute(sql, parameters).fetchall())
    return [text[:300] for text in differences(tables, until=row[0] + timedelta(days=364))]


def main() -> int:
    report = check(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]), float(sys.argv[4]))
    print("\n".join(report.lines()))
    return 0 if report.right else 1


if __name__ == "__main__":
    raise SystemExit(main())
