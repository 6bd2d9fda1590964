"""gates.md: every guard of every step, and those that wait for a later artefact."""

from __future__ import annotations

from collections.abc import Iterator

from django.apps import apps

from kernel.gates import GATES, Deferred
from kernel.rules.rulebook import RULEBOOK
from qiflow.documents import markdown
from qiflow.documents.graphs import Graph, graphs

_INTRODUCTION = """
A gate asks the condition alone: no grace, and what is not known refuses. A refusal (422) carries
everything that is unmet, each with its code, its sentence and the place where it is mended.
"""
_WAITING = """
A guard that needs an artefact which does not exist yet is declared with the name of its model.
The tests fail as soon as that model exists while the guard is still in this table.
"""


def page() -> str:
    """Every step of every graph with what it asks for."""
    return markdown.page(
        "Gates",
        _INTRODUCTION,
        *(part for graph in graphs() for part in _graph(graph)),
        "## What waits for a later artefact",
        _WAITING,
        markdown.table(["Step", "Guard", "Asks", "Waits for"], _waiting_rows()),
    )


def waiting() -> tuple[tuple[str, Deferred], ...]:
    """The deferred guards with their steps, by the artefact they wait for."""
    found = [(step, guard) for step, gate in sorted(GATES.items()) for guard in gate.deferred]
    return tuple(sorted(found, key=lambda item: (item[1].until, item[0], item[1].code)))


def overdue() -> tuple[str, ...]:
    """Deferred guards whose artefact exists: they must become real guards."""
    return tuple(
        f"{step}: {guard.code} waits for {guard.until}, which exists."
        for step, guard in waiting()
        if exists(guard.until)
    )


def exists(label: str) -> bool:
    """Is there a model of this label (`projects.Measure`)?"""
    app, _, model = label.partition(".")
    return apps.is_installed(app) and model.lower() in apps.get_app_config(app).models


def unknown_steps() -> tuple[str, ...]:
    """Gates, of steps or of rules, that name no step of any graph."""
    known = {f"{graph.kind}.{step.name}" for graph in graphs() for step in graph.steps}
    named = set(GATES) | {gate for rule in RULEBOOK.rules.values() for gate in rule.gates}
    return tuple(sorted(named - known))


def _graph(graph: Graph) -> Iterator[str]:
    yield f"## {markdown.words(graph.kind).capitalize()}"
    for step in graph.steps:
        key = f"{graph.kind}.{step.name}"
        yield f"### {markdown.words(step.name)}"
        yield f"{_states(step.sources)} to {_states(step.targets)}. {step.means}"
        rows = list(_rows(key))
        yield (
            markdown.table(["Kind", "Code", "Asks", "Says when unmet"], rows)
            if rows
            else ("Asks for nothing beyond who and from where.")
        )


def _rows(key: str) -> Iterator[list[str]]:
    for rule in RULEBOOK.at_gate(key):
        yield ["rule", f"[{rule.id}](rulebook.md)", rule.title, "its sentence of that day"]
    gate = GATES.get(key)
    for guard in gate.guards if gate else ():
        yield ["guard", markdown.code(guard.code), _sentence(guard.asks), guard.unmet]
    for later in gate.deferred if gate else ():
        yield [
            "waits",
            markdown.code(later.code),
            _sentence(later.asks),
            f"waits for `{later.until}`",
        ]


def _waiting_rows() -> Iterator[list[str]]:
    for step, guard in waiting():
        yield [
            markdown.code(step),
            markdown.code(guard.code),
            _sentence(guard.asks),
            markdown.code(guard.until),
        ]


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:].rstrip(".")


def _states(states: tuple[str, ...]) -> str:
    return markdown.codes(states)
