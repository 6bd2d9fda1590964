"""Whose findings an event may change: one set-based question for a whole batch of events."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from uuid import UUID

from governance.queries import touched
from kernel.models import Standing
from kernel.rules.rulebook import RULEBOOK
from projects.measure_events import MeasureMarked, MeasureSignalFound
from projects.queries import touched as project_touched
from workflows.subjects import SubjectKey
from workflows.undone import Work

#: The subjects that a batch of events touches, each with the last event that touches it.
Touched = Callable[[Sequence[Work]], Mapping[SubjectKey, Work]]


def itself(works: Sequence[Work]) -> Mapping[SubjectKey, Work]:
    """The thing that the event happened to."""
    return {work.aggregate: work for work in works}


def _through(
    works: Sequence[Work], kind: str, ask: Callable[[list[UUID]], Iterable[UUID]]
) -> Mapping[SubjectKey, Work]:
    """What a query finds for the things that the events happened to; the last event stands."""
    ids = sorted({work.aggregate.id for work in works})
    return {SubjectKey(kind, found): works[-1] for found in ask(ids)}


def committees_of_appointments(works: Sequence[Work]) -> Mapping[SubjectKey, Work]:
    """Committees that an appointment serves, served or will serve."""
    return _through(works, "committee", touched.committees_of_appointments)


def appointments_of_committees(works: Sequence[Work]) -> Mapping[SubjectKey, Work]:
    """Appointments that serve a committee: whose body it is matters to them."""
    return _through(works, "psp_appointment", touched.appointments_of_committees)


def organisations_of_committees(works: Sequence[Work]) -> Mapping[SubjectKey, Work]:
    """Organisations that keep a committee or take part in it."""
    return _through(works, "organisation", touched.organisations_of_committees)


def committees_of_people(works: Sequence[Work]) -> Mapping[SubjectKey, Work]:
    """Committees where a person counts through an appointment."""
    return _through(works, "committee", touched.committees_of_people)


def appointments_of_people(works: Sequence[Work]) -> Mapping[SubjectKey, Work]:
    """Every appointment of a person."""
    return _through(works, "psp_appointment", touched.appointments_of_people)


def projects_of_people(works: Sequence[Work]) -> Mapping[SubjectKey, Work]:
    """Projects on whose teams a person is."""
    return _through(works, "project", project_touched.projects_of_people)


def projects_of_measures(works: Sequence[Work]) -> Mapping[SubjectKey, Work]:
    """The projects of measures of which something changed that rules may read."""
    return {
        SubjectKey("project", UUID(work.data["project_id"])): work
        for work in works
        if work.data.get("project_id") and work.type not in _READ_BY_NO_RULE
    }


#: What is written on a chart, and what was found in it, is not read by any rule.
_READ_BY_NO_RULE = frozenset({MeasureMarked.type, MeasureSignalFound.type})


def committees_of_organisations(works: Sequence[Work]) -> Mapping[SubjectKey, Work]:
    """Committees that an organisation keeps or takes part in: a merger concerns them."""
    return _through(works, "committee", touched.committees_of_organisations)


def appointments_of_organisations(works: Sequence[Work]) -> Mapping[SubjectKey, Work]:
    """Appointments whose employer or served body an organisation is."""
    return _through(works, "psp_appointment", touched.appointments_of_organisations)


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
