"""A small kind of subject for tests of the workers: wards that must lie in a division.

`W01` looks at the ward alone: on each day it lies under another unit. Ends of places that are
already known put it at risk; it is tolerated for a week. `W02` needs the facts of others: some
other ward of the organisation lies under a unit too.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import ClassVar
from uuid import UUID

from django.db import transaction

from kernel import clock
from kernel.actors import SYSTEM
from kernel.events import DomainEvent
from kernel.log import record
from kernel.rules import standards
from kernel.rules.outcomes import Met, Severity, Verdict
from kernel.rules.rule import Rule, Terms
from kernel.rules.rulebook import RULEBOOK, Subject
from kernel.rules.standards import Standards
from kernel.standards import known, standards_of
from people.models import Unit, UnitPlace
from tests.factories import people
from workflows import reactions
from workflows.subjects import SubjectKey
from workflows.undone import Work

BEGINNING = date(2026, 1, 1)


@dataclass(frozen=True, kw_only=True)
class WardMoved(DomainEvent):
    """A ward of the tests lies elsewhere."""

    type: ClassVar[str] = "uk.qiflow.unit.ward_moved.v1"

    unit_id: UUID


@dataclass(frozen=True, slots=True)
class Place:
    """Under another unit from a day to a day, both inclusive."""

    from_date: date
    to_date: date | None

    def covers(self, on: date) -> bool:
        return self.from_date <= on and (self.to_date is None or on <= self.to_date)


@dataclass(frozen=True, slots=True, kw_only=True)
class WardFacts:
    subject_id: UUID
    organisation_id: UUID
    unit_id: UUID | None
    begins_on: date
    standards: Standards
    places: tuple[Place, ...]
    others: tuple[Place, ...]


def _standard(name: str, default: int) -> None:
    if name not in standards.DEFINITIONS:
        standards.define(name, sentence=name, unit="days", default=default, source="tests")


_standard("ward_grace_days", 7)
_standard("ward_look_ahead_days", 90)


def _lies(facts: WardFacts, on: date) -> Verdict:
    met = any(place.covers(on) for place in facts.places)
    return Verdict(met=Met.YES if met else Met.NO, code="lies" if met else "lost")


def _accompanied(facts: WardFacts, on: date) -> Verdict:
    count = sum(place.covers(on) for place in facts.others)
    return Verdict(
        met=Met.YES if count else Met.NO, code="with" if count else "lonely", params={"n": count}
    )


def _turns(places: Sequence[Place]) -> Iterator[date]:
    for place in places:
        yield place.from_date
        if place.to_date:
            yield place.to_date + timedelta(days=1)


W01: Rule[WardFacts] = Rule(
    id="W01",
    version=1,
    subject="unit",
    title="Lies in a division",
    sentence="A ward lies in a division.",
    source="tests",
    severity=lambda facts: Severity.MAJOR,
    condition=_lies,
    boundaries=lambda facts: _turns(facts.places),
    sentences={"lies": "It lies in a division.", "lost": "It lies nowhere."},
    terms=Terms(grace="ward_grace_days", look_ahead="ward_look_ahead_days"),
)
W02: Rule[WardFacts] = Rule(
    id="W02",
    version=1,
    subject="unit",
    title="Has company",
    sentence="A ward is not alone.",
    source="tests",
    severity=lambda facts: Severity.MINOR,
    condition=_accompanied,
    boundaries=lambda facts: _turns(facts.others),
    sentences={"with": "{n} others.", "lonely": "No other ward."},
)


def load(ids: Sequence[UUID], known_at: datetime | None) -> Mapping[UUID, WardFacts]:
    """Facts of wards, with those of the other wards of their organisations."""
    tenants = dict(Unit.objects.filter(id__in=ids).values_list("id", "organisation_id"))
    places: dict[UUID, dict[UUID, list[Place]]] = defaultdict(lambda: defaultdict(list))
    rows = UnitPlace.objects.filter(
        known(known_at), organisation_id__in=set(tenants.values()), parent__isnull=False
    ).values_list("organisation_id", "unit_id", "from_date", "to_date")
    for organisation_id, unit_id, from_date, to_date in rows:
        places[organisation_id][unit_id].append(Place(from_date, to_date))
    standards_by = standards_of(tenants.values(), known_at=known_at)
    return {
        unit_id: WardFacts(
            subject_id=unit_id,
            organisation_id=organisation_id,
            unit_id=unit_id,
            begins_on=BEGINNING,
            standards=standards_by[organisation_id],
            places=tuple(places[organisation_id][unit_id]),
            others=tuple(
                place
                for other, held in places[organisation_id].items()
                if other != unit_id
                for place in held
            ),
        )
        for unit_id, organisation_id in tenants.items()
    }


def ids_after(after: UUID | None, limit: int) -> list[UUID]:
    rows = Unit.objects.filter(type="ward").order_by("id")
    if after is not None:
        rows = rows.filter(id__gt=after)
    return list(rows.values_list("id", flat=True)[:limit])


def family(works: Sequence[Work]) -> dict[SubjectKey, Work]:
    """A ward and all the others of its organisation."""
    by_organisation = {work.organisation_id: work for work in works}
    rows = Unit.objects.filter(organisation_id__in=by_organisation, type="ward")
    return {
        SubjectKey("unit", unit_id): by_organisation[organisation_id]
        for unit_id, organisation_id in rows.values_list("id", "organisation_id")
    }


def register() -> None:
    """Make wards a kind of subject, in this process."""
    RULEBOOK.add_subject(Subject(kind="unit", load=load, ids_after=ids_after), [W01, W02])
    reactions.TABLE["unit"] = (family,)


@contextmanager
def registered() -> Iterator[None]:
    """Wards are a kind of subject for a while."""
    before = reactions.TABLE["unit"]
    register()
    try:
        yield
    finally:
        reactions.TABLE["unit"] = before
        del RULEBOOK.subjects["unit"], RULEBOOK.rules["W01"], RULEBOOK.rules["W02"]


def ward(organisation: object, *, places: Sequence[tuple[date, date | None]] = ()) -> Unit:
    """A ward with these stays in a division, and its first event."""
    made = people.unit(organisation, type="ward")  # type: ignore[arg-type]
    move(made, places)
    return made


def move(
    ward: Unit, places: Sequence[tuple[date, date | None]], *, now: datetime | None = None
) -> None:
    """Replace what is known of where a ward lies, as one change with its event."""
    now = now or clock.now()
    with transaction.atomic():
        record(
            ward,
            WardMoved(unit_id=ward.pk),
            actor=SYSTEM,
            now=now,
            effective_on=clock.london_date(now),
        )
        UnitPlace.objects.filter(unit=ward, superseded_at=None).update(superseded_at=now)
        UnitPlace.objects.bulk_create(
            UnitPlace(
                organisation_id=ward.organisation_id,
                unit=ward,
                parent=_division(ward),
                from_date=from_date,
                to_date=to_date,
                recorded_at=now,
            )
            for from_date, to_date in places
        )


def _division(ward: Unit) -> Unit:
    found = Unit.objects.filter(organisation_id=ward.organisation_id, type="division").first()
    return found or people.unit(ward.organisation, type="division")
