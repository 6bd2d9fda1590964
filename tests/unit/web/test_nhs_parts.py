"""Parts of components are written as NHS frontend's own macros write them."""

import pytest
from django.template import engines
from jinja2 import ChainableUndefined, Environment, PackageLoader
from markupsafe import Markup

from web.nhs_parts import attributes_html, plain_label

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


_NOTHING = ChainableUndefined(name="nothing")
_ABSENT = dict.fromkeys(("html", "id", "size", "caption", "heading", "attributes"), _NOTHING)
_PLAIN = (
    {"text": "Name", "for": "name"},
    {"text": "Name"},
    {"text": "<b> & \"q\" 'q'", "for": "<&\"'>", "classes": "<&\"'>"},
    {"text": " Name  of it ", "for": "", "classes": ""},
    {"text": "Name", "for": "name", "classes": "nhsuk-radios__label x", **_ABSENT},
    {"text": "Name", "for": _NOTHING, "classes": _NOTHING},
)
_OTHERS = (
    {},
    {"text": ""},
    {"text": " "},
    {"text": _NOTHING, "for": "name"},
    {"text": "two\nlines"},
    {"text": "two\r\nlines"},
    {"text": Markup("<b>")},
    {"text": 7, "for": 8},
    {"html": "<b>", "for": "name"},
    {"text": "Name", "size": "m"},
    {"text": "Name", "attributes": {"data-x": "1"}},
    {"text": "Name", "visuallyHiddenText": "of it"},
    {"text": "Name", "isPageHeading": True},
    {"text": "Name", "heading": {"level": 2}, "caption": "above"},
    {"text": "Name", "for": None},
)


@pytest.fixture(scope="module")
def ours_and_the_librarys():
    path = "nhsuk/components/label/macro.jinja"
    return [env.get_template(path).module.label for env in (engines["jinja2"].env, _LIBRARY)]


class TestLabel:
    @pytest.mark.parametrize("given", [*_PLAIN, *_OTHERS], ids=range(len(_PLAIN) + len(_OTHERS)))
    def test_is_that_of_the_library(self, ours_and_the_librarys, given):
        ours, librarys = (label(given) for label in ours_and_the_librarys)

        assert str(ours) == str(librarys)

    def test_is_written_here_where_it_is_plain(self):
        assert all(plain_label(given) for given in _PLAIN)
        assert not any(plain_label(given) for given in (*_OTHERS, None, "text"))

    def test_around_other_words_is_that_of_the_library(self):
        source = (
            "{% from 'nhsuk/components/label/macro.jinja' import label %}"
            "{% call label({'text': 'Name', 'for': 'name'}) %}<i>words</i>{% endcall %}"
        )
        ours, librarys = (
            env.from_string(source).render() for env in (engines["jinja2"].env, _LIBRARY)
        )

        assert ours == librarys
