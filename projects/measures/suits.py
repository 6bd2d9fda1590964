"""Which charts suit which data, and what is written down for each kind. Pure.

Source: spc/spc.md 3; Montgomery, Introduction to Statistical Quality Control (7th ed.), 7.5
(guidelines for implementing control charts).
"""

from __future__ import annotations

from collections.abc import Mapping

#: Charts for each kind of data, the usual one first.
CHARTS_OF: Mapping[str, tuple[str, ...]] = {
    "proportion": ("xmr", "run", "p", "pp", "i", "ip", "mr"),
    "rate": ("xmr", "run", "u", "up", "i", "ip", "mr"),
    "count": ("xmr", "run", "c", "i", "mr"),
    "value": ("xmr", "run", "i", "mr"),
    "sample": ("xbar", "s", "xmr", "run", "i", "mr"),
    "time_between": ("t", "xmr", "run", "i", "mr"),
    "cases_between": ("g", "xmr", "run", "i", "mr"),
}

#: The columns of a point that each kind of data fills.
FIELDS_OF: Mapping[str, tuple[str, ...]] = {
    "proportion": ("numerator", "denominator"),
    "rate": ("numerator", "denominator"),
    "count": ("value",),
    "value": ("value",),
    "sample": ("sample",),
    "time_between": ("value",),
    "cases_between": ("value",),
}

#: Charts that take numerators and denominators, not what becomes of them.
WEIGHED = frozenset({"p", "pp", "u", "up", "ip"})
#: Charts of what lies inside a sample.
SAMPLED = frozenset({"xbar", "s"})

#: How charts other than XmR are judged; the edition of XmR rules has a name of its own.
CHART_EDITION = "shewhart_anhoej.v1"


def suits(chart: str, data_kind: str) -> bool:
    """Can this kind of data be drawn as this chart?"""
    return chart in CHARTS_OF.get(data_kind, ())


def usual_chart(data_kind: str) -> str:
    """The chart to offer first."""
    return CHARTS_OF[data_kind][0]
