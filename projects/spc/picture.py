"""What a chart shows, before any ink: points with a meaning, lines with a role."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from projects.spc.chart_sentence import centre_name, chart_sentence
from projects.spc.chart_values import ChartAnalysis, ChartPoints, Place
from projects.spc.icons import POINT_TYPES
from projects.spc.sentence import xmr_sentence
from projects.spc.words import capitalised
from projects.spc.xmr_values import PointType, XmrAnalysis

Meaning = Literal["common", "improvement", "concern", "neutral"]

MEANINGS: dict[PointType, Meaning] = {
    "common_cause": "common",
    "special_cause_improvement": "improvement",
    "special_cause_concern": "concern",
    "special_cause_neutral_high": "neutral",
    "special_cause_neutral_low": "neutral",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """Lines of one phase or part; `start` and `end` are positions, `end` excluded.

    `baseline` points were used for the limits, where that is not all of them.
    """

    start: int
    end: int
    centre: Sequence[float | None]
    lower: Sequence[float | None]
    upper: Sequence[float | None]
    baseline: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """Everything to be drawn, oldest first."""

    places: tuple[Place, ...]
    values: tuple[float | None, ...]
    meanings: tuple[Meaning, ...]
    labels: tuple[str, ...]
    stretches: tuple[Stretch, ...]
    target: float | None
    centre_name: str
    sentence: str

    @property
    def recalculated(self) -> tuple[Place, ...]:
        """Where each stretch but the first begins."""
        return tuple([self.places[stretch.start] for stretch in self.stretches[1:]])


def picture(
    analysis: XmrAnalysis | ChartAnalysis,
    *,
    unit: str = "",
    lowest: float | None = None,
    highest: float | None = None,
) -> Picture:
    """The picture of an analysis; its sentence tells limits between `lowest` and `highest`."""
    if isinstance(analysis, XmrAnalysis):
        sentence = xmr_sentence(analysis, unit=unit, lowest=lowest, highest=highest)
        return _xmr_picture(analysis, sentence)
    return _chart_picture(analysis, unit=unit)


def _xmr_picture(analysis: XmrAnalysis, sentence: str) -> Picture:
    points, fix = analysis.points, analysis.fix_after_n_points
    places: tuple[date, ...] = points.date
    return Picture(
        places=places,
        values=points.value,
        meanings=tuple([MEANINGS[kind] for kind in points.point_type]),
        labels=points.special_cause_type,
        stretches=tuple(
            [
                Stretch(
                    start=phase.start,
                    end=phase.end,
                    centre=points.mean[phase.start : phase.end],
                    lower=points.lpl[phase.start : phase.end],
                    upper=points.upl[phase.start : phase.end],
                    baseline=None if fix is None or fix >= phase.n else fix,
                )
                for phase in analysis.phases
            ]
        ),
        target=analysis.target,
        centre_name="Mean",
        sentence=sentence,
    )


def _chart_picture(analysis: ChartAnalysis, *, unit: str) -> Picture:
    points = analysis.points
    signs, meant = _outside(points), POINT_TYPES[analysis.improvement_direction]
    return Picture(
        places=points.x,
        values=points.value,
        meanings=tuple([MEANINGS[meant[sign]] for sign in signs]),
        labels=tuple([_OUTSIDE[sign] for sign in signs]),
        stretches=tuple([_chart_stretch(analysis, number=part.part) for part in analysis.parts]),
        target=analysis.target,
        centre_name=capitalised(centre_name(analysis.chart)),
        sentence=chart_sentence(analysis, unit=unit),
    )


#: A point by the limit it lies beyond; the same words as on an XmR chart.
_OUTSIDE = {1: "Above UCL", 0: "", -1: "Below LCL"}


def _outside(points: ChartPoints) -> list[int]:
    """+1 above the upper limit, -1 below the lower, 0 within: by the side of the centre."""
    return [
        0 if not signal or value is None or centre is None else 1 if value > centre else -1
        for value, centre, signal in zip(points.value, points.cl, points.sigma_signal, strict=True)
    ]


def _chart_stretch(analysis: ChartAnalysis, *, number: int) -> Stretch:
    points = analysis.points
    start = points.part.index(number)
    end = start + points.part.count(number)
    frozen = sum(points.baseline[start:end])
    return Stretch(
        start=start,
        end=end,
        centre=points.cl[start:end],
        lower=points.lcl[start:end],
        upper=points.ucl[start:end],
        baseline=None if frozen == end - start else frozen,
    )
