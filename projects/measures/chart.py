"""One measure's chart, ready to be drawn, told and tabulated. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from projects.measures.head import MeasureHead
from projects.measures.series import (
    Data,
    Rebase,
    chart_series,
    rebased_at,
    targets_of,
    values_of,
    xmr_series,
)
from projects.measures.signals import Found, found_in
from projects.measures.warnings import warnings_of
from projects.spc import ChartAnalysis, InvalidSeries, XmrAnalysis, analyse
from projects.spc.chart_sentence import chart_sentence
from projects.spc.frames import WIDE, Frame, Look
from projects.spc.icons import ASSURANCE_ICONS, variation_icon
from projects.spc.markers import Marker, MarkerKind
from projects.spc.sentence import xmr_sentence
from projects.spc.svg import draw
from projects.spc.words import Speech, number, speech

NO_DATA = "No data have been recorded yet."


@dataclass(frozen=True, slots=True, kw_only=True)
class Phase:
    """The lines of one stretch, from one recalculation to the next.

    `points` counts its periods, `baseline` those of them on which the limits rest. `reason` is why
    the limits were recalculated; empty for the first stretch.
    """

    from_date: date
    to_date: date
    points: int
    baseline: int
    centre: float | None
    lower: float | None
    upper: float | None
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasureChart:
    """Everything about one chart; every tuple has one entry a period, oldest first.

    `values` are what was measured; a moving-range or S chart plots what `analysis` says instead.
    `analysis` is None where there are no data, or none that can be charted: `sentence` says why.
    `variation_icon` and `assurance_icon` are names as `projects.spc.icons` gives them; the second
    is None without a target or a direction. `latest` is the last value that is not a gap, with
    `latest_on`, and both in words in `latest_words`.
    """

    measure: MeasureHead
    dates: tuple[date, ...]
    values: tuple[float | None, ...]
    numerators: tuple[float | None, ...]
    denominators: tuple[float | None, ...]
    notes: tuple[str, ...]
    targets: tuple[float | None, ...]
    analysis: XmrAnalysis | ChartAnalysis | None
    phases: tuple[Phase, ...]
    markers: tuple[Marker, ...]
    signals: tuple[Found, ...]
    sentence: str
    warnings: tuple[str, ...]
    variation_icon: str
    assurance_icon: str | None
    latest: float | None
    latest_on: date | None
    latest_words: str

    @property
    def target(self) -> float | None:
        """The target of the latest period."""
        return self.targets[-1] if self.targets else None

    @property
    def target_words(self) -> str:
        """That target with its unit; empty where there is none."""
        target = self.target
        return "" if target is None else Speech(unit=self.measure.unit).amount(target)

    def svg(self, *, frame: Frame = WIDE, key: str = "chart", title: str = "") -> str:
        """The drawing, as one SVG element; empty where there is nothing to draw."""
        if self.analysis is None:
            return ""
        return draw(self.analysis, self.look(frame=frame, key=key, title=title))

    def look(self, *, frame: Frame = WIDE, key: str = "chart", title: str = "") -> Look:
        """How the chart is drawn, the same on every page and in every file."""
        head = self.measure
        return Look(
            title=title or head.name,
            unit=head.unit,
            frame=frame,
            markers=self.markers,
            targets=self.targets if any(one is not None for one in self.targets) else (),
            lowest=head.lowest,
            highest=head.highest,
            key=key,
        )


def chart_from(head: MeasureHead, data: Data, *, locked: int) -> MeasureChart:
    """The chart of a measure. `locked`: limits rest on so many first points of each stretch."""
    analysis, problem = _analysed(head, data, locked)
    values = values_of(head, data.rows)
    signals = () if analysis is None else found_in(head, analysis)
    variation, assurance = _icons(analysis, signals)
    place, words = _latest(head, data, values)
    return MeasureChart(
        measure=head,
        dates=data.dates,
        values=values,
        numerators=tuple([row.numerator for row in data.rows]),
        denominators=tuple([row.denominator for row in data.rows]),
        notes=tuple([row.note for row in data.rows]),
        targets=targets_of(data),
        analysis=analysis,
        phases=() if analysis is None else tuple(_phases(data, analysis)),
        markers=_markers(data),
        signals=signals,
        sentence=problem or _sentence(head, analysis),
        warnings=warnings_of(head, data, analysis),
        variation_icon=variation,
        assurance_icon=assurance,
        latest=None if place is None else values[place],
        latest_on=None if place is None else data.rows[place].on_date,
        latest_words=words,
    )


def _analysed(
    head: MeasureHead, data: Data, locked: int
) -> tuple[XmrAnalysis | ChartAnalysis | None, str]:
    """The analysis, or why there is none."""
    if not data.rows:
        return None, NO_DATA
    try:
        if head.chart == "xmr":
            return analyse(xmr_series(head, data, locked=locked)), ""
        return analyse(chart_series(head, data, locked=locked)), ""
    except InvalidSeries as refusal:
        return None, f"This chart cannot be drawn. {refusal.sentence}"


def _sentence(head: MeasureHead, analysis: XmrAnalysis | ChartAnalysis | None) -> str:
    if isinstance(analysis, XmrAnalysis):
        return xmr_sentence(analysis, unit=head.unit, lowest=head.lowest, highest=head.highest)
    return NO_DATA if analysis is None else chart_sentence(analysis, unit=head.unit)


def _icons(
    analysis: XmrAnalysis | ChartAnalysis | None, signals: Iterable[Found]
) -> tuple[str, str | None]:
    """The two icons; of a chart with other rules, variation from what its latest point is in."""
    if isinstance(analysis, XmrAnalysis):
        return analysis.variation_icon, analysis.assurance_icon
    if analysis is None:
        return "common_cause", None
    promised = analysis.assurance_type
    assurance = None if promised is None else ASSURANCE_ICONS[promised]
    latest = [one for one in signals if one.last_on == analysis.points.x[-1]]
    if not latest:
        return "common_cause", assurance
    direction = analysis.improvement_direction
    return variation_icon(direction, f"special_cause_{latest[0].meaning}"), assurance  # type: ignore[arg-type]


def _phases(data: Data, analysis: XmrAnalysis | ChartAnalysis) -> Iterable[Phase]:
    reasons = {place: one.reason for place, one in rebased_at(data)}
    if isinstance(analysis, XmrAnalysis):
        fix, points = analysis.fix_after_n_points, analysis.points
        for one in analysis.phases:
            yield Phase(
                from_date=points.date[one.start],
                to_date=points.date[one.end - 1],
                points=one.n,
                baseline=min(fix or one.n, one.n),
                centre=one.limits.mean,
                lower=one.limits.lpl,
                upper=one.limits.upl,
                reason=reasons.get(one.start, ""),
            )
        return
    yield from _parts(data, analysis, reasons)


def _parts(data: Data, analysis: ChartAnalysis, reasons: dict[int, str]) -> Iterable[Phase]:
    """Limits may differ from point to point within a part: those of its latest are given."""
    points, start = analysis.points, 0
    for part in analysis.parts:
        end = start + points.part.count(part.part)
        yield Phase(
            from_date=data.dates[start],
            to_date=data.dates[end - 1],
            points=end - start,
            baseline=sum(points.baseline[start:end]),
            centre=points.cl[end - 1],
            lower=points.lcl[end - 1],
            upper=points.ucl[end - 1],
            reason=reasons.get(start, ""),
        )
        start = end


_KINDS: dict[str, MarkerKind] = {"change": "pdsa", "note": "note"}


def _markers(data: Data) -> tuple[Marker, ...]:
    """What people marked within the chart, and each recalculation with its reason, by day."""
    dates = data.dates
    within = [mark for mark in data.marks if dates and dates[0] <= mark.on_date <= dates[-1]]
    made: list[tuple[date, Marker]] = [
        (dates[place], Marker(at=dates[place], text=_recalculated(one), kind="recalculation"))
        for place, one in rebased_at(data)
    ]
    for mark in within:
        kind = _KINDS.get(mark.sort, "note")
        made.append((mark.on_date, Marker(at=mark.on_date, text=mark.words, kind=kind)))
    return tuple([marker for _, marker in sorted(made, key=lambda one: one[0])])


def _recalculated(rebase: Rebase) -> str:
    return f"Limits recalculated: {rebase.reason}"


def _latest(
    head: MeasureHead, data: Data, values: Sequence[float | None]
) -> tuple[int | None, str]:
    """Where the last value stands, and that value in words with what it was counted from."""
    for place in range(len(values) - 1, -1, -1):
        value = values[place]
        if value is None:
            continue
        row, voice = data.rows[place], speech(data.dates, unit=head.unit)
        counts = ""
        if row.numerator is not None and row.denominator is not None:
            counts = f" ({number(row.numerator)} of {number(row.denominator)})"
        return place, f"{voice.amount(value)}{counts}, {voice.when(row.on_date)}"
    return None, ""
