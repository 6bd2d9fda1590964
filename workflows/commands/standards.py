"""Changes a threshold, or says first which bodies would flip."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from governance.queries.touched import organisations_of_committees
from kernel import clock
from kernel.actors import Actor
from kernel.decisions import require
from kernel.errors import FieldError, Invalid, NotFound
from kernel.log import append
from kernel.models import Standard, Standing
from kernel.rules.standards import DEFINITIONS
from workflows import recheck
from workflows.events import StandardChanged
from workflows.policies import may_set_standard
from workflows.sessions import everything_visible
from workflows.subjects import SubjectKey, by_kind
from workflows.touched import governed_by

#: Streams of standards are named by place and threshold.
_STREAMS = UUID("6f1c3f5e-1c1b-4d55-9a57-5f0c8f1d7d11")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """A value that somebody wants a threshold to have from a day on.

    A null organisation is the national default; a null value returns an organisation to it.
    """

    name: str
    value: int | None
    organisation_id: UUID | None
    valid_from: date
    source: str
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Flip:
    """One rule that would have another outcome today for one subject."""

    organisation_id: UUID
    subject_kind: str
    subject_id: UUID
    rule_id: str
    outcome: str
    would_be: str


class _Undo(Exception):
    """Ends a rehearsal: nothing of it is kept."""


def rehearse(wish: Wish, *, actor: Actor, now: datetime) -> list[Flip]:
    """Which bodies would flip: the real re-check, rolled back.

    Raises:
        NotFound, Denied, Invalid: as the change itself.
    """
    _refuse(wish, actor)
    flips: list[Flip] = []
    try:
        with everything_visible():
            keys = governed_by(wish.name, wish.organisation_id)
            before = _standings(keys)
            _save(wish, actor=actor, now=now)
            recheck.check(by_kind(keys), now=now)
            bodies = _rolled_up(before, keys)
            before |= _standings(bodies)
            recheck.check(by_kind(bodies), now=now)
            flips = _flips(before, _standings([*keys, *bodies]))
            raise _Undo
    except _Undo:
        return flips


@transaction.atomic
def change(wish: Wish, *, actor: Actor, now: datetime) -> Standard:
    """Set a threshold from a day on; workers re-check what it touches.

    Emits:
        StandardChanged
    Raises:
        NotFound: no such threshold, or no such organisation for this actor.
        Denied: the actor's role cannot set it.
        Invalid: with every wrong value.
    """
    _refuse(wish, actor)
    with everything_visible():
        saved = _save(wish, actor=actor, now=now)
        append(
            organisation_id=wish.organisation_id,
            kind="standard",
            stream_id=uuid.uuid5(_STREAMS, f"{wish.organisation_id}:{wish.name}"),
            events=[
                StandardChanged(
                    standard_id=saved.pk,
                    name=wish.name,
                    valid_from=wish.valid_from,
                    value=wish.value,
                )
            ],
            actor=actor,
            now=now,
            effective_on=clock.london_date(now),
        )
    return saved


def _refuse(wish: Wish, actor: Actor) -> None:
    if wish.name not in DEFINITIONS:
        raise NotFound("There is no such standard.")
    visible = actor.organisation_ids | actor.oversight_ids
    if wish.organisation_id and not actor.everywhere and wish.organisation_id not in visible:
        raise NotFound("There is no such organisation.")
    require(may_set_standard(actor, organisation_id=wish.organisation_id))
    errors = list(_wrong(wish))
    if errors:
        raise Invalid(*errors)


def _wrong(wish: Wish) -> list[FieldError]:
    known = DEFINITIONS[wish.name]
    errors = []
    if wish.value is None and wish.organisation_id is None:
        errors.append(_error("/value", "A national standard needs a value."))
    if wish.value is not None and not known.minimum <= wish.value <= known.maximum:
        errors.append(_error("/value", f"Give a value from {known.minimum} to {known.maximum}."))
    if not wish.source:
        errors.append(_error("/source", "Say where the value comes from."))
    return errors


def _error(pointer: str, message: str) -> FieldError:
    return FieldError(pointer=pointer, code="invalid", message=message)


def _save(wish: Wish, *, actor: Actor, now: datetime) -> Standard:
    Standard.objects.filter(
        organisation_id=wish.organisation_id,
        name=wish.name,
        valid_from=wish.valid_from,
        superseded_at__isnull=True,
    ).update(superseded_at=now)
    return Standard.objects.create(
        organisation_id=wish.organisation_id,
        name=wish.name,
        value=wish.value,
        valid_from=wish.valid_from,
        source=wish.source,
        reason=wish.reason,
        recorded_at=now,
        set_by=actor.id,
    )


_Held = dict[tuple[str, UUID, str], tuple[UUID, str]]


def _standings(keys: list[SubjectKey]) -> _Held:
    rows = Standing.objects.filter(subject_id__among=[key.id for key in keys])
    return {
        (kind, subject_id, rule_id): (organisation_id, outcome)
        for kind, subject_id, rule_id, organisation_id, outcome in rows.values_list(
            "subject_kind", "subject_id", "rule_id", "organisation_id", "outcome"
        )
    }


def _rolled_up(before: _Held, keys: list[SubjectKey]) -> list[SubjectKey]:
    """Bodies that are judged on findings which the re-check has just changed."""
    flipped = {
        key[1]
        for key, (_, outcome) in _standings(keys).items()
        if key[2] in recheck.COUNTED and key in before and before[key][1] != outcome
    }
    return sorted(SubjectKey("organisation", one) for one in organisations_of_committees(flipped))


def _flips(before: _Held, after: _Held) -> list[Flip]:
    return [
        Flip(
            organisation_id=organisation_id,
            subject_kind=key[0],
            subject_id=key[1],
            rule_id=key[2],
            outcome=before[key][1],
            would_be=outcome,
        )
        for key, (organisation_id, outcome) in sorted(after.items())
        if key in before and before[key][1] != outcome
    ]
