"""What the chart of a measure says, in words and as tables beside the drawing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse

from projects.measures.chart import MeasureChart
from projects.measures.periods import in_words
from projects.measures.signals import RUNS
from projects.measures.suits import FIELDS_OF
from projects.spc.picture import picture
from projects.spc.svg import listed
from projects.spc.words import number, speech
from web.words import measures as words

#: As many periods are always open to see; the others unfold.
SEEN_AT_ONCE = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class DataRow:
    """One period of the table."""

    on_date: date
    period: str
    counts: tuple[str, ...]
    value: str
    target: str
    reading: str
    note: str
    change_href: str
    withdraw_href: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PhaseRow:
    """The limits of one stretch, as computed and kept."""

    stretch: str
    centre: str
    lower: str
    upper: str
    rests_on: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Signal:
    """A special cause in words."""

    words: str
    meaning: str
    when: str


def marks(chart: MeasureChart) -> tuple[str, ...]:
    """The list below the chart, with the numbers that the drawing bears."""
    if chart.analysis is None:
        return ()
    voice = speech(chart.dates)
    return tuple(
        f"{voice.when(mark.marker.at)}: {mark.marker.text}"
        for mark in listed(chart.analysis, chart.markers)
    )


def legend(chart: MeasureChart) -> tuple[str, ...]:
    """The shapes that this drawing shows, each once, the plain one first."""
    if chart.analysis is None:
        return ()
    there = set(picture(chart.analysis).meanings)
    order = ("common", "improvement", "concern", "neutral")
    return tuple(meaning for meaning in order if meaning in there)


def signals(chart: MeasureChart) -> Iterable[Signal]:
    """The latest first: that is what somebody has to act on."""
    voice = speech(chart.dates)
    for one in sorted(chart.signals, key=lambda one: one.last_on, reverse=True):
        single = one.began_on == one.last_on
        began, last = voice.when(one.began_on), voice.when(one.last_on)
        yield Signal(
            words=words.rule_words(one.rule, single=single),
            meaning=words.meaning_words(one.meaning),
            when=began if single else f"{began} to {last}",
        )


def phases(chart: MeasureChart) -> Iterable[PhaseRow]:
    voice = speech(chart.dates, unit=chart.measure.unit)

    def amount(value: float | None) -> str:
        return "None" if value is None else voice.amount(value)

    for one in chart.phases:
        all_of_them = one.baseline >= one.points
        yield PhaseRow(
            stretch=f"{voice.when(one.from_date)} to {voice.when(one.to_date)}",
            centre=amount(one.centre),
            lower=amount(one.lower),
            upper=amount(one.upper),
            rests_on=(
                f"All {one.points} points"
                if all_of_them
                else f"The first {one.baseline} of {one.points} points"
            ),
            reason=one.reason,
        )


def columns(found: Mapping[str, Any]) -> tuple[str, ...]:
    """What was counted, where the value is worked out from it."""
    names = FIELDS_OF[found["data_kind"]]
    return tuple(words.column_words(name, found) for name in names) if len(names) > 1 else ()


def data_rows(chart: MeasureChart, found: Mapping[str, Any], enters: bool) -> Iterable[DataRow]:
    readings = _readings(chart)
    voice = speech(chart.dates, unit=chart.measure.unit)
    counted = len(FIELDS_OF[found["data_kind"]]) > 1
    for place, day in enumerate(chart.dates):
        value, target = chart.values[place], chart.targets[place]
        counts = (chart.numerators[place], chart.denominators[place]) if counted else ()
        period = in_words(found["frequency"], day).removeprefix("the ")
        ways = (found["id"], day.isoformat())
        yield DataRow(
            on_date=day,
            period=period[:1].upper() + period[1:],
            counts=tuple("" if one is None else number(one) for one in counts),
            value="No value" if value is None else voice.amount(value),
            target="" if target is None else voice.amount(target),
            reading=readings[place] if value is not None else "A gap",
            note=chart.notes[place],
            change_href=(
                f"{reverse('web:measure-data', args=[found['id']])}?from={day.isoformat()}"
                if enters
                else ""
            ),
            withdraw_href=reverse("web:withdraw-point", args=ways) if enters else "",
        )


def _readings(chart: MeasureChart) -> list[str]:
    """What each point is: ordinary, or a special cause with its rule and meaning."""
    if chart.analysis is None:
        return [""] * len(chart.dates)
    shown_here = picture(chart.analysis)
    return [
        _in_a_run(chart, day)
        if meaning == "common"
        else f"{words.label_words(label)}{_meant(meaning)}"
        for day, meaning, label in zip(
            chart.dates, shown_here.meanings, shown_here.labels, strict=True
        )
    ]


def _in_a_run(chart: MeasureChart, day: date) -> str:
    """A point that is ordinary by itself may be part of a run that is too long for chance."""
    for one in chart.signals:
        if one.rule == RUNS and one.began_on <= day <= one.last_on:
            return f"Part of a long run{_meant(one.meaning)}"
    return ""


def _meant(meaning: str) -> str:
    return f": {meaning}" if meaning in ("improvement", "concern") else ""
