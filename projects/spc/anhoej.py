"""The Anhoej rules: is the line too long on one side, or does it cross the centre too seldom?"""

from collections.abc import Sequence
from functools import lru_cache
from itertools import groupby
from math import comb, log2

from projects.spc.chart_values import RunStatistics

# Source: Anhoej and Olesen, Run charts revisited, PLoS ONE 2014; 9(11): e113825: the fewest
# crossings expected are the lower 5 % point of a binomial distribution with p = 1/2.
CROSSINGS_PERCENT = 5

_NOTHING_USEFUL = RunStatistics(
    n_useful=0,
    longest_run=None,
    longest_run_max=None,
    n_crossings=None,
    n_crossings_min=None,
    runs_signal=False,
)


def run_statistics(values: Sequence[float | None], *, centre: float | None) -> RunStatistics:
    """Longest run and crossings of one part's included points, oldest first.

    A point on the centre line, or a gap, is not useful: it neither breaks a run nor extends it.

    Source: as above, and Anhoej, PLoS ONE 2015; 10(3): e0121349.
    """
    if centre is None:
        return _NOTHING_USEFUL
    sides = [value > centre for value in values if value is not None and value != centre]
    if not sides:
        return _NOTHING_USEFUL
    lengths = [len(list(run)) for _, run in groupby(sides)]
    longest, longest_max = max(lengths), longest_run_max(len(sides))
    crossings, crossings_min = len(lengths) - 1, n_crossings_min(len(sides))
    return RunStatistics(
        n_useful=len(sides),
        longest_run=longest,
        longest_run_max=longest_max,
        n_crossings=crossings,
        n_crossings_min=crossings_min,
        runs_signal=longest > longest_max or crossings < crossings_min,
    )


def longest_run_max(n_useful: int) -> int:
    """The longest run that chance explains.

    Source: Schilling, The surprising predictability of long runs, Math. Mag. 2012; 85: 141-149,
    as used by Anhoej and Olesen 2014: log2(n) + 3, rounded.
    """
    return round(log2(n_useful)) + 3


@lru_cache(maxsize=1024)
def n_crossings_min(n_useful: int) -> int:
    """The fewest crossings that chance explains, in whole numbers so that no tie is lost.

    Source: Anhoej and Olesen 2014, as above.
    """
    chances = n_useful - 1
    everything = 1 << chances
    below, crossings = 1, 0
    while 100 * below < CROSSINGS_PERCENT * everything:
        crossings += 1
        below += comb(chances, crossings)
    return crossings
