"""One part of a chart on its way to limits, and the lines that a chart kind makes of it."""

from collections.abc import Sequence
from dataclasses import dataclass

from projects.spc.arithmetic import finite

# Source: Shewhart, Economic Control of Quality of Manufactured Product (1931): action limits at
# three standard errors; warning limits at two (about 95 % of common cause points lie inside).
ACTION_SIGMAS = 3
WARNING_SIGMAS = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """The points of one part. `base` holds the positions that limits are estimated from."""

    values: Sequence[float | None]
    sums: Sequence[float]
    weights: Sequence[float]
    sizes: Sequence[int]
    spreads: Sequence[float | None]
    base: Sequence[int]
    centre: float | None  # given instead of estimated
    screen: bool

    def of_base(self, column: Sequence[float | None]) -> list[float | None]:
        """The entries of a column that limits are estimated from."""
        return [column[here] for here in self.base]


@dataclass(frozen=True, slots=True, kw_only=True)
class Lines:
    """Centre and limits of one part; `values` are what is plotted."""

    values: Sequence[float | None]
    cl: float | None
    lcl: Sequence[float | None]
    ucl: Sequence[float | None]
    lcl_95: Sequence[float | None]
    ucl_95: Sequence[float | None]
    judged_by_runs: bool = True


def lines_around(
    part: Part,
    centre: float | None,
    errors: Sequence[float | None],
    *,
    floor: float | None = None,
    ceiling: float | None = None,
) -> Lines:
    """Limits at three and two standard errors of each point, kept between floor and ceiling."""

    def line(sigmas: int) -> list[float | None]:
        return [clip(_sum(centre, error, sigmas), floor=floor, ceiling=ceiling) for error in errors]

    return Lines(
        values=part.values,
        cl=centre,
        lcl=line(-ACTION_SIGMAS),
        ucl=line(ACTION_SIGMAS),
        lcl_95=line(-WARNING_SIGMAS),
        ucl_95=line(WARNING_SIGMAS),
    )


def _sum(centre: float | None, error: float | None, sigmas: int) -> float | None:
    if centre is None or error is None:
        return None
    return finite(centre + sigmas * error)


def clip(
    value: float | None, *, floor: float | None = None, ceiling: float | None = None
) -> float | None:
    """`value` moved onto the nearer bound where it lies beyond; None stays None."""
    if value is None:
        return None
    if floor is not None and value < floor:
        return floor
    if ceiling is not None and value > ceiling:
        return ceiling
    return value
