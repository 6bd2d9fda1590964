"""Dated facts about people: whom they work for, and what they agreed to.

A fact is never overwritten: a correction closes the row as it was known and adds one.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction

from kernel.actors import Actor
from kernel.errors import Blocked, Invalid, NotFound
from kernel.log import record
from kernel.standards import known
from people import events
from people.commands.persons import present
from people.commands.rows import cut, from_day_on, replace, require_order, supersede
from people.models import Consent, Employment, Person
from people.queries import organisation_names


@transaction.atomic
def record_employment(
    *,
    person_id: UUID,
    basis: str,
    from_date: date,
    to_date: date | None = None,
    employer_id: UUID | None = None,
    employer_name: str = "",
    confirmed: bool = False,
    actor: Actor,
    now: datetime,
    expected_version: int | None = None,
) -> Employment:
    """Whom a person works for, on what basis. Unconfirmed, it opens a question and ends nothing.

    Emits:
        PersonEmploymentChanged
    Raises:
        Invalid: no employer, an unknown one, or an end before the start.
    Source: domain.md 15 item 3.
    """
    person = present(person_id, actor, expected_version)
    require_order(from_date, to_date)
    _require_employer(employer_id, employer_name)
    employment = Employment.objects.create(
        organisation_id=person.organisation_id,
        person_id=person_id,
        employer_id=employer_id,
        employer_name="" if employer_id else employer_name,
        basis=basis,
        confirmed=confirmed,
        from_date=from_date,
        to_date=to_date,
        recorded_at=now,
    )
    _tell(person, employment, from_date, actor=actor, now=now)
    return employment


@transaction.atomic
def change_employment(
    *,
    person_id: UUID,
    employment_id: UUID,
    values: Mapping[str, Any],
    actor: Actor,
    now: datetime,
    expected_version: int | None = None,
) -> Employment:
    """Confirm, end or correct an employment; what was known before stays readable.

    `values`: any of basis, confirmed, from_date, to_date.

    Emits:
        PersonEmploymentChanged
    """
    person = present(person_id, actor, expected_version)
    rows = Employment.objects.filter(known(None), person_id=person_id, pk=employment_id)
    employment = rows.first()
    if employment is None:
        raise NotFound
    corrected = {
        "from_date": employment.from_date,
        "to_date": employment.to_date,
        **values,
    }
    require_order(corrected["from_date"], corrected["to_date"])
    supersede(employment, now=now)
    fresh = replace(employment, now=now, **corrected)
    touched = _first_difference(employment, fresh)
    _tell(person, fresh, touched, actor=actor, now=now)
    return fresh


@transaction.atomic
def give_consent(
    *,
    person_id: UUID,
    scope: str,
    from_date: date,
    evidence: str = "",
    actor: Actor,
    now: datetime,
    expected_version: int | None = None,
) -> Consent:
    """A person agrees to something from a day on.

    Emits:
        PersonConsentChanged
    Raises:
        Blocked: they have agreed to it already.
    """
    person = present(person_id, actor, expected_version)
    given = from_day_on(Consent.objects.filter(person_id=person_id, scope=scope), from_date)
    if given.exists():
        raise Blocked("This consent is given already.", code="already_given")
    consent = Consent.objects.create(
        organisation_id=person.organisation_id,
        person_id=person_id,
        scope=scope,
        evidence=evidence,
        from_date=from_date,
        recorded_at=now,
    )
    event = events.PersonConsentChanged(
        person_id=person_id, scope=scope, given=True, from_date=from_date
    )
    record(person, event, actor=actor, now=now, effective_on=from_date)
    return consent


@transaction.atomic
def withdraw_consent(
    *,
    person_id: UUID,
    scope: str,
    from_date: date,
    actor: Actor,
    now: datetime,
    expected_version: int | None = None,
) -> None:
    """A person no longer agrees, from a day on.

    Emits:
        PersonConsentChanged
    Raises:
        Blocked: there is no such consent on that day.
    """
    person = present(person_id, actor, expected_version)
    given = from_day_on(Consent.objects.filter(person_id=person_id, scope=scope), from_date)
    found = list(given)
    if not found:
        raise Blocked("There is no such consent to withdraw.", code="not_given")
    for consent in found:
        cut(consent, before=from_date, now=now)
    event = events.PersonConsentChanged(
        person_id=person_id, scope=scope, given=False, from_date=from_date
    )
    record(person, event, actor=actor, now=now, effective_on=from_date)


def _tell(
    person: Person, employment: Employment, from_date: date, *, actor: Actor, now: datetime
) -> None:
    event = events.PersonEmploymentChanged(
        person_id=person.pk, employment_id=employment.pk, from_date=from_date
    )
    record(person, event, actor=actor, now=now, effective_on=from_date)


def _first_difference(before: Employment, after: Employment) -> date:
    """The first day on which the two rows say something different."""
    if (before.basis, before.confirmed) != (after.basis, after.confirmed):
        return min(before.from_date, after.from_date)
    if before.from_date != after.from_date:
        return min(before.from_date, after.from_date)
    ends = [end for end in (before.to_date, after.to_date) if end is not None]
    return min(ends, default=after.from_date) + timedelta(days=1)


def _require_employer(employer_id: UUID | None, employer_name: str) -> None:
    if employer_id is None and not employer_name:
        raise Invalid.one(
            "/employer_id", "Say which organisation, by its id or its name.", code="required"
        )
    if employer_id is not None and employer_id not in organisation_names([employer_id]):
        raise Invalid.one("/employer_id", "There is no such organisation.", code="unknown")
