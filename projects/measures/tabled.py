"""A chart as a table: one row a period, with every line and every flag. Pure."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from projects.measures.chart import MeasureChart
from projects.spc import ChartAnalysis, XmrAnalysis
from projects.spc.picture import MEANINGS, picture
from records.tables.harmless import quoted

#: The columns, in order. `value` is what was measured, `plotted` what the chart draws of it.
COLUMNS = (
    "date",
    "numerator",
    "denominator",
    "value",
    "plotted",
    "target",
    "stretch",
    "centre",
    "lower",
    "upper",
    "near_lower",
    "near_upper",
    "special_cause",
    "rules",
    "label",
    "meaning",
    "note",
)
_XMR_RULES = ("astronomical", "shift", "trend", "two_of_three")


def tabled(chart: MeasureChart) -> list[dict[str, Any]]:
    """The rows, oldest first. `stretch` counts from 1; lines are None where undefined."""
    return [
        {
            "date": day,
            "numerator": chart.numerators[place],
            "denominator": chart.denominators[place],
            "value": chart.values[place],
            "target": chart.targets[place],
            "note": chart.notes[place],
            **lines,
        }
        for place, (day, lines) in enumerate(_lines(chart))
    ]


def as_csv(chart: MeasureChart) -> bytes:
    """The rows as a file that spreadsheets open, with nothing in it that they would run."""
    out = io.StringIO()
    out.write("\ufeff")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    writer.writerows([[_cell(row[name]) for name in COLUMNS] for row in tabled(chart)])
    return out.getvalue().encode()


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, tuple):
        return " ".join(value)
    return quoted(value) if isinstance(value, str) else str(value)


def _lines(chart: MeasureChart) -> Iterator[tuple[date, Mapping[str, Any]]]:
    analysis = chart.analysis
    if isinstance(analysis, XmrAnalysis):
        yield from zip(chart.dates, _of_xmr(analysis), strict=True)
    elif analysis is not None:
        yield from zip(chart.dates, _of_chart(analysis), strict=True)
    else:
        for day in chart.dates:
            yield day, {name: _NOTHING.get(name) for name in _DRAWN}


_DRAWN = COLUMNS[4:5] + COLUMNS[6:16]
_NOTHING: Mapping[str, Any] = {
    "special_cause": False,
    "rules": (),
    "label": "",
    "meaning": "common",
    "stretch": 1,
}


def _of_xmr(analysis: XmrAnalysis) -> Iterator[Mapping[str, Any]]:
    points = analysis.points
    stretches = _numbered(points.rebase_group)
    for here in range(len(points)):
        yield {
            "plotted": points.value[here],
            "stretch": stretches[here],
            "centre": points.mean[here],
            "lower": points.lpl[here],
            "upper": points.upl[here],
            "near_lower": points.nlpl[here],
            "near_upper": points.nupl[here],
            "special_cause": points.special_cause_flag[here],
            "rules": tuple([rule for rule in _XMR_RULES if getattr(points, rule)[here]]),
            "label": points.special_cause_type[here],
            "meaning": MEANINGS[points.point_type[here]],
        }


def _of_chart(analysis: ChartAnalysis) -> Iterator[Mapping[str, Any]]:
    points, shown = analysis.points, picture(analysis)
    stretches = _numbered(points.part)
    for here in range(len(points)):
        flags = (("sigma", points.sigma_signal[here]), ("runs", points.runs_signal[here]))
        rules = tuple([name for name, flag in flags if flag])
        yield {
            "plotted": points.value[here],
            "stretch": stretches[here],
            "centre": points.cl[here],
            "lower": points.lcl[here],
            "upper": points.ucl[here],
            "near_lower": points.lcl_95[here],
            "near_upper": points.ucl_95[here],
            "special_cause": bool(rules),
            "rules": rules,
            "label": shown.labels[here],
            "meaning": shown.meanings[here],
        }


def _numbered(groups: Sequence[int]) -> list[int]:
    """Stretches counted from 1, whatever the first one is called."""
    first = groups[0] - 1 if groups else 0
    return [group - first for group in groups]
