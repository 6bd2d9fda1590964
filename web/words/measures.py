"""What measures, their charts and their icons are called on a page."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from projects.measures.icon_words import ASSURANCE, VARIATION
from web.words.choices import Choices, said


@dataclass(frozen=True, slots=True, kw_only=True)
class IconWords:
    """An icon ready to show: its name, a few words for a table, and what it means."""

    icon: str
    short: str
    words: str
    tone: str  # improvement, concern, neutral or common


@dataclass(frozen=True, slots=True, kw_only=True)
class KindWords:
    """A kind of data, for whoever chooses one."""

    kind: str
    words: str
    example: str


FAMILY: Choices = (
    ("outcome", "Outcome: what patients notice"),
    ("process", "Process: whether the change is done"),
    ("balancing", "Balancing: whether it harms something else"),
)
FAMILY_SHORT = {"outcome": "Outcome", "process": "Process", "balancing": "Balancing"}

DIRECTION: Choices = (
    ("increase", "Higher is better"),
    ("decrease", "Lower is better"),
    ("neutral", "Neither is better"),
)
FREQUENCY: Choices = (
    ("day", "Every day"),
    ("week", "Every week"),
    ("month", "Every month"),
    ("quarter", "Every quarter"),
    ("irregular", "Whenever it happens"),
)
TARGET_SHAPE: Choices = (
    ("step", "From this day on"),
    ("line", "Reached on this day, step by step from the target before it"),
)
MARKER_SORT: Choices = (
    ("change", "A change was tested (PDSA)"),
    ("note", "Something else happened"),
)

#: The commonest first.
KINDS = (
    KindWords(
        kind="proportion",
        words="How many out of how many (per cent)",
        example="18 of 20 patients said that they knew what happens next",
    ),
    KindWords(
        kind="value",
        words="A value",
        example="Median minutes until pain relief, or a score out of 10",
    ),
    KindWords(kind="count", words="How many", example="Complaints in a month"),
    KindWords(
        kind="rate",
        words="How many for each so many (rate)",
        example="Falls for each 1,000 bed days",
    ),
    KindWords(
        kind="sample",
        words="Several values of each period",
        example="Five waits, measured every day",
    ),
    KindWords(
        kind="time_between",
        words="Time between rare events",
        example="Days between two pressure ulcers",
    ),
    KindWords(
        kind="cases_between",
        words="Cases between rare events",
        example="Operations between two infections",
    ),
)
DATA_KIND: Choices = tuple((one.kind, one.words) for one in KINDS)

#: What each chart is for, in as few words as a choice allows.
CHART: Choices = (
    ("xmr", "XmR chart, judged by the Making Data Count rules"),
    ("run", "Run chart: a median, and whether the runs are longer than chance"),
    ("i", "I chart: single values with limits"),
    ("ip", "I' chart: single values, each weighed by its denominator"),
    ("mr", "Moving range chart: how much it changes from one period to the next"),
    ("p", "p chart: percentages with limits from how many were counted"),
    ("pp", "p' chart: percentages of very large numbers"),
    ("u", "u chart: rates with limits from how much was observed"),
    ("up", "u' chart: rates of very large numbers"),
    ("c", "c chart: counts, with the same chance in every period"),
    ("g", "g chart: cases between rare events"),
    ("t", "t chart: time between rare events"),
    ("xbar", "X-bar chart: the mean of each period"),
    ("s", "S chart: how much values differ within a period"),
)
CHART_SHORT = {
    "xmr": "XmR chart",
    "run": "Run chart",
    "i": "I chart",
    "ip": "I' chart",
    "mr": "Moving range chart",
    "p": "p chart",
    "pp": "p' chart",
    "u": "u chart",
    "up": "u' chart",
    "c": "c chart",
    "g": "g chart",
    "t": "t chart",
    "xbar": "X-bar chart",
    "s": "S chart",
}

#: Why a form about a measure is closed.
NOT_KEPT = (
    "Only whoever keeps this measure can do this, while it goes on: of a project its lead, its "
    "measurement lead or its coach; of a ward or an organisation whose role manages measures there."
)
NOT_ENTERED = (
    "Only the owner of this measure, its project's team and whoever keeps it can enter data."
)

#: A few words for a table, and which of the shapes' colours the icon has.
_VARIATION = {
    "common_cause": ("No change", "common"),
    "improvement_high": ("Improving, higher", "improvement"),
    "improvement_low": ("Improving, lower", "improvement"),
    "concern_high": ("Concern, higher", "concern"),
    "concern_low": ("Concern, lower", "concern"),
    "neutral_high": ("Higher", "neutral"),
    "neutral_low": ("Lower", "neutral"),
}
_ASSURANCE = {
    "pass": ("Meets the target", "improvement"),
    "fail": ("Misses the target", "concern"),
    "inconsistent": ("Hit or miss", "common"),
}

_RULES = {
    "astronomical": ("A point outside the limits", "Points outside the limits"),
    "sigma": ("A point outside the limits", "Points outside the limits"),
    "shift": ("All on one side of the mean", "All on one side of the mean"),
    "trend": ("A trend: each further than the one before", "A trend"),
    "two_of_three": ("Two of three close to a limit", "Two of three close to a limit"),
    "runs": ("Runs longer than chance explains", "Runs longer than chance explains"),
}
_MEANING = {
    "improvement": "improvement",
    "concern": "concern",
    "neutral_high": "higher, neither better nor worse",
    "neutral_low": "lower, neither better nor worse",
}
#: What the engine calls a point, by how its words begin or end; the first that fits.
_LABELS = (
    (re.compile(r"Above UCL"), "Above the upper limit"),
    (re.compile(r"Below LCL"), "Below the lower limit"),
    (re.compile(r".*Trend \(Increasing\)"), "Part of a rise"),
    (re.compile(r".*Trend \(Decreasing\)"), "Part of a fall"),
    (re.compile(r".* in 3 Above CL"), "Close to the upper limit"),
    (re.compile(r".* in 3 Below CL"), "Close to the lower limit"),
    (re.compile(r".*Points Above CL"), "Part of a run above the mean"),
    (re.compile(r".*Points Below CL"), "Part of a run below the mean"),
)

#: How the columns of data are headed where the measure has no words of its own.
COLUMNS = {
    "numerator": "How many",
    "denominator": "Out of how many",
    "value": "Value",
    "sample": "Values",
}


def variation(icon: str) -> IconWords:
    """What the variation icon says."""
    return _icon(icon, _VARIATION, VARIATION)


def assurance(icon: str | None) -> IconWords | None:
    """What the assurance icon says; None without a target or a direction."""
    return _icon(icon, _ASSURANCE, ASSURANCE) if icon else None


def rule_words(rule: str, *, single: bool) -> str:
    """What a rule has found, at one point or at several."""
    one, several = _RULES[rule]
    return one if single else several


def meaning_words(meaning: str) -> str:
    """What a special cause means for the measure."""
    return _MEANING[meaning]


def label_words(label: str) -> str:
    """What the engine says of one point."""
    return next((said_so for form, said_so in _LABELS if form.fullmatch(label)), label)


def column_words(name: str, row: Mapping[str, str]) -> str:
    """The heading of a column of data: the measure's own words, or the usual ones."""
    own = row.get(f"{name}_words", "")
    return own or COLUMNS[name]


def frequency_words(frequency: str) -> str:
    return said(FREQUENCY, frequency)


def _icon(
    icon: str, looks: Mapping[str, tuple[str, str]], meanings: Mapping[str, str]
) -> IconWords:
    short, tone = looks[icon]
    return IconWords(icon=icon, short=short, words=meanings[icon], tone=tone)
