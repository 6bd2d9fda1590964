"""Attributes of components are written as NHS frontend's own macro writes them."""

import pytest
from jinja2 import ChainableUndefined, Environment, PackageLoader
from markupsafe import Markup

from web.attributes import attributes_html

_LIBRARY = Environment(
    loader=PackageLoader("nhsuk_frontend_jinja"),
    undefined=ChainableUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
    autoescape=True,
)
_TEXTS = ("", "plain", "<b> & 'single' \"double\"", Markup("written &amp; <b>"), Markup('"quoted"'))
_VALUES = (*_TEXTS, True, False, None, 0, 7, 1.5, ["a"], ChainableUndefined(name="x"))
_LISTS = ([], ["a", "b"], ["<script>", "a'b", '"', "&"], {"one": 1}, "text", Markup("'"))
_CASES = (
    ChainableUndefined(name="attributes"),
    None,
    "",
    ' data-x="1"',
    Markup(' data-x="<1>"'),
    {},
    *({"name": value} for value in _VALUES),
    *({"name": {"value": value}} for value in _VALUES),
    *({"name": {"value": value, "optional": True}} for value in _VALUES),
    *({"name": {"value": value, "optional": False}} for value in _VALUES),
    *({"name": {"value": value, "type": "string", "optional": "yes"}} for value in _VALUES),
    *({"name": {"value": value, "type": "array"}} for value in _LISTS),
    *({"name": {"value": value, "type": "array", "optional": True}} for value in _LISTS),
    {"one": "1", "two": {"value": True, "optional": True}, "three": {"value": None}},
    {"<name>": "x", 'na"me': {"value": True, "optional": True}, Markup("a&amp;b"): 1},
    {"empty": {}},
)


@pytest.fixture(scope="module")
def written_by_the_library():
    return _LIBRARY.get_template("nhsuk/macros/attributes.jinja").module.nhsukAttributes


class TestAttributes:
    @pytest.mark.parametrize("given", _CASES, ids=range(len(_CASES)))
    def test_are_those_of_the_library(self, written_by_the_library, given):
        assert attributes_html(given) == str(written_by_the_library(given))

    def test_are_safe_in_a_page(self):
        assert isinstance(attributes_html({"title": '"><script>'}), Markup)
        assert "<" not in attributes_html({"title": '"><script>', "<": "<"})
