"""Turns a bound field into the NHS component that shows it and that component's parameters."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms.widgets import Input

from web.forms.base import wrong_parts
from web.forms.dates import PARTS, BritishDateWidget
from web.forms.text import OneTimeInput

Params = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldView:
    """A field ready for `components/form_field.jinja`."""

    component: str
    params: Params


def field_view(bound: forms.BoundField) -> FieldView:
    """The NHS component for a field, chosen by its widget.

    Raises:
        KeyError: no component shows this widget.
    """
    kind = type(bound.field.widget)
    for known in kind.__mro__:
        if known in _COMPONENTS:
            component, build = _COMPONENTS[known]
            return FieldView(component=component, params=build(bound))
    raise KeyError(f"No component shows {kind.__name__}.")


def _common(bound: forms.BoundField) -> Params:
    params: Params = {"id": bound.auto_id, "name": bound.html_name}
    if bound.help_text:
        params["hint"] = {"text": str(bound.help_text)}
    if bound.errors:
        params["errorMessage"] = {"text": str(bound.errors[0])}
    return params


def _labelled(bound: forms.BoundField) -> Params:
    return {**_common(bound), "label": {"text": str(bound.label)}}


def _box(bound: forms.BoundField) -> Params:
    attrs = bound.field.widget.attrs
    return {
        **_labelled(bound),
        "type": getattr(bound.field.widget, "input_type", "text"),
        "value": _typed(bound),
        **{key: attrs[key] for key in ("autocomplete", "inputmode", "spellcheck") if key in attrs},
        "classes": attrs.get("class", ""),
        "attributes": {
            key: text for key, text in attrs.items() if key.startswith("data-") or key == "list"
        },
    }


def _file(bound: forms.BoundField) -> Params:
    attrs = bound.field.widget.attrs
    return {
        **_labelled(bound),
        "attributes": {key: attrs[key] for key in ("accept",) if key in attrs},
    }


def _number(bound: forms.BoundField) -> Params:
    return {**_box(bound), "type": "text", "inputmode": "numeric"}


def _password(bound: forms.BoundField) -> Params:
    """What was typed as a password is never sent back."""
    params = {**_box(bound), "value": ""}
    params.setdefault("autocomplete", "current-password")
    return params


def _one_time(bound: forms.BoundField) -> Params:
    return {**_box(bound), "value": ""}


def _textarea(bound: forms.BoundField) -> Params:
    params = {
        **_labelled(bound),
        "value": _typed(bound),
        "rows": str(bound.field.widget.attrs.get("rows", 5)),
    }
    limit = getattr(bound.field, "limit", None)
    if limit:
        params["maxlength"] = str(limit)
        # Said where no script counts what is left.
        params["textareaDescriptionText"] = f"You can enter up to {limit:,} characters"
    return params


def _select(bound: forms.BoundField) -> Params:
    chosen = {str(value) for value in _values(bound)}
    items = [
        {"value": value, "text": text, "selected": value in chosen}
        for value, text in _choices(bound)
    ]
    return {**_labelled(bound), "items": items}


def _chosen(bound: forms.BoundField) -> Params:
    """Radios and checkboxes: a group with its question as the legend."""
    chosen = {str(value) for value in _values(bound)}
    items = [
        {"value": value, "text": text, "checked": value in chosen}
        for value, text in _choices(bound)
    ]
    return {
        **_without(_common(bound), "id"),  # the first box bears it
        "idPrefix": bound.auto_id,
        "fieldset": {"legend": {"text": str(bound.label)}},
        "items": items,
    }


def _tick(bound: forms.BoundField) -> Params:
    """One box that is ticked or not."""
    checked = bool(bound.field.to_python(bound.value()))
    return {
        **_without(_common(bound), "id", "hint"),
        "idPrefix": bound.auto_id,
        "items": [
            {
                "value": "on",
                "text": str(bound.label),
                "checked": checked,
                **({"hint": {"text": str(bound.help_text)}} if bound.help_text else {}),
            }
        ],
    }


def _date(bound: forms.BoundField) -> Params:
    wrong = wrong_parts(bound)
    typed = bound.value()
    if not isinstance(typed, list):
        typed = bound.field.widget.decompress(typed)
    return {
        **_common(bound),
        "fieldset": {"legend": {"text": str(bound.label)}},
        "items": [
            _date_box(bound, part, value, bad=part in wrong)
            for part, value in zip(PARTS, typed, strict=True)
        ],
    }


def _date_box(bound: forms.BoundField, part: str, value: Any, *, bad: bool) -> Params:
    return {
        "id": f"{bound.auto_id}-{part}",
        "name": f"{bound.html_name}_{part}",
        "label": {"text": part.capitalize()},
        "value": "" if value is None else str(value),
        "width": 4 if part == "year" else 2,
        "error": bad,
    }


def _without(params: Params, *keys: str) -> Params:
    return {key: part for key, part in params.items() if key not in keys}


def _typed(bound: forms.BoundField) -> str:
    value = bound.value()
    return "" if value is None else str(value)


def _values(bound: forms.BoundField) -> list[Any]:
    value = bound.value()
    if value is None:
        return []
    return list(value) if isinstance(value, list | tuple | set) else [value]


def _choices(bound: forms.BoundField) -> list[tuple[str, str]]:
    return [(str(value), str(text)) for value, text in bound.field.choices]  # type: ignore[attr-defined]


_COMPONENTS: dict[type[forms.Widget], tuple[str, Callable[[forms.BoundField], Params]]] = {
    BritishDateWidget: ("date", _date),
    forms.HiddenInput: ("hidden", _box),
    forms.PasswordInput: ("password", _password),
    forms.FileInput: ("file", _file),
    OneTimeInput: ("input", _one_time),
    forms.NumberInput: ("input", _number),
    forms.Textarea: ("textarea", _textarea),
    forms.RadioSelect: ("radios", _chosen),
    forms.CheckboxSelectMultiple: ("checkboxes", _chosen),
    forms.CheckboxInput: ("checkboxes", _tick),
    forms.Select: ("select", _select),
    Input: ("input", _box),
}
