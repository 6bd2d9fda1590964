"""A chart to take away: as a picture and as a slide.

Pillow and python-pptx are imported on first use: few who look at a chart take it with them.
"""

from projects.measures.downloads.png import PNG_TYPE, chart_png
from projects.measures.downloads.sheet import Sheet, sheet_of
from projects.measures.downloads.slide import SLIDE_TYPE, SlidesMissing, chart_slide

__all__ = [
    "PNG_TYPE",
    "SLIDE_TYPE",
    "Sheet",
    "SlidesMissing",
    "chart_png",
    "chart_slide",
    "sheet_of",
]
