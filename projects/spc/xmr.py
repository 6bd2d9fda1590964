"""The XmR chart as NHS England's Making Data Count draws it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from datetime import date
from itertools import chain, pairwise

from projects.spc.errors import InvalidSeries
from projects.spc.icons import ASSURANCE_ICONS, COMMON, POINT_TYPES, assurance_type, variation_icon
from projects.spc.order import check_values, in_date_order
from projects.spc.xmr_limits import PhaseLimits, phase_limits
from projects.spc.xmr_rules import PhaseSignals, phase_signals
from projects.spc.xmr_values import PointType, XmrAnalysis, XmrPhase, XmrPoints, XmrSeries


@dataclass(frozen=True, slots=True, kw_only=True)
class _Judged:
    """One phase and its points."""

    phase: XmrPhase
    points: XmrPoints


def analyse_xmr(series: XmrSeries) -> XmrAnalysis:
    """Limits, rules, labels and icons of one series.

    Source: NHSRplotthedots 0.2.2, whose results this equals; where that package stops on missing
    values, the gap simply breaks the trend (docs/spc-vectors.md).
    Raises:
        InvalidSeries: the series cannot be charted as given.
    """
    _check(series)
    dates, values = in_date_order(series.dates, series.values)
    judged = [
        _judge(series, dates[start:end], values[start:end], start=start, group=group)
        for group, start, end in _phases(dates, series.rebase)
    ]
    latest = judged[-1].phase
    promise = assurance_type(
        series.improvement_direction,
        target=series.target,
        lower=latest.limits.lpl,
        upper=latest.limits.upl,
    )
    return XmrAnalysis(
        rule_set=series.rules.key,
        improvement_direction=series.improvement_direction,
        target=series.target,
        fix_after_n_points=series.fix_after_n_points,
        points=_together([one.points for one in judged]),
        phases=tuple([one.phase for one in judged]),
        variation_type=latest.variation_type,
        variation_icon=variation_icon(series.improvement_direction, latest.variation_type),
        assurance_type=promise,
        assurance_icon=None if promise is None else ASSURANCE_ICONS[promise],
        short_group_warning=any(one.phase.short for one in judged),
    )


def _check(series: XmrSeries) -> None:
    if series.improvement_direction not in POINT_TYPES:
        raise InvalidSeries(
            "unknown_improvement_direction", "Choose increase, decrease or neutral."
        )
    fix, shortest = series.fix_after_n_points, series.rules.shortest_fix
    if fix is not None and fix < shortest:
        raise InvalidSeries(
            f"fix_after_n_points_below_{shortest}",
            f"Freeze the limits on {shortest} points or more.",
        )
    check_values([series.target])


def _phases(dates: Sequence[date], rebase: Sequence[date]) -> Iterable[tuple[int, int, int]]:
    """(group, start, end) of each phase; a rebase date starts its phase.

    The group number counts the rebase dates met so far, so it starts at 1 when the first date is
    one of them. A rebase date that is no date of the series changes nothing.
    """
    wanted = set(rebase)
    starts = [here for here, day in enumerate(dates) if day in wanted] if wanted else []
    first_group = 1 if starts and starts[0] == 0 else 0
    edges = [*([] if first_group else [0]), *starts, len(dates)]
    return [(group, start, end) for group, (start, end) in enumerate(pairwise(edges), first_group)]


def _judge(
    series: XmrSeries,
    dates: tuple[date, ...],
    values: tuple[float | None, ...],
    *,
    start: int,
    group: int,
) -> _Judged:
    rules = series.rules
    found = phase_limits(
        values, fix=series.fix_after_n_points, screen=series.screen_outliers, rules=rules
    )
    signals = phase_signals(values, lines=found.lines, rules=rules)
    meaning = POINT_TYPES[series.improvement_direction]
    types = tuple([meaning[sign] for sign in signals.signs])
    phase = XmrPhase(
        rebase_group=group,
        start=start,
        end=start + len(values),
        limits=found.lines,
        short=len(values) < rules.trial_below,
        common_cause=types.count(COMMON),
        special_cause_improvement=types.count("special_cause_improvement"),
        special_cause_concern=types.count("special_cause_concern"),
        variation_type=types[-1],
    )
    points = _points(phase, found, signals, dates=dates, values=values, types=types)
    return _Judged(phase=phase, points=points)


def _points(
    phase: XmrPhase,
    found: PhaseLimits,
    signals: PhaseSignals,
    *,
    dates: tuple[date, ...],
    values: tuple[float | None, ...],
    types: tuple[PointType, ...],
) -> XmrPoints:
    """The points of one phase; what belongs to the phase is repeated for each of them."""
    lines, n = found.lines, phase.n
    outside = tuple(signals.outside)
    return XmrPoints(
        date=dates,
        value=values,
        rebase_group=(phase.rebase_group,) * n,
        short_group_warning=(phase.short,) * n,
        mean=(lines.mean,) * n,
        lpl=(lines.lpl,) * n,
        upl=(lines.upl,) * n,
        nlpl=(lines.nlpl,) * n,
        nupl=(lines.nupl,) * n,
        mr=tuple(found.mr),
        mr_screened=tuple(found.mr_screened),
        cl_mr=(lines.cl_mr,) * n,
        url=(lines.url,) * n,
        amr=(lines.amr,) * n,
        relative_to_mean=tuple(signals.relative_to_mean),
        outside_limits=outside,
        close_to_limits=tuple(signals.close),
        astronomical=outside,
        shift=tuple(signals.shift),
        trend=tuple(signals.trend),
        two_of_three=tuple(signals.two_of_three),
        special_cause_type=tuple(signals.labels),
        special_cause_flag=tuple(map(bool, signals.signs)),
        point_type=types,
    )


def _together(phases: list[XmrPoints]) -> XmrPoints:
    """The points of all phases, one phase after the other."""
    if len(phases) == 1:
        return phases[0]
    return XmrPoints(
        **{
            field.name: tuple(chain.from_iterable([getattr(one, field.name) for one in phases]))
            for field in fields(XmrPoints)
        }
    )
