"""Whose findings an event may change: one set-based question for a whole batch of events."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from uuid import UUID

from kernel.models import Standing
from kernel.rules.rulebook import RULEBOOK
from workflows.subjects import SubjectKey
from workflows.undone import Work

#: The subjects that a batch of events touches, each with the last event that touches it.
Touched = Callable[[Sequence[Work]], Mapping[SubjectKey, Work]]

#: Rules that are judged on the findings of other subjects of their organisation.
ROLLED_UP: Mapping[str, str] = {"C01": "organisation"}


def itself(works: Sequence[Work]) -> Mapping[SubjectKey, Work]:
    """The thing that the event happened to."""
    return {work.aggregate: work for work in works}


def its_organisation(works: Sequence[Work]) -> Mapping[SubjectKey, Work]:
    """Bodies whose roll-up rule counts a finding that has just changed."""
    found = {}
    for work in works:
        kind = ROLLED_UP.get(work.data["rule_id"])
        if kind is not None and work.organisation_id is not None:
            found[SubjectKey(kind, work.organisation_id)] = work
    return found


def governed_by_standards(works: Sequence[Work]) -> Mapping[SubjectKey, Work]:
    """Every subject with a rule that reads a threshold which has just changed."""
    found: dict[SubjectKey, Work] = {}
    for work in works:
        for key in governed_by(work.data["name"], work.organisation_id):
            found[key] = work
    return found


def governed_by(name: str, organisation_id: UUID | None) -> list[SubjectKey]:
    """Subjects with a rule that reads this threshold; None is every organisation."""
    rules = [rule.id for rule in RULEBOOK.rules.values() if name in rule.threshold_names]
    rows = Standing.objects.filter(rule_id__in=rules)
    if organisation_id is not None:
        rows = rows.filter(organisation_id=organisation_id)
    pairs = rows.values_list("subject_kind", "subject_id").distinct().order_by()
    return sorted(SubjectKey(kind, subject) for kind, subject in pairs)
