"""The state graphs of the product, as plain values."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import models
from django_fsm import GET_STATE, RETURN_VALUE, FSMField

from kernel.models import Aggregate
from kernel.moves import state_field
from qiflow.documents import markdown


@dataclass(frozen=True, slots=True, kw_only=True)
class GraphStep:
    """One transition: its method's name, where it leads from and to, what it means."""

    name: str
    sources: tuple[str, ...]
    targets: tuple[str, ...]
    means: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Graph:
    """The states of one kind of thing, with their labels, and the steps between them."""

    kind: str
    means: str
    states: tuple[tuple[str, str], ...]
    first: str
    steps: tuple[GraphStep, ...]

    @property
    def last(self) -> tuple[str, ...]:
        """The states that no step leaves."""
        left = {source for step in self.steps for source in step.sources}
        return tuple(state for state, _ in self.states if state not in left)


def graphs() -> tuple[Graph, ...]:
    """Every state graph, by kind."""
    return tuple(sorted(map(_graph, _models()), key=lambda graph: graph.kind))


def _models() -> Iterator[type[Aggregate]]:
    for model in apps.get_models():
        has_state = any(isinstance(field, FSMField) for field in model._meta.concrete_fields)
        if has_state and issubclass(model, Aggregate) and not model.__module__.startswith("tests"):
            yield model


def _graph(model: type[Aggregate]) -> Graph:
    field = state_field(model)
    states = tuple((str(value), str(label)) for value, label in field.choices or ())
    return Graph(
        kind=model.kind,
        means=markdown.meaning(model),
        states=states,
        first=str(field.default),
        steps=_steps(model, field, order=[state for state, _ in states]),
    )


def _steps(
    model: type[models.Model], field: FSMField, *, order: list[str]
) -> tuple[GraphStep, ...]:
    found: dict[str, tuple[set[str], set[str], str]] = {}
    for step in field.get_all_transitions(model):
        sources, targets, _ = found.setdefault(
            step.name, (set(), set(), markdown.meaning(step.method))
        )
        sources.update(_sources(step.source, order))
        targets.update(_targets(step.target))
    steps = (
        GraphStep(
            name=name,
            sources=tuple(sorted(sources, key=order.index)),
            targets=tuple(sorted(targets, key=order.index)),
            means=means,
        )
        for name, (sources, targets, means) in found.items()
    )
    return tuple(sorted(steps, key=lambda step: _place(step, order)))


def _place(step: GraphStep, order: list[str]) -> tuple[int, int, str]:
    """Steps stand in the order in which a thing would meet them."""
    return order.index(step.sources[0]), order.index(step.targets[0]), step.name


def _sources(source: Any, order: list[str]) -> list[str]:
    return list(order) if source in ("*", "+") else [str(source)]


def _targets(target: Any) -> list[str]:
    if isinstance(target, GET_STATE | RETURN_VALUE):
        return [str(state) for state in target.allowed_states]
    return [str(target)]
