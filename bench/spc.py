"""SPC engine: 1,000 XmR series of 36 points with flags, labels and icons, and their drawings.

    python bench/spc.py [--peer-python PATH] [--check]

`--peer-python` names the interpreter of a separate environment in which clinical-qikit or
pyqicharts is installed; each that is there is timed on the same series in the same run.
Times are of the processor, so that what else a machine does is not counted against anyone.
`--check` exits with 1 when a goal is missed.
"""

import argparse
import json
import random
import subprocess
import sys
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from time import process_time
from typing import NamedTuple, TypeVar

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from projects.spc import XmrAnalysis, XmrSeries, analyse
from projects.spc.frames import Look
from projects.spc.sentence import xmr_sentence
from projects.spc.svg import draw

SERIES, POINTS, SEED, ROUNDS, CHUNK = 1_000, 36, 7, 5, 100
Item = TypeVar("Item")

# Seconds for 1,000 series, the limit and the goal of the project's performance budget (P6).
LIMIT_SECONDS, GOAL_SECONDS = 0.3, 0.1
SVG_LIMIT_SECONDS = 0.001
PEER_RATIOS = {"clinical-qikit": 10, "pyqicharts": 100}

# Each peer answers in its own interpreter and times only its own work, imports aside.
PEERS = {
    "clinical-qikit": """
from qikit import qic
def work(values):
    qic(y=values, chart="i", method="anhoej")
""",
    "pyqicharts": """
import pandas
from pyqicharts import qic_table
def work(values):
    table = pandas.DataFrame({"x": range(len(values)), "y": values})
    qic_table(table, x="x", y="y", chart="i", improvement="high is good",
              shift_points=7, trend_points=7)
""",
}
PEER_CLOCK = """
import json, sys, time
series = json.load(sys.stdin)
work(series[0])
times = []
for start in list(range(0, len(series), 10)) * 3:
    began = time.process_time()
    for values in series[start : start + 10]:
        work(values)
    times.append(time.process_time() - began)
print(json.dumps(min(times) / 10))
"""


class Measured(NamedTuple):
    """One line of the report. Units: seconds for one series."""

    what: str
    seconds: float


def months() -> list[date]:
    return [date(2023 + month // 12, month % 12 + 1, 1) for month in range(POINTS)]


def made_series() -> list[list[float]]:
    """Walks around a level, some shifting half-way, so that every rule fires somewhere."""
    dice = random.Random(SEED)
    return [
        [
            round(dice.gauss(50 + (position > POINTS / 2) * dice.choice([0, 6]), 5), 1)
            for position in range(POINTS)
        ]
        for _ in range(SERIES)
    ]


def best(work: Callable[[Item], object], items: Sequence[Item]) -> float:
    """Seconds for one item, from the fastest chunk: what the machine takes when undisturbed."""
    times = []
    for start in list(range(0, len(items), CHUNK)) * ROUNDS:
        began = process_time()
        for item in items[start : start + CHUNK]:
            work(item)
        times.append(process_time() - began)
    return min(times) / CHUNK


def own_times(values: list[list[float]]) -> list[Measured]:
    days = months()
    inputs = [
        XmrSeries(dates=days, values=one, improvement_direction="increase", target=60)
        for one in values
    ]
    analyses: list[XmrAnalysis] = [analyse(one) for one in inputs]
    look = Look(title="Falls per 1,000 bed days")
    return [
        Measured("analysis", best(analyse, inputs)),
        Measured("sentence", best(xmr_sentence, analyses)),
        Measured("drawing", best(lambda one: draw(one, look), analyses)),
    ]


def peer_times(python: str, values: list[list[float]]) -> list[Measured]:
    found = []
    for name, code in PEERS.items():
        finished = subprocess.run(
            [python, "-W", "ignore", "-c", code + PEER_CLOCK],
            input=json.dumps(values),
            capture_output=True,
            text=True,
            check=False,
        )
        if finished.returncode:
            reason = finished.stderr.strip().splitlines()[-1:]
            print(f"{name}: not measured ({' '.join(reason)})")
            continue
        found.append(Measured(name, float(json.loads(finished.stdout))))
    return found


def report(own: list[Measured], peers: list[Measured]) -> list[str]:
    """Print every time; return the goals that were missed."""
    for what, seconds in own:
        print(f"{what:16} {seconds * 1e6:10.0f} us a series {seconds * SERIES:8.3f} s per {SERIES}")
    times = dict(own)
    missed = []
    if times["analysis"] * SERIES > LIMIT_SECONDS:
        missed.append(f"analysis of {SERIES} series takes more than {LIMIT_SECONDS} s")
    if times["drawing"] > SVG_LIMIT_SECONDS:
        missed.append("a drawing takes more than 1 ms")
    for name, seconds in peers:
        ratio = seconds / times["analysis"]
        print(f"{name:16} {seconds * 1e6:10.0f} us a series {ratio:8.1f} times ours")
        if ratio < PEER_RATIOS[name]:
            missed.append(f"{name} is only {ratio:.1f} times slower, not {PEER_RATIOS[name]}")
    goal = "met" if times["analysis"] * SERIES <= GOAL_SECONDS else "not met"
    print(f"goal of {GOAL_SECONDS} s per {SERIES} series: {goal}")
    return missed


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--peer-python", help="interpreter that has the peers installed")
    options.add_argument("--peer-series", type=int, default=50, help="series timed per peer")
    options.add_argument("--check", action="store_true", help="exit with 1 when a goal is missed")
    given = options.parse_args()

    values = made_series()
    peers = peer_times(given.peer_python, values[: given.peer_series]) if given.peer_python else []
    missed = report(own_times(values), peers)
    for sentence in missed:
        print(f"MISSED: {sentence}")
    return 1 if missed and given.check else 0


if __name__ == "__main__":
    sys.exit(main())
