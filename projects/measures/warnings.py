"""What a reader of a chart ought to know before trusting it, in whole sentences. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from projects.measures.head import MeasureHead
from projects.measures.series import Data
from projects.spc import ChartAnalysis, XmrAnalysis
from projects.spc.words import counted, speech


def warnings_of(
    head: MeasureHead, data: Data, analysis: XmrAnalysis | ChartAnalysis | None
) -> tuple[str, ...]:
    """All of them, the gravest first."""
    found: list[str] = []
    if isinstance(analysis, XmrAnalysis):
        found.extend(_few_points(analysis))
    if analysis is not None:
        found.extend(_beyond_bounds(head, analysis))
    found.extend(_gaps(head, data))
    found.extend(_waiting(data))
    return tuple(found)


def _few_points(analysis: XmrAnalysis) -> Iterator[str]:
    voice = speech(analysis.points.date)
    for phase in analysis.phases:
        if phase.short:
            since = voice.when(analysis.points.date[phase.start])
            points = f"{counted(phase.n)} point{'' if phase.n == 1 else 's'}"
            yield f"The limits from {since} rest on {points}: they are trial limits."
        if phase.n > 1 and phase.limits.upl is None:
            since = voice.when(analysis.points.date[phase.start])
            yield (
                f"No limits can be drawn from {since}: too few values stand side by side, or they"
                " do not vary."
            )


def _beyond_bounds(head: MeasureHead, analysis: XmrAnalysis | ChartAnalysis) -> Iterator[str]:
    if isinstance(analysis, XmrAnalysis):
        low, high = analysis.points.lpl, analysis.points.upl
    else:
        low, high = analysis.points.lcl, analysis.points.ucl
    below = head.lowest is not None and any(one is not None and one < head.lowest for one in low)
    above = head.highest is not None and any(one is not None and one > head.highest for one in high)
    if below or above:
        yield (
            "A limit lies beyond what is possible. It is drawn and told only as far as the edge;"
            " the points are judged by the limit itself, which stands under Limits."
        )


def _gaps(head: MeasureHead, data: Data) -> Iterator[str]:
    nothing = [row.on_date for row in data.rows if row.denominator == 0]
    if nothing and head.data_kind in ("proportion", "rate"):
        yield f"No occasions, so a gap in the chart: {_listed(data, nothing)}."
    empty = [
        row.on_date
        for row in data.rows
        if row.denominator is None and row.value is None and not row.sample
    ]
    if empty:
        yield f"Without a value: {_listed(data, empty)}."


def partly_known_warning(data: Data, days: list[date]) -> str:
    """Of several sites together: some of the sums are of fewer sites than others."""
    return f"Not every one of them has figures of {_listed(data, days)}."


def _waiting(data: Data) -> Iterator[str]:
    last = data.rows[-1].on_date if data.rows else date.min
    for rebase in data.rebases:
        if rebase.on_date > last and data.rows:
            yield "A recalculation of the limits waits for its first point."
            return


_MOST_NAMED = 4


def _listed(data: Data, days: list[date]) -> str:
    voice = speech(data.dates)
    names = [voice.when(day) for day in days[:_MOST_NAMED]]
    more = len(days) - _MOST_NAMED
    return ", ".join(names) + (f" and {counted(more)} more" if more > 0 else "")
