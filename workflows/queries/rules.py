"""The rulebook as people read it: rules, sources, thresholds in force, how many fail."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count

from kernel.actors import Actor
from kernel.errors import NotFound
from kernel.models import Standard, Standing
from kernel.rules.outcomes import Met, Outcome
from kernel.rules.rulebook import RULEBOOK
from kernel.rules.standards import DEFINITIONS
from kernel.standards import standards_of
from workflows.queries.visible import seen_by

_NOWHERE = UUID(int=0)


def rules(*, actor: Actor, on: date, organisation: UUID | None = None) -> list[dict[str, Any]]:
    """Every rule, with thresholds nationally and here, and how many subjects are how today."""
    counts = _counts(actor, organisation)
    values = {row["name"]: row for row in standards(actor=actor, on=on, organisation=organisation)}
    return [
        {
            "id": rule.id,
            "version": rule.version,
            "subject_kind": rule.subject,
            "title": rule.title,
            "sentence": rule.sentence,
            "source": rule.source,
            "gates": list(rule.gates),
            "effective_from": rule.effective_from,
            "standards": [values[name] for name in rule.threshold_names],
            **_summed(rule.id, counts),
        }
        for _, rule in sorted(RULEBOOK.rules.items())
    ]


def rule(*, actor: Actor, rule_id: str, on: date) -> dict[str, Any]:
    """One rule.

    Raises:
        NotFound: the rulebook has no such rule.
    """
    found = next((row for row in rules(actor=actor, on=on) if row["id"] == rule_id), None)
    if found is None:
        raise NotFound("There is no such rule.")
    return found


def standards(*, actor: Actor, on: date, organisation: UUID | None = None) -> list[dict[str, Any]]:
    """Every threshold: its meaning, limits, national value, and the value of one organisation."""
    here = _place(actor, organisation)
    resolved = standards_of([here, _NOWHERE])
    return [
        {
            "name": one.name,
            "sentence": one.sentence,
            "unit": one.unit,
            "source": one.source,
            "minimum": one.minimum,
            "maximum": one.maximum,
            "default": one.default,
            "national": resolved[_NOWHERE].on(one.name, on),
            "here": resolved[here].on(one.name, on),
            "organisation_id": None if here == _NOWHERE else here,
            "rules": [r.id for _, r in sorted(RULEBOOK.rules.items()) if _reads(r, one.name)],
        }
        for _, one in sorted(DEFINITIONS.items())
    ]


def changes(*, actor: Actor, name: str) -> list[dict[str, Any]]:
    """The dated values of one threshold that the actor may see, also superseded ones."""
    rows = Standard.objects.filter(name=name)
    if not actor.everywhere:
        mine = actor.organisation_ids | actor.oversight_ids
        rows = rows.filter(organisation_id__in=mine) | rows.filter(organisation_id__isnull=True)
    shown = rows.order_by("valid_from", "recorded_at").values(*COLUMNS)
    return [dict(row) for row in shown]


COLUMNS = (
    "id",
    "organisation_id",
    "name",
    "value",
    "valid_from",
    "source",
    "reason",
    "recorded_at",
    "superseded_at",
)


def _reads(rule: Any, name: str) -> bool:
    return name in rule.threshold_names


def _place(actor: Actor, organisation: UUID | None) -> UUID:
    """The organisation to show values of: the one named, or the actor's only one."""
    if organisation is None:
        return next(iter(actor.organisation_ids)) if len(actor.organisation_ids) == 1 else _NOWHERE
    if not actor.everywhere and organisation not in actor.organisation_ids | actor.oversight_ids:
        raise NotFound("There is no such organisation.")
    return organisation


def _summed(rule_id: str, counts: Counter[tuple[str, str, str]]) -> dict[str, dict[str, int]]:
    """How many are shown how, and how many meet the rule today: not all at risk do."""
    outcomes, met_today = Counter[str](), Counter[str]()
    for (of, outcome, met), n in counts.items():
        if of == rule_id:
            outcomes[outcome] += n
            met_today[met] += n
    judged = (Met.YES, Met.NO, Met.UNKNOWN)
    return {
        "outcomes": {one.value: outcomes[one.value] for one in Outcome},
        "met_today": {one.value: met_today[one.value] for one in judged},
    }


def _counts(actor: Actor, organisation: UUID | None) -> Counter[tuple[str, str, str]]:
    rows = Standing.objects.filter(seen_by(actor))
    if organisation is not None:
        rows = rows.filter(organisation_id=organisation)
    grouped = rows.values_list("rule_id", "outcome", "met").annotate(n=Count("id")).order_by()
    return Counter({(rule_id, outcome, met or ""): n for rule_id, outcome, met, n in grouped})
