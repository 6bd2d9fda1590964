"""What follows from which event: one explicit table, by the noun of the event's type."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import cache

from django.conf import settings
from django.utils.module_loading import import_string

from kernel import clock
from kernel.log import Cause
from kernel.rules.rulebook import RULEBOOK
from projects.commands.measures.signals import note_signals
from projects.measure_events import (
    MeasureChanged,
    MeasureDataRecorded,
    MeasureDefined,
    MeasureRebased,
    MeasureTargetSet,
)
from records.messages.declared import NOTICES
from records.messages.writing import write_messages
from workflows import recheck, undone
from workflows.subjects import SubjectKey, by_kind
from workflows.touched import (
    Touched,
    appointments_of_committees,
    appointments_of_organisations,
    appointments_of_people,
    committees_of_appointments,
    committees_of_organisations,
    committees_of_people,
    governed_by_standards,
    itself,
    organisations_of_committees,
    projects_of_measures,
    projects_of_people,
)
from workflows.undone import Work

#: More subjects than this are queued, each on its own, instead of being checked in one go.
WIDEST = 200

#: Noun of the event -> whose findings may change by it. A noun without a row fails a test.
TABLE: dict[str, tuple[Touched, ...]] = {
    "organisation": (itself, committees_of_organisations, appointments_of_organisations),
    "unit": (),
    "person": (committees_of_people, appointments_of_people, projects_of_people),
    "user": (),
    "role": (),
    "api_key": (),
    "identity_provider": (),
    "committee": (itself, appointments_of_committees, organisations_of_committees),
    "seat": (itself, appointments_of_committees),
    "psp": (itself, committees_of_appointments),
    "project": (itself,),
    "measure": (projects_of_measures,),
    "standard": (governed_by_standards,),
    "compliance": (),  # what counts findings follows the findings themselves: see `recheck`
    "opening_position": (),
    "queue": (),
    "text": (),
    "job": (),
    "list": (),
    "import": (),
    "saved_view": (),
    "action": (),
    "message": (),
    "preference": (),
    "invitation": (),
    "reset": (),
    "file": (),
    "tag": (),
    "comment": (),
    "link": (),
    "occasion": (),
}

Reaction = Callable[[Sequence[Work]], None]


def react(works: Sequence[Work]) -> None:
    """Everything that follows from a batch of events; each subject is checked once."""
    for also in extra():
        also(works)
    _tell(works)
    _look_for_signals(works)
    causes = _causes(works)
    if len(causes) > WIDEST:
        # A subject that is at work on the very event is checked now: it is in the queue with it.
        own = {key: work for key, work in causes.items() if work.subject == key}
        undone.spread({key: work.event for key, work in causes.items() if key not in own})
        causes = own
    recheck.check(
        by_kind(causes),
        now=clock.now(),
        causes={key: Cause(event=work.event, depth=work.depth) for key, work in causes.items()},
    )


def _tell(works: Sequence[Work]) -> None:
    """Messages are written with the done mark; an event of which nobody is told costs nothing."""
    events = [work.event for work in works if work.type in NOTICES and not work.spread]
    if events:
        write_messages(events)


#: After these the chart of a measure may show other special causes.
CHARTED = frozenset(
    event.type
    for event in (
        MeasureDefined,
        MeasureChanged,
        MeasureDataRecorded,
        MeasureRebased,
        MeasureTargetSet,
    )
)


def _look_for_signals(works: Sequence[Work]) -> None:
    """Each measure of a batch is charted once, whatever happened to it."""
    causes = {
        work.aggregate.id: Cause(event=work.event, depth=work.depth)
        for work in works
        if work.type in CHARTED and not work.spread
    }
    if causes:
        note_signals(causes, now=clock.now(), causes=causes)


def noun_of(event_type: str) -> str:
    """`committee` of `uk.qiflow.committee.constituted.v1`."""
    return event_type.split(".")[2]


def _causes(works: Sequence[Work]) -> dict[SubjectKey, Work]:
    """The subjects to check, each with the last event that asks for it."""
    causes: dict[SubjectKey, Work] = {}
    for noun, group in _by_noun(work for work in works if not work.spread).items():
        for touched in TABLE.get(noun, ()):
            causes.update(touched(group))
    causes.update({work.subject: work for work in works if work.spread})
    return {key: work for key, work in causes.items() if key.kind in RULEBOOK.subjects}


def _by_noun(works: Iterable[Work]) -> dict[str, list[Work]]:
    grouped: dict[str, list[Work]] = {}
    for work in works:
        grouped.setdefault(noun_of(work.type), []).append(work)
    return grouped


@cache
def extra() -> tuple[Reaction, ...]:
    """Reactions that a test suite adds by dotted path; none in the product."""
    return tuple(import_string(path) for path in settings.QIFLOW_EXTRA_REACTIONS)
