"""P6: 1,000 XmR series of 36 points with flags, labels and icons, and their drawings.

`python bench/spc.py --peer-python PATH` measures the same beside other packages.
"""

from __future__ import annotations

from bench.figures import Figure, Target, number
from bench.run import Run
from bench.spc import (
    GOAL_SECONDS,
    LIMIT_SECONDS,
    POINTS,
    SERIES,
    SVG_LIMIT_SECONDS,
    made_series,
    own_times,
)


def measure(run: Run) -> list[Figure]:
    times = dict(own_times(made_series()[: 100 if run.quick else SERIES]))
    thousand, drawing = times["analysis"] * SERIES, times["drawing"]
    return [
        Figure(
            id="P6",
            what=f"{SERIES:,} XmR series of {POINTS} points with flags, labels, icons: seconds",
            ours=f"{number(thousand)} s",
            limit="-",
            judged=thousand,
            bar=Target(value=LIMIT_SECONDS),
            goal=Target(value=GOAL_SECONDS),
        ),
        Figure(
            id="P6",
            what="A drawing (SVG): ms",
            ours=f"{number(drawing * 1e3)} ms",
            limit="-",
            judged=drawing * 1e3,
            bar=Target(value=SVG_LIMIT_SECONDS * 1e3),
        ),
    ]
