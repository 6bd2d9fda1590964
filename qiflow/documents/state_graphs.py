"""states-<kind>.md: each state graph as a picture and as a table."""

from __future__ import annotations

from collections.abc import Iterator

from kernel.gates import GATES
from kernel.rules.rulebook import RULEBOOK
from qiflow.documents import markdown
from qiflow.documents.graphs import Graph, GraphStep, graphs
from qiflow.documents.steps import Telling, tellings

_INTRODUCTION = """
A step is taken through one command. It asks the policy (who), the rules registered at its gate and
the guards of the step (when), and refuses with all that is unmet. Row, history, event and queue
are then written in one statement. What a rule says of a thing is never one of its states.
"""


def pages() -> dict[str, str]:
    """One page for each kind of thing that has states."""
    told = tellings()
    return {f"states-{graph.kind.replace('_', '-')}.md": _page(graph, told) for graph in graphs()}


def _page(graph: Graph, told: dict[str, Telling]) -> str:
    title = f"States of a {markdown.words(graph.kind)}"
    diagram = "\n".join(["```mermaid", "stateDiagram-v2", *_lines(graph), "```"])
    return markdown.page(
        title, graph.means, _INTRODUCTION, diagram, _states(graph), _steps(graph, told)
    )


def _lines(graph: Graph) -> Iterator[str]:
    yield f"    [*] --> {graph.first}"
    for step in graph.steps:
        for source in step.sources:
            for target in step.targets:
                yield f"    {source} --> {target}: {markdown.words(step.name)}"
    for state in graph.last:
        yield f"    {state} --> [*]"


def _states(graph: Graph) -> str:
    return markdown.table(
        ["State", "On screen"], ([markdown.code(state), label] for state, label in graph.states)
    )


def _steps(graph: Graph, told: dict[str, Telling]) -> str:
    rows = (_row(f"{graph.kind}.{step.name}", step, told) for step in graph.steps)
    headings = ["Step", "From", "To", "What it means", "Who", "Asks for", "Event"]
    return markdown.table(headings, rows)


def _row(key: str, step: GraphStep, told: dict[str, Telling]) -> list[str]:
    telling = told.get(key)
    return [
        markdown.code(step.name),
        markdown.codes(step.sources),
        markdown.codes(step.targets),
        step.means,
        telling.who if telling else "",
        markdown.codes(asked(key)),
        markdown.code(telling.event) if telling else "",
    ]


def asked(key: str) -> list[str]:
    """The codes of all that a step asks for: rules at its gate, then its own guards."""
    gate = GATES.get(key)
    return [rule.id for rule in RULEBOOK.at_gate(key)] + [
        guard.code for guard in (gate.guards if gate else ())
    ]
