"""What a chart says when it is away from its page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from kernel.british import british_date
from projects.measures.chart import MeasureChart
from projects.measures.icon_words import ASSURANCE, VARIATION
from projects.spc.chart_values import ChartAnalysis
from projects.spc.frames import Look
from projects.spc.picture import picture
from projects.spc.svg import BASELINE_BAR, draw, listed
from projects.spc.words import speech
from projects.spc.xmr_values import XmrAnalysis


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A chart with everything that the page says around it.

    `look.title` names the measure; `whose` the project or body, empty where the title says it.
    `findings` are the words of the icons and warnings, one a line; `source` says where the data
    come from and when this was made.
    """

    whose: str
    sentence: str
    findings: tuple[str, ...]
    source: str
    analysis: XmrAnalysis | ChartAnalysis
    look: Look

    @property
    def title(self) -> str:
        return self.look.title

    @property
    def drawing(self) -> str:
        """The chart as SVG, the same that the page shows."""
        return draw(self.analysis, self.look)

    @property
    def marks(self) -> tuple[str, ...]:
        """What is explained below the chart: "1: May 2026, New leaflet", and the bar."""
        shown = picture(self.analysis)
        voice = speech(shown.places, unit=self.look.unit)
        bar = [BASELINE_BAR] if any(stretch.baseline for stretch in shown.stretches) else []
        return (
            *(
                f"{mark.number}: {voice.when(mark.marker.at)}, {mark.marker.text}"
                for mark in listed(self.analysis, self.look.markers)
            ),
            *bar,
        )


def sheet_of(chart: MeasureChart, *, whose: str, source: str, today: date) -> Sheet | None:
    """What a measure's chart takes with it; None where there is nothing to draw."""
    if chart.analysis is None:
        return None
    icons = [VARIATION[chart.variation_icon]]
    if chart.assurance_icon:
        icons.append(ASSURANCE[chart.assurance_icon])
    made = f"Made with QIflow on {british_date(today)}."
    return Sheet(
        whose=whose,
        sentence=chart.sentence,
        findings=(*icons, *chart.warnings),
        source=f"Source: {source}. {made}" if source else made,
        analysis=chart.analysis,
        look=chart.look(),
    )
