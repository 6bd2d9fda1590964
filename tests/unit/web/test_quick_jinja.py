"""The shorter ways through Jinja2 lead where its own lead."""

import re
from collections import UserDict
from types import SimpleNamespace

import pytest
from jinja2 import ChainableUndefined, DictLoader, Environment, TemplateNotFound

from web.quick_jinja import QuickEnvironment

_SOURCES = {
    "macros": "{% macro shown(x, y=2) %}<{{ x }} {{ y }}{{ caller() if caller }}>{% endmacro %}"
    "{% macro word() %}{{ given }} {{ globally }}{% endmacro %}",
    "part": "{{ x }} {{ given }} {{ globally }}",
    "base": "{% block body %}base {{ given }}{% endblock %}",
    "child": "{% extends 'base' %}{% block body %}{{ super() }} child{% endblock %}",
    "macro": "{% from 'macros' import shown %}{{ shown(given) }}{{ shown(x='&', y=given) }}",
    "call": "{% from 'macros' import shown %}{% call shown(1) %}{{ given }}{% endcall %}",
    "import": "{% import 'macros' as m %}{{ m.word() }}",
    "import with": "{% import 'macros' as m with context %}{{ m.word() }}",
    "loop": "{% from 'macros' import shown %}{% for x in rows %}{{ shown(x, loop.index) }}"
    "{% include 'part' %}{% endfor %}",
    "set": "{% set x = given %}{% include 'part' %}",
    "names": "{{ row.name }}|{{ row.items }}|{{ row.nothing }}|{{ row.nothing.more }}",
    "others": "{{ thing.name }}|{{ thing.nothing }}|{{ mapping.name }}|{{ mapping.data }}",
    "function": "{{ double(4) }}|{{ given.upper() }}|{{ row.get('name') }}|{{ range(3) | list }}",
}
_GIVEN = {
    "given": "<i>",
    "rows": [1, "<b>"],
    "row": {"name": "a & b", "items": "hidden by the method"},
    "thing": SimpleNamespace(name="n"),
    "mapping": UserDict(name="m"),
    "double": lambda number: number * 2,
}


def _made(kind):
    made = kind(
        loader=DictLoader(_SOURCES),
        undefined=ChainableUndefined,
        autoescape=True,
        auto_reload=False,
    )
    made.globals["globally"] = "everywhere"
    return made


def _without_addresses(html):
    """A method that is shown tells where it lies."""
    return re.sub("0x[0-9a-f]+", "", html)


class TestQuickEnvironment:
    @pytest.mark.parametrize("name", sorted(_SOURCES))
    def test_renders_as_jinja_does(self, name):
        quick, plain = (_made(kind).get_template(name) for kind in (QuickEnvironment, Environment))

        for _ in range(2):  # found, and found again
            told = quick.render(_GIVEN)
            assert _without_addresses(told) == _without_addresses(plain.render(_GIVEN))

    def test_gives_a_template_what_it_is_told_for_all_its_renders(self):
        quick = _made(QuickEnvironment)

        assert quick.get_template("part", globals={"x": 1}).render() == "1  everywhere"
        assert quick.get_template("part").render(given=2) == "1 2 everywhere"

    def test_says_what_is_not_there(self):
        with pytest.raises(TemplateNotFound):
            _made(QuickEnvironment).get_template("nowhere")

    def test_finds_a_changed_template_where_it_is_asked_to_look(self):
        sources = {"page": "old"}
        quick = QuickEnvironment(loader=DictLoader(sources), auto_reload=True)
        assert quick.get_template("page").render() == "old"

        sources["page"] = "new"

        assert quick.get_template("page").render() == "new"

    def test_refuses_what_a_macro_does_not_take(self):
        quick = _made(QuickEnvironment)
        page = quick.from_string("{% from 'macros' import shown %}{{ shown(z=1) }}")

        with pytest.raises(TypeError, match="takes no keyword argument 'z'"):
            page.render()
