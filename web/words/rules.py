"""How thresholds, gravity and counted facts are said."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from web.words.dates import british_date

_SEVERITY = {
    "breach": "Breach: it is required of this kind of organisation",
    "major": "Major",
    "minor": "Minor",
    "info": "For information",
}

_COUNTED = {
    "seats": "Seats that do not count",
    "counted": "Partners who count",
    "required": "Partners required",
    "fails_on": "Not met from",
}


def severity_words(severity: str) -> str:
    return _SEVERITY.get(severity, severity.capitalize())


def threshold_words(one: Mapping[str, Any]) -> str:
    """ "42 days here, 30 nationally", or one value where both are the same."""
    here, national = (_amount(one[name], one["unit"]) for name in ("here", "national"))
    if one.get("organisation_id") is None or here == national:
        return national
    return f"{here} here, {national} nationally"


def amount(value: int, unit: str) -> str:
    return _amount(value, unit)


def counted(params: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    """What a rule counted, in words; identifiers are left to the sentence."""
    return tuple(_pairs(params))


def _pairs(params: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for name, value in params.items():
        said = _said(value)
        if said:
            yield _COUNTED.get(name, name.replace("_", " ").capitalize()), said


def _said(value: Any) -> str:
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, list):
        return ", ".join(filter(None, (_said(one) for one in value)))
    if not isinstance(value, str):
        return ""
    try:
        return british_date(date.fromisoformat(value))
    except ValueError:
        return "" if _is_id(value) else value


def _is_id(text: str) -> bool:
    return len(text) == 36 and text.count("-") == 4


def _amount(value: int, unit: str) -> str:
    if unit == "yes/no":
        return "Yes" if value else "No"
    if unit == "percent":
        return f"{value}%"
    if value == 1:
        unit = {"people": "person"}.get(unit, unit.removesuffix("s"))
    return f"{value} {unit}"
