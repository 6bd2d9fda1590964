"""A chart to take away, of 30 months with a gap, a recalculation and marks."""

from __future__ import annotations

from datetime import date

from projects.measures.downloads import Sheet
from projects.spc import XmrSeries, analyse
from projects.spc.frames import Look
from projects.spc.markers import Marker
from projects.spc.sentence import xmr_sentence

MONTHS = [date(2024 + month // 12, month % 12 + 1, 1) for month in range(30)]
VALUES = [88.0 + (month * 7 % 5) + (month > 14) * 4 - (month == 21) * 15 for month in range(30)]


def sheet(*, title: str = "Seen within four hours", marks: int = 2) -> Sheet:
    analysis = analyse(
        XmrSeries(
            dates=MONTHS,
            values=[*VALUES[:7], None, *VALUES[8:]],
            improvement_direction="increase",
            target=95,
            rebase=[MONTHS[15]],
        )
    )
    markers = [Marker(at=MONTHS[3 + month], text=f"Café {month}: £5") for month in range(marks)]
    return Sheet(
        whose="Riverbank Hospital",
        sentence=xmr_sentence(analysis, unit="%"),
        findings=("Variation: nothing unusual", "Assurance: the target is met by chance"),
        source="Made for a test",
        analysis=analysis,
        look=Look(title=title, unit="%", lowest=0, highest=100, markers=markers),
    )
