"""Small parts of NHS components as HTML, as the macros of NHS frontend write them.

The templates of the components ask for these many times for a field: attributes alone were a fifth
of the time that a form took, labels an eighth. The tests of this module compare the two.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from jinja2 import Undefined
from jinja2.utils import htmlsafe_json_dumps
from markupsafe import Markup, escape

#: What a label may say of itself and still be plain.
_PLAIN = frozenset({"text", "for", "classes"})


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


def plain_label(params: Any) -> Markup | None:
    """A label of one line of text; None for one with more to it, which the macro writes."""
    if not isinstance(params, Mapping):
        return None
    given = {name: value for name, value in params.items() if not isinstance(value, Undefined)}
    if not _PLAIN.issuperset(given) or any(type(value) is not str for value in given.values()):
        return None
    text = given.get("text", "").strip()
    if not text or len(text.splitlines()) > 1:
        return None
    classes = f" {escape(given['classes'])}" if given.get("classes") else ""
    whose = f' for="{escape(given["for"])}"' if "for" in given else ""
    written = f'<label class="nhsuk-label{classes}"{whose}>\n  {escape(text)}\n</label>\n'
    return Markup(written)  # noqa: S704 - what was given is escaped
