"""Numbered marks on a chart: recalculations, PDSA cycles and notes, listed below it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from projects.spc.chart_values import Place
from projects.spc.picture import Picture
from projects.spc.scales import position

MarkerKind = Literal["recalculation", "pdsa", "note"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Marker:
    """Something that happened at a place of the chart, in words for the list below."""

    at: Place
    text: str
    kind: MarkerKind = "note"


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberedMarker:
    """A marker with the number it carries on the chart and in the list."""

    number: int
    marker: Marker


def numbered(picture: Picture, markers: Iterable[Marker]) -> tuple[NumberedMarker, ...]:
    """All markers in date order, with one for each recalculation that has none yet."""
    given = list(markers)
    explained = {position(marker.at) for marker in given if marker.kind == "recalculation"}
    silent = [
        Marker(at=place, text="Limits recalculated from here", kind="recalculation")
        for place in picture.recalculated
        if position(place) not in explained
    ]
    ordered = sorted([*given, *silent], key=lambda marker: position(marker.at))
    return tuple(
        [NumberedMarker(number=rank, marker=marker) for rank, marker in enumerate(ordered, 1)]
    )
