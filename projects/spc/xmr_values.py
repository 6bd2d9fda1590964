"""The values that go into an XmR chart and come out of it, all frozen."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from projects.spc.rule_sets import CURRENT_RULES, RuleSet

Direction = Literal["increase", "decrease", "neutral"]
PointType = Literal[
    "common_cause",
    "special_cause_improvement",
    "special_cause_concern",
    "special_cause_neutral_high",
    "special_cause_neutral_low",
]
Assurance = Literal["consistent_pass", "consistent_fail", "inconsistent"]


@dataclass(frozen=True, slots=True, kw_only=True)
class XmrSeries:
    """One measure over time, and how its XmR chart is to be computed.

    `dates` and `values` run in step, in any order, one per period; a value of None is a period
    without data. A date in `rebase` starts new limits; `fix_after_n_points` freezes the limits of
    each phase on its first points.
    """

    dates: Sequence[date]
    values: Sequence[float | None]
    improvement_direction: Direction = "neutral"
    target: float | None = None
    rebase: Sequence[date] = ()
    fix_after_n_points: int | None = None
    screen_outliers: bool = True
    rules: RuleSet = CURRENT_RULES


@dataclass(frozen=True, slots=True, kw_only=True)
class XmrLimits:
    """The lines of one phase; None where too little is known to draw them."""

    mean: float | None
    lpl: float | None
    upl: float | None
    nlpl: float | None
    nupl: float | None
    cl_mr: float | None  # mean moving range before screening
    url: float | None  # moving ranges from here on are screened out
    amr: float | None  # mean moving range that the limits use


@dataclass(frozen=True, slots=True, kw_only=True)
class XmrPhase:
    """The stretch between two recalculations, judged on its own.

    `start` and `end` are positions in the points, `end` excluded.
    """

    rebase_group: int
    start: int
    end: int
    limits: XmrLimits
    short: bool
    common_cause: int
    special_cause_improvement: int
    special_cause_concern: int
    variation_type: PointType

    @property
    def n(self) -> int:
        """Points of the phase, gaps included."""
        return self.end - self.start


@dataclass(frozen=True, slots=True, kw_only=True)
class XmrPoints:
    """Every fact of every point, one tuple a fact, oldest first.

    None means missing or undefined. `astronomical`, `shift`, `trend` and `two_of_three` say which
    rules a point belongs to before precedence; `special_cause_type` is the one that wins.
    """

    date: tuple[date, ...]
    value: tuple[float | None, ...]
    rebase_group: tuple[int, ...]
    short_group_warning: tuple[bool, ...]
    mean: tuple[float | None, ...]
    lpl: tuple[float | None, ...]
    upl: tuple[float | None, ...]
    nlpl: tuple[float | None, ...]
    nupl: tuple[float | None, ...]
    mr: tuple[float | None, ...]
    mr_screened: tuple[float | None, ...]
    cl_mr: tuple[float | None, ...]
    url: tuple[float | None, ...]
    amr: tuple[float | None, ...]
    relative_to_mean: tuple[int | None, ...]
    outside_limits: tuple[bool | None, ...]
    close_to_limits: tuple[bool | None, ...]
    astronomical: tuple[bool | None, ...]
    shift: tuple[bool, ...]
    trend: tuple[bool, ...]
    two_of_three: tuple[bool, ...]
    special_cause_type: tuple[str, ...]
    special_cause_flag: tuple[bool, ...]
    point_type: tuple[PointType, ...]

    def __len__(self) -> int:
        return len(self.date)


@dataclass(frozen=True, slots=True, kw_only=True)
class XmrAnalysis:
    """An XmR chart: its points, its phases and the two icons.

    `rule_set` names the edition of the rules, so that a later edition can say what flipped.
    """

    rule_set: str
    improvement_direction: Direction
    target: float | None
    fix_after_n_points: int | None
    points: XmrPoints
    phases: tuple[XmrPhase, ...]
    variation_type: PointType
    variation_icon: str
    assurance_type: Assurance | None
    assurance_icon: str | None
    short_group_warning: bool
