"""Our own SVG as pixels: the few elements that `projects.spc.svg` draws with, and no others.

The picture that is taken away is read from the very drawing that the page shows, so the two
cannot differ. No browser and no other renderer is needed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from defusedxml import ElementTree

from projects.measures.downloads.canvas import INK, Canvas, Spot, mixed

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

Style = Mapping[str, str]
_INHERITED = (
    *("fill", "stroke", "stroke-width", "stroke-dasharray", "stroke-opacity"),
    *("font-size", "text-anchor"),
)
_COMMAND = re.compile(r"([MLHVlvz])([^MLHVlvz]*)")
_NUMBER = re.compile(r"-?[0-9.]+")
_SILENT = ("title", "desc", "defs")


class UnknownInk(ValueError):
    """The drawing uses an element that this module does not know: teach it here."""


def rasterised(drawing: str) -> Canvas:
    """The drawing on white paper."""
    root = ElementTree.fromstring(drawing)
    _, _, width, height = (float(number) for number in root.attrib["viewBox"].split())
    canvas = Canvas(width, height)
    _Raster(canvas, clips=_clips(root)).children(root, {"fill": "currentColor"})
    return canvas


class _Raster:
    def __init__(self, canvas: Canvas, *, clips: Mapping[str, tuple[float, ...]]) -> None:
        self.canvas, self.clips = canvas, clips

    def children(self, parent: Element, style: Style) -> None:
        inherited = _styled(parent, style)
        for child in parent:
            if _name(child) not in _SILENT:
                self.clipped(child, inherited)

    def clipped(self, element: Element, style: Style) -> None:
        clip = element.get("clip-path", "").removeprefix("url(#").removesuffix(")")
        if not clip:
            self.element(element, style)
            return
        before = self.canvas.copy()
        self.element(element, style)
        x, y, width, height = self.clips[clip]
        self.canvas.only_inside((x, y, x + width, y + height), before)

    def element(self, element: Element, style: Style) -> None:
        own = _styled(element, style)
        match _name(element):
            case "g":
                self.children(element, style)
            case "path":
                for spots in _subpaths(element.attrib["d"]):
                    self.outline(spots, own)
            case "circle":
                self.circle(element, own)
            case "rect":
                self.outline(_corners(element), own)
            case "text":
                self.text(element, own)
            case other:
                raise UnknownInk(other)

    def outline(self, spots: list[Spot], style: Style) -> None:
        """A line, a shape, or both."""
        closed = spots[0] == spots[-1] and len(spots) > 2
        if closed and (fill := _colour(style, "fill")):
            self.canvas.area(spots, fill=fill)
        if colour := _colour(style, "stroke"):
            dash = [float(number) for number in style.get("stroke-dasharray", "").split()]
            self.canvas.line(spots, colour=colour, width=_width(style), dash=dash)

    def circle(self, element: Element, style: Style) -> None:
        middle = (float(element.attrib["cx"]), float(element.attrib["cy"]))
        radius, edge = float(element.attrib["r"]), _colour(style, "stroke")
        if edge:
            self.canvas.circle(middle, radius + _width(style) / 2, fill=edge)
            radius -= _width(style) / 2
        if fill := _colour(style, "fill"):
            self.canvas.circle(middle, radius, fill=fill)

    def text(self, element: Element, style: Style) -> None:
        size = float(style["font-size"])
        lower = float(element.get("dy", "0em").removesuffix("em")) * size
        self.canvas.words(
            element.text or "",
            (float(element.attrib["x"]), float(element.attrib["y"]) + lower),
            size=size,
            colour=_colour(style, "fill") or INK,
            anchor={"end": "rs", "middle": "ms"}.get(style.get("text-anchor", ""), "ls"),
        )


def _name(element: Element) -> str:
    return element.tag.rpartition("}")[2]


def _styled(element: Element, style: Style) -> Style:
    own = {name: value for name in _INHERITED if (value := element.get(name)) is not None}
    return {**style, **own}


def _colour(style: Style, role: str) -> str | None:
    named = style.get(role, "none")
    if named == "none":
        return None
    solid = INK if named == "currentColor" else named
    opacity = float(style.get("stroke-opacity", "1")) if role == "stroke" else 1
    return mixed(solid, opacity)


def _width(style: Style) -> float:
    return float(style.get("stroke-width", "1"))


def _clips(root: Element) -> dict[str, tuple[float, ...]]:
    return {
        clip.attrib["id"]: tuple(
            float(rect.attrib[side]) for rect in clip for side in ("x", "y", "width", "height")
        )
        for clip in root.iter()
        if _name(clip) == "clipPath"
    }


def _corners(rect: Element) -> list[Spot]:
    x, y, width, height = (float(rect.attrib[side]) for side in ("x", "y", "width", "height"))
    return [(x, y), (x + width, y), (x + width, y + height), (x, y + height), (x, y)]


def _subpaths(commands: str) -> Iterator[list[Spot]]:
    """Where the pen goes, lifted at each M."""
    spots: list[Spot] = []
    for command, rest in _COMMAND.findall(commands):
        numbers = [float(number) for number in _NUMBER.findall(rest)]
        if command == "M" and spots:
            yield spots
            spots = []
        spots.extend(_reached(command, numbers, spots))
    if spots:
        yield spots


def _reached(command: str, numbers: list[float], spots: list[Spot]) -> Iterable[Spot]:
    match command:
        case "M" | "L":
            return [(numbers[0], numbers[1])]
        case "l":
            return [(spots[-1][0] + numbers[0], spots[-1][1] + numbers[1])]
        case "H":
            return [(numbers[0], spots[-1][1])]
        case "V":
            return [(spots[-1][0], numbers[0])]
        case "v":
            return [(spots[-1][0], spots[-1][1] + numbers[0])]
        case _:
            return [spots[0]]
