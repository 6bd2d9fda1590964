"""Where a file of published figures has its columns, and what they mean."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from types import MappingProxyType
from typing import Any

from projects.measures.suits import FIELDS_OF
from records.tables.raw import sheet_name

NO_WORDS: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True, kw_only=True)
class Amount:
    """A number of a row: what stands in a column, less what stands in another."""

    column: str
    less: str = ""

    @property
    def columns(self) -> tuple[str, ...]:
        return (self.column, self.less) if self.less else (self.column,)


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """How a file becomes measures: one for each organisation and each value of `series`.

    `amounts` say how the columns of a point are filled, by their names (numerator, denominator,
    value). The other fields are those of a measure. `series_words` name the values of `series`.
    """

    measure: str
    period: str
    organisation: str
    amounts: Mapping[str, Amount]
    series: str = ""
    series_words: Mapping[str, str] = field(default_factory=lambda: NO_WORDS)
    data_kind: str = "proportion"
    direction: str = "neutral"
    frequency: str = "month"
    target: Decimal | None = None
    per: int = 1
    unit_word: str = ""
    definition: str = ""
    numerator_words: str = ""
    denominator_words: str = ""
    source: str = ""

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns that the file must have, each once."""
        of_amounts = [name for amount in self.amounts.values() for name in amount.columns]
        named = [self.period, self.organisation, *filter(None, [self.series]), *of_amounts]
        return tuple(dict.fromkeys(named))

    def name_of(self, series: str) -> str:
        """The name of one measure: what is measured, and which of its series."""
        words = self.series_words.get(series, series)
        return f"{self.measure}, {words}" if words else self.measure


# Source: NHS England, A&E attendances and emergency admissions, monthly by provider; the data set
# ae_attendances of NHSRdatasets 0.3.3 (CC0). Operational standard of 95 %: NHS Constitution
# handbook, for the years of these data.
FOUR_HOURS = Layout(
    measure="Seen within four hours",
    period="period",
    organisation="org_code",
    series="type",
    series_words=MappingProxyType(
        {
            "1": "major departments (type 1)",
            "2": "single specialty departments (type 2)",
            "other": "minor injury units and others",
        }
    ),
    amounts=MappingProxyType(
        {
            "numerator": Amount(column="attendances", less="breaches"),
            "denominator": Amount(column="attendances"),
        }
    ),
    direction="increase",
    target=Decimal(95),
    definition="Share of attendances at A&E that ended within four hours of arrival.",
    numerator_words="Attendances admitted, transferred or discharged within four hours",
    denominator_words="All attendances of the month",
    source="NHS England, A&E attendances and emergency admissions, by provider",
)

#: Files that are recognised by their columns.
LAYOUTS: Sequence[Layout] = (FOUR_HOURS,)


#: What somebody may say about a file, by name; `amounts` as a column or the difference of two.
COLUMNS = ("period", "organisation", "series")
AMOUNTS = ("numerator", "denominator", "value")
WORDS = (
    *("measure", "data_kind", "direction", "frequency", "target", "per", "unit_word", "source"),
)


def laid_out(columns: Sequence[str], asked: Mapping[str, Any]) -> Layout:
    """The layout of a file: the known one that fits its columns, with what was asked for instead.

    Raises:
        ValueError: nothing is known of such a file, and not enough was said.
    """
    given = {name: one for name, one in asked.items() if one is not None}
    amounts = {name: _amount(given[name], columns) for name in AMOUNTS if name in given}
    said = {name: given[name] for name in WORDS if name in given}
    said |= {name: sheet_name(given[name]) for name in COLUMNS if name in given}
    known = recognised(columns)
    if known is not None and not amounts:
        return replace(known, **said)
    missing = [name for name in ("measure", "period", "organisation") if name not in said]
    if missing or not amounts:
        options = ", ".join(f"--{name}" for name in [*missing, *([] if amounts else ["value"])])
        raise ValueError(f"The columns of this file are not known. Say {options} as well.")
    kind = said.setdefault("data_kind", "value" if "value" in amounts else "proportion")
    needed = FIELDS_OF[kind]
    if set(amounts) != set(needed):
        raise ValueError(f"Such data ({kind}) take {' and '.join(needed)}; say those columns.")
    return Layout(amounts=amounts, **said)


def recognised(columns: Sequence[str]) -> Layout | None:
    """The known layout whose columns are all there."""
    return next((one for one in LAYOUTS if set(one.columns) <= set(columns)), None)


def _amount(said: str, columns: Sequence[str]) -> Amount:
    """A column, or the difference of two."""
    name = sheet_name(said)
    if name in columns:
        return Amount(column=name)
    column, _, less = said.partition("-")
    return Amount(column=sheet_name(column), less=sheet_name(less))
