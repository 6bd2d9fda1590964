"""Attributes of an NHS component as HTML: what the macro `nhsukAttributes` of NHS frontend gives.

The templates of the components call that macro a dozen times for a field, and it was a fifth of
the time that a form took. The tests of this module compare the two.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from jinja2 import Undefined
from jinja2.utils import htmlsafe_json_dumps
from markupsafe import Markup, escape


def attributes_html(attributes: Any) -> Markup:
    """` name="value"` for each; text that was written as attributes already stays as it is.

    A value may be `{"value": ..., "type": "array", "optional": True}`: an optional one is left out
    where it is empty or false, and is its bare name where it is true.
    """
    if isinstance(attributes, str):
        return Markup(attributes)  # noqa: S704 - so does the macro: its callers wrote it
    if not isinstance(attributes, Mapping):
        return Markup()
    written = "".join([_attribute(name, item) for name, item in attributes.items()])
    return Markup(written)  # noqa: S704 - of names and values that were escaped each


def _attribute(name: str, item: Any) -> str:
    options = item if isinstance(item, Mapping) else {"value": item}
    value = options.get("value")
    if options.get("optional") is True:
        if value is True:
            return f" {escape(name)}"
        if value is None or value is False or isinstance(value, Undefined):
            return ""
    text = _text(value, array=options.get("type") == "array")
    quote = "'" if '"' in text else '"'
    return f" {escape(name)}={quote}{text}{quote}"


def _text(value: Any, *, array: bool) -> str:
    """What stands between the quotes."""
    if value is None or isinstance(value, Undefined):
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if array and isinstance(value, Iterable) and not hasattr(value, "__html__"):
        return htmlsafe_json_dumps(value, sort_keys=True)
    return escape(value)
