"""One plain sentence for a run or Shewhart chart, from the verdict on its latest part."""

from projects.spc.chart_values import ChartAnalysis, ChartKind, RunStatistics
from projects.spc.promise import promise
from projects.spc.words import Speech, capitalised, counted

# The G chart draws the median though its limits come from the mean.
_MEDIAN_CHARTS: frozenset[ChartKind] = frozenset({"run", "g"})


def centre_name(chart: ChartKind) -> str:
    """What the centre line of a chart is."""
    return "median" if chart in _MEDIAN_CHARTS else "mean"


def chart_sentence(analysis: ChartAnalysis, *, unit: str = "") -> str:
    """The sentence beside the chart; the same analysis always gives the same words."""
    promised = promise(
        analysis.assurance_type,
        target=analysis.target,
        limited=analysis.points.latest_limits[1] is not None,
        voice=Speech(unit=unit),
    )
    return f"{capitalised(_finding(analysis))}{promised}."


def _finding(analysis: ChartAnalysis) -> str:
    latest = analysis.parts[-1]
    centre = centre_name(analysis.chart)
    found = [
        *_outside(latest.sigma_signals, latest.n_obs),
        *_runs(latest.runs, centre),
    ]
    if found:
        return f"{' and '.join(found)}: special cause"
    if analysis.chart == "mr":
        return "every range is within its limit: no special cause"
    if not latest.runs.n_useful:
        return f"no point lies away from the {centre}, so nothing can be said yet"
    if analysis.chart == "run":
        return "the runs are as long as chance would make them: no special cause"
    return "every point is within its limits and the runs are short: no special cause"


def _outside(count: int, points: int) -> list[str]:
    if not count:
        return []
    verb = "is" if count == 1 else "are"
    return [f"{counted(count)} of {points} points {verb} outside the limits"]


def _runs(runs: RunStatistics, centre: str) -> list[str]:
    """Why the runs are not random; None of the numbers is missing where there is a verdict."""
    longest, longest_max = runs.longest_run or 0, runs.longest_run_max or 0
    crossings, crossings_min = runs.n_crossings or 0, runs.n_crossings_min or 0
    if not runs.runs_signal:
        return []
    if longest > longest_max:
        length = f"{counted(longest)} points in a row are on one side of the {centre}"
        return [f"{length}, more than the {counted(longest_max)} that chance explains"]
    how = f"moved only {_times(crossings)}" if crossings else "never moved"
    moved = f"the values {how} from one side of the {centre} to the other"
    return [f"{moved}, where chance would move them at least {_times(crossings_min)}"]


def _times(count: int) -> str:
    return "once" if count == 1 else f"{counted(count)} times"
