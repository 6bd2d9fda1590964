"""The values that go into a run or Shewhart chart and come out of it, all frozen."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from projects.spc.xmr_values import Assurance, Direction

ChartKind = Literal["run", "i", "mr", "p", "pp", "u", "up", "c", "g", "t", "ip", "xbar", "s"]
Aggregate = Literal["mean", "median", "sum"]
Place = int | float | date


@dataclass(frozen=True, slots=True, kw_only=True)
class ChartSeries:
    """Rows of one measure, and which chart to make of them.

    `x`, `values` and `denominators` run in step, in any order; rows with one `x` become one point.
    `part` holds the position of the last point of each part but the last, `exclude` positions left
    out of limits and runs, both counted from 1 in the order of `x`. `freeze` takes centre and
    limits from the first points only and is ignored when there are parts. `cl` replaces the
    estimated centre. `multiply` scales values and lines after everything is judged. `target` is on
    that scale; with a direction it says whether the process will meet it.
    """

    chart: ChartKind
    x: Sequence[Place]
    values: Sequence[float | None]
    denominators: Sequence[float | None] | None = None
    freeze: int | None = None
    part: Sequence[int] = ()
    exclude: Sequence[int] = ()
    cl: float | None = None
    multiply: float = 1
    screened_mr: bool = True
    agg_fun: Aggregate = "mean"
    improvement_direction: Direction = "neutral"
    target: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ChartPoints:
    """Every fact of every point, one tuple a fact, in the order of `x`.

    `lcl` and `ucl` are the three-sigma limits, `lcl_95` and `ucl_95` those at two sigma; None
    where a line is undefined. `runs_signal` is the verdict on the point's part.
    """

    x: tuple[Place, ...]
    value: tuple[float | None, ...]
    denominator: tuple[float, ...] | None
    subgroup_size: tuple[int, ...]
    part: tuple[int, ...]
    baseline: tuple[bool, ...]
    include: tuple[bool, ...]
    cl: tuple[float | None, ...]
    lcl: tuple[float | None, ...]
    ucl: tuple[float | None, ...]
    lcl_95: tuple[float | None, ...]
    ucl_95: tuple[float | None, ...]
    sigma_signal: tuple[bool, ...]
    runs_signal: tuple[bool, ...]

    def __len__(self) -> int:
        return len(self.x)

    @property
    def latest_limits(self) -> tuple[float, float] | tuple[None, None]:
        """Lower and upper limit of the latest point that has them; a gap has none of its own."""
        for lower, upper in zip(reversed(self.lcl), reversed(self.ucl), strict=True):
            if lower is not None and upper is not None:
                return lower, upper
        return None, None


@dataclass(frozen=True, slots=True, kw_only=True)
class RunStatistics:
    """The Anhoej rules over one part; None where no point is useful."""

    n_useful: int
    longest_run: int | None
    longest_run_max: int | None
    n_crossings: int | None
    n_crossings_min: int | None
    runs_signal: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PartSummary:
    """What was found in one part; `n_obs` counts its included points, gaps too."""

    part: int
    n_obs: int
    runs: RunStatistics
    sigma_signals: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ChartAnalysis:
    """A run or Shewhart chart: its points, the verdict on each part, and its promise.

    `assurance_type` is None without a target or a direction, and on a chart whose limits say
    nothing about the target.
    """

    chart: ChartKind
    points: ChartPoints
    parts: tuple[PartSummary, ...]
    improvement_direction: Direction
    target: float | None
    assurance_type: Assurance | None

    @property
    def signals(self) -> int:
        """Points outside the limits."""
        return sum(part.sigma_signals for part in self.parts)
