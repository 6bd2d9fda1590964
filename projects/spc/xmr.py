"""The XmR chart as NHS England's Making Data Count draws it."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain, pairwise
from typing import TypeVar

from projects.spc.errors import InvalidSeries
from projects.spc.icons import ASSURANCE_ICONS, COMMON, POINT_TYPES, assurance_type, variation_icon
from projects.spc.order import check_values, in_date_order
from projects.spc.xmr_limits import PhaseLimits, phase_limits
from projects.spc.xmr_rules import PhaseSignals, phase_signals
from projects.spc.xmr_values import PointType, XmrAnalysis, XmrPhase, XmrPoints, XmrSeries

Column = TypeVar("Column")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Judged:
    """One phase with everything that was found out about it."""

    phase: XmrPhase
    found: PhaseLimits
    signals: PhaseSignals
    types: list[PointType]


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
        _judge(series, values[start:end], start=start, group=group)
        for group, start, end in _phases(dates, series.rebase)
    ]
    latest = judged[-1].types[-1]
    promise = assurance_type(
        series.improvement_direction, target=series.target, limits=judged[-1].found.lines
    )
    return XmrAnalysis(
        rule_set=series.rules.key,
        improvement_direction=series.improvement_direction,
        target=series.target,
        fix_after_n_points=series.fix_after_n_points,
        points=_points(dates, values, judged),
        phases=tuple([one.phase for one in judged]),
        variation_type=latest,
        variation_icon=variation_icon(series.improvement_direction, latest),
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


def _judge(series: XmrSeries, values: Sequence[float | None], *, start: int, group: int) -> _Judged:
    rules = series.rules
    found = phase_limits(
        values, fix=series.fix_after_n_points, screen=series.screen_outliers, rules=rules
    )
    signals = phase_signals(values, lines=found.lines, rules=rules)
    meaning = POINT_TYPES[series.improvement_direction]
    types = [meaning[sign] for sign in signals.signs]
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
    return _Judged(phase=phase, found=found, signals=signals, types=types)


def _points(
    dates: tuple[date, ...], values: tuple[float | None, ...], judged: list[_Judged]
) -> XmrPoints:
    def each(fact: Callable[[_Judged], Column]) -> tuple[Column, ...]:
        """One value a phase, repeated for each of its points."""
        return _join([(fact(one),) * one.phase.n for one in judged])

    def joined(facts: Callable[[_Judged], Iterable[Column]]) -> tuple[Column, ...]:
        """One value a point, phase after phase."""
        return _join([tuple(facts(one)) for one in judged])

    outside = joined(lambda one: one.signals.outside)
    labels_of_types = joined(lambda one: one.types)
    return XmrPoints(
        date=dates,
        value=values,
        rebase_group=each(lambda one: one.phase.rebase_group),
        short_group_warning=each(lambda one: one.phase.short),
        mean=each(lambda one: one.found.lines.mean),
        lpl=each(lambda one: one.found.lines.lpl),
        upl=each(lambda one: one.found.lines.upl),
        nlpl=each(lambda one: one.found.lines.nlpl),
        nupl=each(lambda one: one.found.lines.nupl),
        mr=joined(lambda one: one.found.mr),
        mr_screened=joined(lambda one: one.found.mr_screened),
        cl_mr=each(lambda one: one.found.lines.cl_mr),
        url=each(lambda one: one.found.lines.url),
        amr=each(lambda one: one.found.lines.amr),
        relative_to_mean=joined(lambda one: one.signals.relative_to_mean),
        outside_limits=outside,
        close_to_limits=joined(lambda one: one.signals.close),
        astronomical=outside,
        shift=joined(lambda one: one.signals.shift),
        trend=joined(lambda one: one.signals.trend),
        two_of_three=joined(lambda one: one.signals.two_of_three),
        special_cause_type=joined(lambda one: one.signals.labels),
        special_cause_flag=joined(lambda one: map(bool, one.signals.signs)),
        point_type=labels_of_types,
    )


def _join(stretches: list[tuple[Column, ...]]) -> tuple[Column, ...]:
    """The stretches one after the other; most series have a single one."""
    return stretches[0] if len(stretches) == 1 else tuple(chain.from_iterable(stretches))
