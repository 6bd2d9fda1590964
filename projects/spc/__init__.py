"""Statistical process control: plain values in, frozen values out, nothing else needed.

`analyse` takes a series and returns its analysis; `python -m projects.spc` does the same for JSON.
"""

from typing import overload

from projects.spc.chart_values import ChartAnalysis, ChartSeries
from projects.spc.charts import analyse_chart
from projects.spc.errors import InvalidSeries
from projects.spc.rule_sets import CURRENT_RULES, RULE_SETS, RuleSet
from projects.spc.xmr import analyse_xmr
from projects.spc.xmr_values import XmrAnalysis, XmrSeries

__all__ = [
    "CURRENT_RULES",
    "RULE_SETS",
    "ChartAnalysis",
    "ChartSeries",
    "InvalidSeries",
    "RuleSet",
    "XmrAnalysis",
    "XmrSeries",
    "analyse",
]


@overload
def analyse(series: XmrSeries) -> XmrAnalysis: ...
@overload
def analyse(series: ChartSeries) -> ChartAnalysis: ...
def analyse(series: XmrSeries | ChartSeries) -> XmrAnalysis | ChartAnalysis:
    """Everything that can be said about a series: lines, signals, labels, icons, warnings.

    Raises:
        InvalidSeries: the series cannot be charted as given.
    """
    if isinstance(series, XmrSeries):
        return analyse_xmr(series)
    return analyse_chart(series)
