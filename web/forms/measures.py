"""Forms about measures: define one, change what is written about it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms

from projects.commands.measures.defining import FEWEST_LOCKED
from projects.measures.suits import CHARTS_OF, usual_chart
from web.forms.amounts import AmountField
from web.forms.answers import Chosen, OneOf, Options, Tick
from web.forms.base import ChangeForm, PageForm
from web.forms.dates import BritishDateField
from web.forms.measure_settings import possible_target
from web.forms.numbers import CountField
from web.forms.people import choose_organisation
from web.forms.text import LineField, TextField
from web.words import measures as words
from web.words.choices import said

_LONG = 10_000
_WITH_DENOMINATOR = ("proportion", "rate")
_WITH_UNIT = ("rate", "value", "count", "sample", "time_between", "cases_between")
_UNITS = {
    "rate": ("For each of what?", "For example, bed days. The value reads “per 1,000 bed days”"),
    "time_between": ("In which unit?", "Usually days"),
    "cases_between": ("In which unit?", "Usually cases"),
}
_UNIT = ("In which unit?", "For example, minutes. Leave it empty for a score or a plain number")


class DefineMeasure(PageForm):
    """What is measured, how, and what it is for. The kind of data was chosen before."""

    name = LineField(
        label="What is measured?",
        max_length=200,
        free=True,
        help_text="As it stands above the chart, such as Patients who knew what happens next",
    )
    family = OneOf(label="Which sort of measure is it?", choices=words.FAMILY, radios=True)
    numerator_words = LineField(
        label="How many of what?",
        max_length=300,
        free=True,
        required=False,
        help_text="The numerator, such as Patients who said yes",
    )
    denominator_words = LineField(
        label="Out of which?",
        max_length=300,
        free=True,
        required=False,
        help_text="The denominator, such as Patients who were asked",
    )
    per = CountField(
        label="For each how many?",
        min_value=1,
        max_value=1_000_000,
        initial=1_000,
        help_text="For example, 1,000",
    )
    unit_word = LineField(label=_UNIT[0], max_length=40, required=False, help_text=_UNIT[1])
    definition = TextField(
        label="How exactly is it counted?",
        max_length=_LONG,
        required=False,
        help_text="Who counts, whom, when and how, so that two people would find the same",
    )
    direction = OneOf(label="Which way is better?", choices=words.DIRECTION, radios=True)
    frequency = OneOf(label="How often is it counted?", choices=words.FREQUENCY, radios=True)
    begins_on = BritishDateField(
        label="From which day are there data?",
        what="the first day",
        help_text="For example, 31 3 2027. It may lie in the past",
    )
    target = AmountField(
        label="Is there a target?",
        required=False,
        help_text="Leave it empty if there is none. It can be set later, and change with time",
    )
    chart = OneOf(label="Which chart?", radios=True)
    reliability = Tick(
        label="This measure says how reliably the Always Event happens",
        help_text="One measure of a project does; rules judge it",
    )

    def __init__(self, *args: Any, kind: str, of_project: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        self.kind = kind
        _fit_to(self, kind)
        if not of_project:
            self.fields["family"].required = False
        if not (of_project and kind == "proportion"):
            del self.fields["reliability"]

    def clean_target(self) -> Decimal | None:
        target: Decimal | None = self.cleaned_data["target"]
        return possible_target(target, self.kind)

    def home(self) -> dict[str, Any]:
        """Whose measure it is, where the form asks for it."""
        return {}

    def written(self) -> dict[str, Any]:
        """Everything but the target, as the command takes it."""
        kept = {name: self.cleaned_data[name] for name in self.fields if name in _WRITTEN}
        return {name: value for name, value in kept.items() if value is not None}


_WRITTEN = (
    "name",
    "family",
    "numerator_words",
    "denominator_words",
    "per",
    "unit_word",
    "definition",
    "direction",
    "frequency",
    "begins_on",
    "chart",
    "reliability",
)


class ChangeMeasure(ChangeForm):
    """Everything written about a measure. What data are is fixed once there are some."""

    name = LineField(label="What is measured?", max_length=200, free=True)
    family = OneOf(label="Which sort of measure is it?", choices=words.FAMILY, radios=True)
    why = TextField(label="Why is it measured?", max_length=_LONG, required=False)
    numerator_words = LineField(
        label="How many of what?", max_length=300, free=True, required=False
    )
    denominator_words = LineField(label="Out of which?", max_length=300, free=True, required=False)
    per = CountField(label="For each how many?", min_value=1, max_value=1_000_000)
    unit_word = LineField(label=_UNIT[0], max_length=40, required=False, help_text=_UNIT[1])
    definition = TextField(label="How exactly is it counted?", max_length=_LONG, required=False)
    source = LineField(
        label="Where do the data come from?", max_length=300, free=True, required=False
    )
    sampling = LineField(
        label="Who or what is counted, if not everybody?",
        max_length=300,
        free=True,
        required=False,
        help_text="Such as, the first 20 patients of each week",
    )
    direction = OneOf(label="Which way is better?", choices=words.DIRECTION, radios=True)
    frequency = OneOf(label="How often is it counted?", choices=words.FREQUENCY, radios=True)
    begins_on = BritishDateField(label="From which day are there data?", what="the first day")
    reporting_lag_days = CountField(
        label="Within how many days after a period are data entered?",
        min_value=0,
        max_value=400,
        required=False,
        help_text="Leave it empty for the usual time",
    )
    chart = OneOf(label="Which chart?", radios=True)
    baseline_points = CountField(
        label="On how many first points do the limits rest?",
        min_value=0,
        max_value=1_000,
        required=False,
        help_text=f"Leave it empty for the usual number. {FEWEST_LOCKED} or more, "
        "or 0 for limits from every point",
    )
    baseline_plan = TextField(
        label="How is a baseline found?",
        max_length=_LONG,
        required=False,
        help_text="What was or will be counted before anything is changed",
    )
    rare_event_reason = TextField(
        label="If it happens too seldom for a baseline, why?", max_length=_LONG, required=False
    )
    owner_id = Chosen(
        label="Who sees to it?",
        required=False,
        help_text="They may enter data, and are told of special causes",
    )
    reliability = Tick(
        label="This measure says how reliably the Always Event happens",
        help_text="One measure of a project does; rules judge it",
    )

    def __init__(
        self, *args: Any, measure: Mapping[str, Any], owners: Options, **options: Any
    ) -> None:
        super().__init__(*args, **options)
        _fit_to(self, measure["data_kind"])
        self.fields["owner_id"].offer(owners)  # type: ignore[attr-defined]
        if not measure["project_id"]:
            self.fields["family"].required = False
        if not (measure["project_id"] and measure["data_kind"] == "proportion"):
            del self.fields["reliability"]

    def changes(self) -> dict[str, Any]:
        """What the boxes of the form say, as the command takes it."""
        return {
            name: self.cleaned_data[name]
            for name in self.fields
            if name not in ("ticket", "version")
        }


def first_day(today: date) -> date:
    """Half a year ago, on the first of a month: how far back most people have data."""
    month = today.year * 12 + today.month - 1 - 6
    return date(month // 12, month % 12 + 1, 1)


def _fit_to(form: forms.Form, kind: str) -> None:
    """Leave only the boxes that a kind of data fills, in its words."""
    if kind not in _WITH_DENOMINATOR:
        del form.fields["numerator_words"], form.fields["denominator_words"]
    if kind == "rate":
        form.fields["denominator_words"].label = "For each of what is it counted?"
        form.fields["denominator_words"].help_text = "The denominator, such as Occupied bed days"
    else:
        del form.fields["per"]
    if kind not in _WITH_UNIT:
        del form.fields["unit_word"]
    else:
        label, hint = _UNITS.get(kind, _UNIT)
        form.fields["unit_word"].label, form.fields["unit_word"].help_text = label, hint
    chart = form.fields["chart"]
    chart.choices = [  # type: ignore[attr-defined]
        (one, f"{said(words.CHART, one)}{' (usual)' if one == usual_chart(kind) else ''}")
        for one in CHARTS_OF[kind]
    ]
    form.initial.setdefault("chart", usual_chart(kind))


class DefineBodyMeasure(DefineMeasure):
    """A measure of an organisation or a unit alone."""

    organisation_id = Chosen(label="Organisation")
    unit_id = Chosen(
        label="Where is it?",
        required=False,
        help_text="The ward, site or team. Leave empty for the whole organisation.",
    )

    field_order = ("name", "organisation_id", "unit_id")

    def __init__(self, *args: Any, organisations: Options, units: Options, **options: Any) -> None:
        super().__init__(*args, **options)
        choose_organisation(self, organisations)
        self.fields["unit_id"].offer(units)  # type: ignore[attr-defined]

    def home(self) -> dict[str, Any]:
        """Whose measure it is."""
        return {name: self.cleaned_data[name] for name in ("organisation_id", "unit_id")}
