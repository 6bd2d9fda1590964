"""What a chart says when it is away from its page."""

from __future__ import annotations

from dataclasses import dataclass

from projects.spc.chart_values import ChartAnalysis
from projects.spc.frames import Look
from projects.spc.picture import picture
from projects.spc.svg import draw, listed
from projects.spc.words import speech
from projects.spc.xmr_values import XmrAnalysis


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A chart with everything that the page says around it.

    `look.title` names the measure; `whose` the project or body; `findings` are the words of the
    icons and warnings, one a line; `source` says where the data come from and when this was made.
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
        """The list below the chart: "1: May 2026, New leaflet"."""
        voice = speech(picture(self.analysis).places, unit=self.look.unit)
        return tuple(
            f"{mark.number}: {voice.when(mark.marker.at)}, {mark.marker.text}"
            for mark in listed(self.analysis, self.look.markers)
        )
