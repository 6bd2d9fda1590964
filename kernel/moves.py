"""One door for every transition of every state graph."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from functools import cache
from typing import Any
from uuid import UUID

from django.db import models
from django_fsm import FSMField, TransitionNotAllowed

from kernel.actors import Actor
from kernel.errors import Blocked
from kernel.events import DomainEvent
from kernel.log import Cause, Step, record
from kernel.models import Aggregate


def move(
    instance: Aggregate,
    transition: str,
    *events: DomainEvent,
    actor: Actor,
    now: datetime,
    effective_on: date,
    reason: str = "",
    guards: Sequence[Mapping[str, Any]] = (),
    changes: Mapping[str, Any] | None = None,
    approved_by: UUID | None = None,
    opening_position: bool = False,
    cause: Cause | None = None,
) -> None:
    """Run one FSM method in memory, then commit row, history, events and queue in one statement.

    Raises:
        Blocked: the graph has no such step from the present state.
        Stale: somebody moved the row first; nothing was written, and the instance must be dropped.
    """
    field = state_field(instance)
    source = getattr(instance, field.attname)
    try:
        getattr(instance, transition)()
    except TransitionNotAllowed:
        raise unreachable(instance, transition) from None
    target = getattr(instance, field.attname)
    record(
        instance,
        *events,
        actor=actor,
        now=now,
        effective_on=effective_on,
        changes={**(changes or {}), field.attname: target},
        step=Step(
            transition=transition,
            source=source,
            target=target,
            reason=reason,
            guards=guards,
            approved_by=approved_by,
            opening_position=opening_position,
        ),
        cause=cause,
    )


def unreachable(instance: Aggregate, transition: str) -> Blocked:
    """The refusal for a step that the graph does not have from here."""
    state = str(getattr(instance, state_field(instance).attname))
    words = transition.replace("_", " ")
    return Blocked(
        f"“{words}” is not possible while this is {state.replace('_', ' ')}.",
        code="not_reachable",
        state=state,
    )


def state_field(model: models.Model | type[models.Model]) -> FSMField:
    """The one field of a model that holds its state."""
    return _state_field(model if isinstance(model, type) else type(model))


@cache
def _state_field(model: type[models.Model]) -> FSMField:
    fields: list[FSMField] = [
        field for field in model._meta.concrete_fields if isinstance(field, FSMField)
    ]
    return fields[0]


def transition_names(model: models.Model | type[models.Model]) -> tuple[str, ...]:
    """Every step that the graph of a model has, in the order in which it is written."""
    cls = model if isinstance(model, type) else type(model)
    field = state_field(model)
    seen = dict.fromkeys(step.name for step in field.get_all_transitions(cls))
    return tuple(seen)


def reachable(instance: Aggregate) -> frozenset[str]:
    """The names of the steps that the graph allows from the present state."""
    return _leading_on(type(instance), getattr(instance, state_field(instance).attname))


@cache
def _leading_on(model: type[Aggregate], state: str) -> frozenset[str]:
    steps = state_field(model).get_all_transitions(model)
    return frozenset(step.name for step in steps if step.source in ("*", state))
