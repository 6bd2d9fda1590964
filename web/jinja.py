"""The Jinja2 environment of the pages: NHS components first of all, then our words."""

from typing import Any

from django.templatetags.static import static
from django.urls import reverse
from jinja2 import BaseLoader, ChainableUndefined, ChoiceLoader, Environment, PackageLoader

from web.forms.macros import field_view
from web.nhs_parts import attributes_html, plain_label
from web.quick_jinja import QuickEnvironment
from web.words import dates, outcomes, rules, states, steps


def environment(*, loader: BaseLoader, **options: Any) -> Environment:
    """The environment named in the settings.

    The NHS macros read parameters that were never given, so undefined names chain silently; the
    tests therefore render every template and look for its key words.
    """
    options["undefined"] = ChainableUndefined
    env = QuickEnvironment(  # autoescape=True comes from Django's backend, in `options`
        loader=ChoiceLoader([loader, PackageLoader("nhsuk_frontend_jinja")]),
        trim_blocks=True,
        lstrip_blocks=True,
        **options,
    )
    env.globals.update(static=static, url=reverse, dict=dict)
    env.filters.update(
        date=dates.british_date,
        time=dates.british_time,
        moment=dates.british_moment,
        iso=dates.iso_date,
        outcome=outcomes.outcome_words,
        stage=states.project_stage,
        committee_state=states.committee_state,
        appointment_state=states.appointment_state,
        field_view=field_view,
        severity=rules.severity_words,
        threshold=rules.threshold_words,
        amount=rules.amount,
        attributes_html=attributes_html,
        plain_label=plain_label,
        gate=steps.gate_words,
    )
    return env
