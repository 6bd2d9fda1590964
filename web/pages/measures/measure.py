"""One measure: its chart, what it says, its data as a table, and what people set on it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib.util import find_spec
from typing import Any
from uuid import UUID

from django.urls import reverse

from people import queries as people
from people.queries.colleagues import colleague_names
from projects.measures.chart import MeasureChart
from projects.queries import measures as queries
from projects.queries.measure_rows import markers, measure_rights, rebases, targets
from projects.queries.measures_together import POOLED_KINDS
from projects.spc.frames import NARROW, WIDE
from projects.spc.picture import picture
from projects.spc.words import speech
from records.things.declared import find_thing
from web.pages.frame import Answer
from web.pages.history import History, history_of
from web.pages.links import answers_of
from web.pages.measures.summary import ShownIcon, can_tell, shown
from web.pages.measures.telling import (
    SEEN_AT_ONCE,
    DataRow,
    PhaseRow,
    Signal,
    columns,
    data_rows,
    legend,
    marks,
    phases,
    signals,
)
from web.pages.sections import Sections, sections_of
from web.visit import Visit
from web.words import measures as words
from web.words.choices import said
from web.words.dates import british_date

_FORMS = (
    ("png", "Picture (PNG)"),
    ("svg", "Drawing (SVG)"),
    ("csv", "Table (CSV)"),
    ("pptx", "Slide (PowerPoint)"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class SetRow:
    """Something that somebody set on the chart: a target, a recalculation, a mark."""

    words: str
    detail: str
    withdraw_href: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasurePage:
    """One measure, ready for its template."""

    id: UUID
    name: str
    family: str
    ended: str
    reference: bool
    where: str
    back_href: str
    back_text: str
    sentence: str
    wide: str
    narrow: str
    marks: tuple[str, ...]
    legend: tuple[str, ...]
    variation: ShownIcon | None
    assurance: ShownIcon | None
    latest: str
    target: str
    warnings: tuple[str, ...]
    signals: tuple[Signal, ...]
    phases: tuple[PhaseRow, ...]
    centre_name: str
    fixed: bool
    targets: tuple[SetRow, ...]
    rebases: tuple[SetRow, ...]
    marked: tuple[SetRow, ...]
    columns: tuple[str, ...]
    recent: tuple[DataRow, ...]
    earlier: tuple[DataRow, ...]
    about: tuple[Answer, ...]
    downloads: tuple[tuple[str, str], ...]
    sections: Sections | None
    history: History | None
    together_href: str
    may_keep: bool
    may_end: bool
    may_enter: bool


def measure_page(visit: Visit, measure_id: UUID) -> MeasurePage:
    """Everything the page of a measure shows, in a fixed number of queries."""
    found = queries.get_measure(visit.actor, measure_id)
    chart = queries.chart_of(measure_id, visit.actor, today=visit.today)
    may = measure_rights(visit.actor, measure_id, today=visit.today)
    rows = tuple(reversed(list(data_rows(chart, found, may.enter))))
    over = found["ended_on"] is not None and found["ended_on"] < visit.today
    return MeasurePage(
        id=measure_id,
        name=found["name"],
        family=words.FAMILY_SHORT.get(found["family"], ""),
        ended=f"Ended on {british_date(found['ended_on'])}" if over else "",
        reference=found["reference"],
        where=_where(visit, found),
        back_href=_back(found)[0],
        back_text=_back(found)[1],
        sentence=chart.sentence,
        wide=chart.svg(frame=WIDE, key="wide"),
        narrow=chart.svg(frame=NARROW, key="narrow"),
        marks=marks(chart),
        legend=legend(chart),
        variation=shown(words.variation(chart.variation_icon)) if can_tell(chart) else None,
        assurance=shown(words.assurance(chart.assurance_icon)),
        latest=chart.latest_words,
        target=chart.target_words,
        warnings=chart.warnings,
        signals=tuple(signals(chart)),
        phases=tuple(phases(chart)),
        centre_name=picture(chart.analysis).centre_name if chart.analysis else "Mean",
        fixed=any(one.baseline < one.points for one in chart.phases),
        targets=tuple(_targets(visit, found, chart, keep=may.keep)),
        rebases=tuple(_rebases(visit, found, keep=may.keep)),
        marked=tuple(_marked(visit, found, keep=may.keep)),
        columns=columns(found),
        recent=rows[:SEEN_AT_ONCE],
        earlier=rows[SEEN_AT_ONCE:],
        about=_about(visit, found),
        downloads=tuple(_downloads(chart)),
        sections=None if found["reference"] else _sections(visit, measure_id),
        history=None if found["reference"] else _history(visit, measure_id),
        together_href=_together(found),
        may_keep=may.keep,
        may_end=may.end,
        may_enter=may.enter,
    )


def _sections(visit: Visit, measure_id: UUID) -> Sections:
    return sections_of(visit, find_thing("measure", measure_id, visit.actor), page="measure")


def _history(visit: Visit, measure_id: UUID) -> History:
    return history_of(
        visit, "measure", measure_id, entered=lambda rows: answers_of(visit, measure_id)
    )


def _back(found: Mapping[str, Any]) -> tuple[str, str]:
    if found["project_id"]:
        return reverse("web:project-measures", args=[found["project_id"]]), found["project_title"]
    return reverse("web:measures"), "Measures"


def _together(found: Mapping[str, Any]) -> str:
    """Where it is seen with others, if there is anything to sum."""
    if found["data_kind"] not in POOLED_KINDS:
        return ""
    return reverse("web:measures-together", args=[found["id"]])


def _where(visit: Visit, found: Mapping[str, Any]) -> str:
    if found["project_id"]:
        return str(found["project_title"])
    body = people.organisation_names([found["organisation_id"]])[found["organisation_id"]].name
    units = people.unit_names(visit.actor, [found["unit_id"]] if found["unit_id"] else [])
    unit = units.get(found["unit_id"], "")
    return f"{unit}, {body}" if unit else str(body)


def _targets(
    visit: Visit, found: Mapping[str, Any], chart: MeasureChart, *, keep: bool
) -> Iterable[SetRow]:
    voice = speech(chart.dates, unit=chart.measure.unit)
    for row in targets(visit.actor, found["id"]):
        day = british_date(row["on_date"])
        begins = f"reached by {day}" if row["shape"] == "line" else f"from {day}"
        yield SetRow(
            words=f"{voice.amount(float(row['value']))} {begins}",
            detail=row["reason"],
            withdraw_href=_withdraw("target", found, row) if keep else "",
        )


def _rebases(visit: Visit, found: Mapping[str, Any], *, keep: bool) -> Iterable[SetRow]:
    rows = rebases(visit.actor, found["id"])
    names = colleague_names(visit.actor, {row["recorded_by"] for row in rows if row["recorded_by"]})
    for row in rows:
        who = names.get(row["recorded_by"], "somebody")
        yield SetRow(
            words=f"From {british_date(row['on_date'])}: {row['reason']}",
            detail=f"Set on {british_date(row['recorded_at'])} by {who}",
            withdraw_href=_withdraw("rebase", found, row) if keep else "",
        )


def _marked(visit: Visit, found: Mapping[str, Any], *, keep: bool) -> Iterable[SetRow]:
    for row in markers(visit.actor, found["id"]):
        yield SetRow(
            words=f"{british_date(row['on_date'])}: {row['words']}",
            detail=said(words.MARKER_SORT, row["sort"]),
            withdraw_href=_withdraw("mark", found, row) if keep else "",
        )


def _withdraw(what: str, found: Mapping[str, Any], row: Mapping[str, Any]) -> str:
    return reverse(f"web:withdraw-{what}", args=[found["id"], row["id"]])


def _downloads(chart: MeasureChart) -> Iterable[tuple[str, str]]:
    """The forms in which the chart can be taken away; a slide where the server makes slides."""
    for form, said_so in _FORMS if chart.analysis else ():
        if form != "pptx" or find_spec("pptx"):
            yield said_so, reverse("web:measure-download", args=[chart.measure.id, form])


def _about(visit: Visit, found: Mapping[str, Any]) -> tuple[Answer, ...]:
    owner = found["owner_id"]
    names = colleague_names(visit.actor, [owner] if owner else [])
    lag = found["reporting_lag_days"]
    rows = (
        Answer(key="Why it is measured", value=found["why"]),
        Answer(key="How it is counted", value=found["definition"]),
        Answer(key="How many of what", value=found["numerator_words"]),
        Answer(key="Out of which", value=found["denominator_words"]),
        Answer(key="Where the data come from", value=found["source"]),
        Answer(key="Who or what is counted", value=found["sampling"]),
        Answer(key="Better is", value=said(words.DIRECTION, found["direction"])),
        Answer(key="Counted", value=said(words.FREQUENCY, found["frequency"])),
        Answer(key="Data are due", value="" if lag is None else f"{lag} days after each period"),
        Answer(key="Chart", value=words.CHART_SHORT[found["chart"]]),
        Answer(key="Data from", value=british_date(found["begins_on"])),
        Answer(key="Who sees to it", value=names.get(owner, "") if owner else ""),
        Answer(
            key="Reliability",
            value="Says how reliably the Always Event happens" if found["reliability"] else "",
        ),
        Answer(key="Baseline", value=found["baseline_plan"]),
        Answer(key="Too seldom for a baseline", value=found["rare_event_reason"]),
    )
    return tuple(row for row in rows if row.value)
