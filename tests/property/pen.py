"""Writes rows and events of one organisation, all of one instant, in one transaction."""

from __future__ import annotations

import random
from collections import defaultdict
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction

from governance.models import Committee, PspAppointment, Seat
from kernel import clock
from kernel.actors import SYSTEM
from kernel.events import DomainEvent
from kernel.models import Transition
from kernel.streams import Entry, append_many
from people.models import Organisation, Person
from projects.models import Measure, Project

FURTHEST = 900  # days from the first to the last on which something happens
_THINGS = (
    Person,
    Committee,
    PspAppointment,
    Project,
    Measure,
    Seat,
)  # to which the other rows point


class Pen:
    """Random facts of one organisation; `now` moves on a little with every row."""

    def __init__(self, organisation: Organisation, chance: random.Random) -> None:
        self.organisation = organisation
        self.chance = chance
        self.now = clock.now()
        self.first = clock.london_date(self.now) - timedelta(days=500)
        self._rows: dict[Any, list[Any]] = defaultdict(list)
        self._gone: dict[Any, list[UUID]] = defaultdict(list)
        self._told: dict[str, dict[UUID, DomainEvent]] = defaultdict(dict)

    def add(self, model: Any, **values: Any) -> Any:
        if model in _THINGS[:-1]:
            values = {"version": 1, "created_at": self.now, "updated_at": self.now, **values}
        elif model is not Seat:
            values = {"recorded_at": self._instant(), **values}
        row = model(organisation_id=self.organisation.pk, **values)
        self._rows[model].append(row)
        return row

    def correct(self, row: Any, **changes: Any) -> Any:
        """Close a row and add one that says otherwise."""
        values = {field.attname: getattr(row, field.attname) for field in row._meta.fields}
        self._gone[type(row)].append(row.pk)
        for name in ("id", "organisation_id", "recorded_at", "superseded_at"):
            del values[name]
        return self.add(type(row), **{**values, **changes})

    def step(self, kind: str, key: UUID, target: str, day: date, **more: Any) -> None:
        self.add(
            Transition,
            subject_kind=kind,
            subject_id=key,
            version=1,
            target=target,
            effective_on=day,
            actor_kind="system",
            **more,
        )

    def tell(self, kind: str, key: UUID, event: DomainEvent) -> None:
        self._told[kind][key] = event

    def write(self) -> None:
        with transaction.atomic():
            for model, keys in self._gone.items():
                model.objects.filter(pk__in=keys).update(superseded_at=self.now)
            others = [model for model in self._rows if model not in _THINGS]
            for model in (*_THINGS, *others):
                model.objects.bulk_create(self._rows[model])
            for kind, events in self._told.items():
                append_many(kind, self._entries(events), actor=SYSTEM, now=self.now)

    def maybe(self, probability: float) -> bool:
        return self.chance.random() < probability

    def day(self, first: date | None = None) -> date:
        """Any day; often one on which something else turns, where mistakes of a day show."""
        first = first or self.first
        if self.maybe(0.3):
            return first + timedelta(days=self.chance.choice((0, 1, 30, 31, 42, 60, 90, 180)))
        return first + timedelta(days=self.chance.randrange(FURTHEST))

    def stay(self, first: date | None = None) -> dict[str, date | None]:
        begins = self.day(first)
        return {"from_date": begins, "to_date": None if self.maybe(0.4) else self.day(begins)}

    def _entries(self, events: dict[UUID, DomainEvent]) -> list[Entry]:
        return [
            Entry(
                organisation_id=self.organisation.pk,
                stream_id=key,
                event=event,
                effective_on=clock.london_date(self.now),
            )
            for key, event in events.items()
        ]

    def _instant(self) -> datetime:
        self.now += timedelta(microseconds=1)
        return self.now
