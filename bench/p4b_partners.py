"""P4b: the re-check of P4 where all eight seats of a committee are held by partners.

Each partner has an appointment, a term, an induction and a status by day: four times the rows.
"""

from __future__ import annotations

from bench import p4_recheck
from bench.figures import Figure
from bench.run import Run


def measure(run: Run) -> list[Figure]:
    return p4_recheck.measure(run, partners=8, usual=2_000)
