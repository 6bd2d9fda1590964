"""How a command reads and locks the rows that it changes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import Q, QuerySet

from kernel.errors import Invalid, NotFound
from kernel.models import Aggregate, DatedFact
from kernel.standards import known
from kernel.versions import require_version

Thing = TypeVar("Thing", bound=Aggregate)
Fact = TypeVar("Fact", bound=DatedFact)


def locked(visible: QuerySet[Thing], pk: UUID, expected_version: int | None) -> Thing:
    """The row of an aggregate, held until the transaction ends.

    Raises:
        NotFound: none such, or not one that the actor may see.
        Stale, PreconditionMissing: see `require_version`.
    """
    found = hold(visible, pk)
    require_version(found, expected_version)
    return found


def hold(visible: QuerySet[Thing], pk: UUID) -> Thing:
    """The row, held; the version is for the caller to check, after rights and state."""
    found = visible.select_for_update(of=("self",)).filter(pk=pk).first()
    if found is None:
        raise NotFound
    return found


def changed(thing: Aggregate, values: Mapping[str, Any]) -> dict[str, Any]:
    """Only what differs from the row."""
    return {name: value for name, value in values.items() if getattr(thing, name) != value}


def from_day_on(facts: QuerySet[Fact], day: date) -> QuerySet[Fact]:
    """Facts as now known that hold on a day or later."""
    return facts.filter(known(None)).filter(Q(to_date__isnull=True) | Q(to_date__gte=day))


def cut(fact: Fact, *, before: date, now: datetime) -> None:
    """Correct a fact so that it ends the day before: the old row is closed, a shorter one added."""
    supersede(fact, now=now)
    if fact.from_date < before:
        replace(fact, now=now, to_date=before - timedelta(days=1))


def supersede(fact: DatedFact, *, now: datetime) -> None:
    """Close what we knew; what was known before stays readable."""
    type(fact)._default_manager.filter(pk=fact.pk).update(superseded_at=now)


def replace(fact: Fact, *, now: datetime, **values: Any) -> Fact:
    """Add a row like `fact` with other values, known from now on."""
    names = [
        field.attname
        for field in fact._meta.concrete_fields
        if field.attname not in ("id", "recorded_at", "superseded_at")
    ]
    kept = {name: getattr(fact, name) for name in names}
    added: Fact = type(fact)._default_manager.create(**{**kept, **values, "recorded_at": now})
    return added


def require_order(from_date: date, to_date: date | None) -> None:
    """Raises: Invalid: the last day lies before the first."""
    if to_date is not None and to_date < from_date:
        raise Invalid.one(
            "/to_date", "The last day lies before the first day.", code="end_before_start"
        )
