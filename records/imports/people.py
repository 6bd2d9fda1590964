"""People as a table that comes in. (`people` lies below records.)"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from people import commands
from people.models import Person
from people.words import NEEDS, PARTNER_KINDS
from records.imports.declared import Applied, ImportKind, Into, Outcome, Undone, differing
from records.tables.columns import Column, Kind


def _apply(values: Mapping[str, Any], into: Into) -> Applied:
    found = Person.objects.filter(
        organisation_id=into.organisation_id, external_id=values["external_id"]
    ).first()
    if found is None:
        made = commands.register_person(
            organisation_id=into.organisation_id, **values, actor=into.actor, now=into.now
        )
        return Applied(outcome=Outcome.NEW, subject_id=made.pk, version=made.version)
    new, before = differing(found, values)
    if not new:
        return Applied(outcome=Outcome.SAME, subject_id=found.pk, version=found.version)
    person = commands.change_person(person_id=found.pk, values=new, actor=into.actor, now=into.now)
    return Applied(
        outcome=Outcome.CHANGED, subject_id=person.pk, version=person.version, before=before
    )


def _undo(row: Undone, into: Into) -> None:
    if row.outcome is Outcome.NEW:
        commands.withdraw_person(
            person_id=row.subject_id, version=row.version, actor=into.actor, now=into.now
        )
    else:
        commands.change_back(
            person_id=row.subject_id,
            version=row.version,
            values=row.before,
            actor=into.actor,
            now=into.now,
        )


PEOPLE = ImportKind(
    name="people",
    title="People",
    columns=(
        Column(
            name="external_id",
            meaning="Your own code of the person.",
            required=True,
            longest=100,
        ),
        Column(name="name", meaning="The full name.", required=True),
        Column(name="email", meaning="Email address.", kind=Kind.EMAIL, longest=254),
        Column(name="phone", meaning="Telephone.", kind=Kind.PHONE, longest=40),
        Column(name="access_needs", meaning="What helps.", kind=Kind.LONG, longest=10_000),
        Column(
            name="needs",
            meaning="What helps, by code, with commas between.",
            kind=Kind.CHOICES,
            choices=NEEDS,
        ),
        Column(
            name="interpreter_language",
            meaning="The language, for somebody who needs an interpreter.",
            longest=60,
        ),
        Column(
            name="postal_address",
            meaning="Where letters go.",
            kind=Kind.LONG,
            longest=500,
        ),
        Column(
            name="partner_kind",
            meaning="For partners only.",
            kind=Kind.CHOICE,
            choices=PARTNER_KINDS,
        ),
    ),
    permission="person.manage",
    apply=_apply,
    undo=_undo,
)
