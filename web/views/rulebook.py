"""The rulebook: what must hold, who says so, and the thresholds that may be changed."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse

from kernel.api.pages import Page
from kernel.errors import Denied, NotFound, Refusal
from web.forms.rulebook import YES_NO, StandardForm
from web.pages import choices
from web.pages.assurance import named_lines
from web.pages.frame import Frame
from web.pages.rulebook import flips, standard_named
from web.visit import Visit, page
from web.words.rules import amount
from workflows.commands.standards import Wish, change, rehearse
from workflows.policies import may_set_standard
from workflows.queries import findings, rules

_NATIONAL = ""
_MOST = 50
_UNMET = ("fail", "unknown", "at_risk")


@page
def rulebook(visit: Visit) -> HttpResponse:
    """Every rule as one sentence, with its source, thresholds, and how many do not meet it."""
    return visit.show(
        "rulebook/list.jinja",
        rules=rules.rules(actor=visit.actor, on=visit.today),
        others=[
            one for one in rules.standards(actor=visit.actor, on=visit.today) if not one["rules"]
        ],
        may_set=_may_set(visit),
    )


@page
def rule(visit: Visit, rule_id: str) -> HttpResponse:
    """One rule, with those who do not meet it today."""
    found = rules.rule(actor=visit.actor, rule_id=rule_id, on=visit.today)
    unmet = [
        row
        for outcome in _UNMET
        for row in findings.findings(
            actor=visit.actor,
            page=Page(limit=_MOST),
            filters=findings.Filters(as_at=visit.today, rule=rule_id, outcome=outcome),
        )
    ]
    return visit.show(
        "rulebook/rule.jinja",
        rule=found,
        lines=named_lines(visit, unmet),
        may_set=_may_set(visit),
        changes={
            one["name"]: rules.changes(actor=visit.actor, name=one["name"])
            for one in found["standards"]
        },
    )


@page
def standard(visit: Visit, name: str) -> HttpResponse:
    """Change a threshold: the value, then which bodies would flip, then the change."""
    known = standard_named(visit, name)
    places = _places(visit)
    if not places:
        raise Denied("Your role cannot change standards. Ask your administrator or senior lead.")
    form = StandardForm(
        visit.posted,
        places=places,
        unit=known["unit"],
        hint=_limits(known),
        initial={"valid_from": visit.today, "place": places[0][0]},
    )
    checked = visit.posted.get("checked") if visit.posted else None
    if not known["rules"]:
        checked = "yes"  # no body can flip where no rule reads the value
    if visit.posted is None or checked == "change" or not form.is_valid():
        return _ask(visit, form, known)
    wish = _wish(name, form.cleaned_data)
    if checked == "yes":
        answer = visit.submit(form, lambda: _changed(visit, wish), done="The standard is changed.")
        return answer or _ask(visit, form, known)
    try:
        would = rehearse(wish, actor=visit.actor, now=visit.now)
    except (NotFound, Denied):
        raise
    except Refusal as refusal:
        form.add_refusal(refusal)
        return _ask(visit, form, known)
    return visit.show(
        "rulebook/rehearsal.jinja",
        form=form,
        known=known,
        wish=wish,
        value=amount(wish.value, known["unit"]) if wish.value is not None else "",
        place=dict(places).get(form.cleaned_data["place"], ""),
        flips=flips(visit, would),
        hidden=[
            (key, text)
            for key, texts in visit.posted.lists()
            if key not in ("csrfmiddlewaretoken", "checked")
            for text in texts
        ],
    )


def _limits(known: dict[str, Any]) -> str:
    unit = known["unit"]
    here = amount(known["here"], unit)
    if unit == YES_NO:
        return f"Now: {here}"
    return f"From {amount(known['minimum'], unit)} to {amount(known['maximum'], unit)}. Now: {here}"


def _ask(visit: Visit, form: StandardForm, known: dict[str, Any]) -> HttpResponse:
    read = bool(known["rules"])
    frame = Frame(
        title="Change a standard" if read else "Change a setting",
        caption=known["sentence"],
        button="See what would follow" if read else "Change it",
        back_href=reverse("web:rulebook"),
        back_text="Rulebook",
        intro=("Nothing is changed until you have seen which bodies would flip.",) if read else (),
    )
    return visit.show("form.jinja", form=form, frame=frame)


def _places(visit: Visit) -> list[tuple[str, str]]:
    """The organisations whose standards the visitor sets, and the nation for national roles."""
    mine = [
        (key, words)
        for key, words in choices.organisations(visit)
        if may_set_standard(visit.actor, organisation_id=UUID(key)).allowed
    ]
    if may_set_standard(visit.actor, organisation_id=None).allowed:
        mine.append((_NATIONAL, "Everywhere, as the national standard"))
    return mine


def _may_set(visit: Visit) -> bool:
    may = visit.actor.may_somewhere
    return may("standard.set") or may("standard.set_national")


def _wish(name: str, given: dict[str, Any]) -> Wish:
    return Wish(
        name=name,
        value=given["value"],
        organisation_id=UUID(given["place"]) if given["place"] else None,
        valid_from=given["valid_from"],
        source=given["source"],
        reason=given["reason"],
    )


def _changed(visit: Visit, wish: Wish) -> str:
    change(wish, actor=visit.actor, now=visit.now)
    return reverse("web:rulebook")
