"""Every template compiles and shows its key words, with what people typed escaped."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest
from django.template import engines

from tests.unit.web.test_forms import TermForm
from web.words.outcomes import outcome_words
from web.words.states import project_stage

_TEMPLATES = Path(__file__).parents[3] / "web" / "templates"
_SCRIPT = "<script>alert(1)</script>"


def _names():
    return sorted(str(path.relative_to(_TEMPLATES)) for path in _TEMPLATES.rglob("*.jinja"))


def _render(source, **context):
    return engines["jinja2"].from_string(source).render(context)


@dataclass(frozen=True, kw_only=True)
class Task:
    text: str
    href: str = ""
    done: bool = False
    status: str = ""


@dataclass(frozen=True, kw_only=True)
class Entry:
    on: date
    text: str
    ahead: bool = False
    href: str = ""


class TestTemplates:
    @pytest.mark.parametrize("name", _names())
    def test_compiles(self, name):
        assert engines["jinja2"].get_template(name)

    @pytest.mark.parametrize("name", _names())
    def test_holds_no_inline_style_or_handler(self, name):
        source = (_TEMPLATES / name).read_text()

        assert " style=" not in source
        assert "<style" not in source
        assert " onclick=" not in source


class TestFormField:
    def test_whole_form_shows_labels_hints_errors_and_typed_text(self):
        form = TermForm({"title": _SCRIPT, "ends_on_day": "31", "ends_on_month": "4"})

        html = _render(
            '{% from "components/form_field.jinja" import form_body %}'
            '{{ form_body(form, "Save") }}',
            form=form,
        )

        assert 'name="ends_on_day"' in html
        assert 'id="id_ends_on-year"' in html
        assert "The end date must include a year" in html
        assert 'name="ticket"' in html
        assert "Select the kind of seat" in html
        assert 'data-prevent-double-click="true"' in html
        assert "&lt;script&gt;" in html
        assert _SCRIPT not in html

    def test_error_summary_leads_to_the_box(self):
        html = _render(
            '{% from "components/error_summary.jinja" import error_summary %}'
            "{{ error_summary(form) }}",
            form=TermForm({}),
        )

        assert '<a href="#id_title">Enter the title</a>' in html

    def test_form_without_errors_has_no_summary(self):
        html = _render(
            '{% from "components/error_summary.jinja" import error_summary %}'
            "{{ error_summary(form) }}",
            form=TermForm(),
        )

        assert not html.strip()


class TestComponents:
    def test_outcome_is_sign_words_and_tone(self):
        html = _render(
            '{% from "components/outcome.jinja" import outcome %}{{ outcome(words) }}',
            words=outcome_words("at_risk", breaks_on=date(2027, 5, 3)),
        )

        assert "At risk from 3 May 2027" in html
        assert "qi-outcome--warn" in html
        assert '<path d="M' in html

    @pytest.mark.parametrize("name", ["pass", "fail", "at_risk", "unknown", "not_applicable"])
    def test_every_outcome_has_its_drawing(self, name):
        html = _render(
            '{% from "components/outcome.jinja" import outcome %}{{ outcome(words) }}',
            words=outcome_words(name),
        )

        assert 'd=""' not in html

    def test_task_leads_to_where_it_is_mended(self):
        html = _render(
            '{% from "components/task_list.jinja" import task_list %}{{ task_list(tasks) }}',
            tasks=[Task(text="Invite a partner", href="/team"), Task(text="Sign", done=True)],
        )

        assert 'href="/team"' in html
        assert "Still needed" in html
        assert "Done" in html

    def test_timeline_says_what_is_forecast(self):
        html = _render(
            '{% from "components/timeline.jinja" import timeline %}{{ timeline(entries) }}',
            entries=[Entry(on=date(2027, 4, 1), text="Seat 2 falls vacant", ahead=True)],
        )

        assert '<time datetime="2027-04-01">1 April 2027</time> (forecast)' in html

    def test_state_is_a_tag(self):
        html = _render(
            '{% from "components/state_tag.jinja" import state_tag %}{{ state_tag(state) }}',
            state=project_stage("co_design"),
        )

        assert '<strong class="nhsuk-tag nhsuk-tag--purple">Co-design</strong>' in html

    def test_pager_without_neighbours_is_silent(self):
        html = _render('{% from "components/pager.jinja" import pager %}{{ pager() }}')

        assert not html.strip()

    def test_pager_links_onward(self):
        html = _render(
            '{% from "components/pager.jinja" import pager %}{{ pager(next_href="?after=x") }}'
        )

        assert 'href="?after=x" rel="next"' in html
        assert "Previous" not in html
