"""JSON in and out, in the layout of the golden vectors (docs/spc-vectors.md)."""

from collections.abc import Callable, Mapping
from dataclasses import fields
from datetime import date
from math import isfinite
from typing import Any, TypeVar

from projects.spc.chart_values import ChartAnalysis, ChartSeries, Place
from projects.spc.charts import LINE_MAKERS, analyse_chart
from projects.spc.errors import InvalidSeries
from projects.spc.icons import POINT_TYPES
from projects.spc.order import check_values
from projects.spc.xmr import analyse_xmr
from projects.spc.xmr_values import XmrAnalysis, XmrSeries

Json = Any  # whatever json.loads gives; it is checked field by field below
Item = TypeVar("Item")

AGGREGATES = ("mean", "median", "sum")


def expected(case: Json) -> dict[str, Json]:
    """The `expected` of one case: points and summary, or the code of what is wrong with it."""
    try:
        if not isinstance(case, Mapping) or not isinstance(case.get("input"), Mapping):
            raise InvalidSeries("invalid_case", "Give an object with chart and input.")
        return _answer(case.get("chart", "xmr"), case["input"])
    except InvalidSeries as refusal:
        return {"error": refusal.code}


def _answer(chart: Json, given: Mapping[str, Json]) -> dict[str, Json]:
    if chart == "xmr":
        return xmr_document(analyse_xmr(xmr_series(given)))
    if not isinstance(chart, str) or chart not in LINE_MAKERS:
        raise InvalidSeries("unknown_chart", "Choose xmr or one of the other charts.")
    return chart_document(analyse_chart(chart_series(chart, given)))


def xmr_series(given: Mapping[str, Json]) -> XmrSeries:
    """The input of an XmR case as a series.

    Raises:
        InvalidSeries: a field is not what it should be.
    """
    direction = given.get("improvement_direction", "neutral")
    if not isinstance(direction, str) or direction not in POINT_TYPES:
        raise InvalidSeries(
            "unknown_improvement_direction", "Choose increase, decrease or neutral."
        )
    return XmrSeries(
        dates=_list(given, "dates", _date),
        values=_list(given, "values", _optional_number),
        improvement_direction=direction,
        target=_optional_number(given.get("target"), "target"),
        rebase=_list(given, "rebase", _date, default=[]),
        fix_after_n_points=_optional_whole(given.get("fix_after_n_points"), "fix_after_n_points"),
        screen_outliers=_flag(given.get("screen_outliers", True), "screen_outliers"),
    )


def chart_series(chart: Json, given: Mapping[str, Json]) -> ChartSeries:
    """The input of any other case as a series.

    Raises:
        InvalidSeries: a field is not what it should be.
    """
    if given.get("method", "anhoej") != "anhoej":
        raise InvalidSeries("unsupported_method", "Runs are judged by the Anhoej rules only.")
    agg_fun = given.get("agg_fun", "mean")
    if agg_fun not in AGGREGATES:
        raise InvalidSeries("unknown_agg_fun", "Choose mean, median or sum.")
    below = given.get("denominators")
    return ChartSeries(
        chart=chart,
        x=_places(given),
        values=_list(given, "values", _optional_number),
        denominators=None if below is None else _list(given, "denominators", _optional_number),
        freeze=_optional_whole(given.get("freeze"), "freeze"),
        part=_list(given, "part", _whole, default=[]),
        exclude=_list(given, "exclude", _whole, default=[]),
        cl=_optional_number(given.get("cl"), "cl"),
        multiply=_number(given.get("multiply", 1), "multiply"),
        screened_mr=_flag(given.get("screened_mr", True), "screened_mr"),
        agg_fun=agg_fun,
    )


def xmr_document(analysis: XmrAnalysis) -> dict[str, Json]:
    """Points and summary of an XmR chart as plain JSON values."""
    return {
        "points": _columns(analysis.points),
        "summary": {
            "variation_type": analysis.variation_type,
            "variation_icon": analysis.variation_icon,
            "assurance_type": analysis.assurance_type,
            "assurance_icon": analysis.assurance_icon,
            "short_group_warning": analysis.short_group_warning,
            "groups": [
                {
                    "rebase_group": phase.rebase_group,
                    "n": phase.n,
                    "common_cause": phase.common_cause,
                    "special_cause_improvement": phase.special_cause_improvement,
                    "special_cause_concern": phase.special_cause_concern,
                    "variation_type": phase.variation_type,
                }
                for phase in analysis.phases
            ],
        },
    }


def chart_document(analysis: ChartAnalysis) -> dict[str, Json]:
    """Points and summary of any other chart as plain JSON values."""
    return {
        "points": _columns(analysis.points),
        "summary": {
            "parts": [
                {
                    "part": part.part,
                    "n_obs": part.n_obs,
                    **{field.name: getattr(part.runs, field.name) for field in fields(part.runs)},
                    "sigma_signals": part.sigma_signals,
                }
                for part in analysis.parts
            ]
        },
    }


def _columns(points: Any) -> dict[str, Json]:
    columns = {field.name: getattr(points, field.name) for field in fields(points)}
    return {
        name: None if column is None else [_plain(value) for value in column]
        for name, column in columns.items()
    }


def _plain(value: Json) -> Json:
    """Flags as 0 and 1, dates as text, numbers that are no number as missing."""
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and not isfinite(value):
        return None
    return value


def _list(
    given: Mapping[str, Json],
    name: str,
    read: Callable[[Json, str], Item],
    default: list[Json] | None = None,
) -> list[Item]:
    items = _items(given.get(name))
    if items is None:
        items = default
    if items is None:
        raise InvalidSeries(f"invalid_{name}", f"Give {name} as a list.")
    return [read(item, name) for item in items]


def _items(given: Json) -> list[Json] | None:
    """A list as it is. R writes a vector of one as a bare value and an empty one as null."""
    return given if given is None or isinstance(given, list) else [given]


def _places(given: Mapping[str, Json]) -> list[Place]:
    if any(isinstance(item, str) for item in _items(given.get("x")) or []):
        return list(_list(given, "x", _date))
    numbers = _list(given, "x", _number)
    check_values(numbers)
    return list(numbers)


def _date(item: Json, name: str) -> date:
    try:
        day = date.fromisoformat(item)
    except (TypeError, ValueError):
        day = None
    # Python reads weeks (2026-W14-2) and dates without hyphens too; one date has one spelling here.
    if day is None or day.isoformat() != item:
        raise InvalidSeries(f"invalid_{name}", "Give dates as 2026-03-31.")
    return day


def _number(item: Json, name: str) -> float:
    if isinstance(item, bool) or not isinstance(item, int | float):
        raise InvalidSeries(f"invalid_{name}", f"Give {name} as numbers.")
    return item


def _optional_number(item: Json, name: str) -> float | None:
    return None if item is None else _number(item, name)


def _whole(item: Json, name: str) -> int:
    number = _number(item, name)
    if not isinstance(number, int) and not number.is_integer():
        raise InvalidSeries(f"invalid_{name}", f"Give {name} as whole numbers.")
    return int(number)


def _optional_whole(item: Json, name: str) -> int | None:
    return None if item is None else _whole(item, name)


def _flag(item: Json, name: str) -> bool:
    if not isinstance(item, bool):
        raise InvalidSeries(f"invalid_{name}", f"Give {name} as true or false.")
    return item
