"""Which event a command appends with a step, read from the command itself.

A command names its step and its event in one call, such as `take(committee, "constitute", ...,
Outcome(event=events.CommitteeConstituted(...)))`, or makes the event just before that call.
"""

from __future__ import annotations

import ast
import inspect
from collections.abc import Iterable, Iterator
from types import ModuleType


def events_of_steps(modules: Iterable[ModuleType]) -> dict[str, str]:
    """The name of the event class for each step that the commands of these modules take."""
    found: dict[str, str] = {}
    for module in modules:
        for node in ast.walk(ast.parse(inspect.getsource(module))):
            if isinstance(node, ast.FunctionDef):
                found.update(_in_command(node))
    return found


def _in_command(command: ast.FunctionDef) -> Iterator[tuple[str, str]]:
    made = _made_before(command)
    for call in (node for node in ast.walk(command) if isinstance(node, ast.Call)):
        given = [*call.args, *(keyword.value for keyword in call.keywords)]
        step = next((word for word in map(_word, given) if word), "")
        within = next(_named(call), "")
        uses_made = any(
            isinstance(node, ast.Name) and node.id == "event" for node in ast.walk(call)
        )
        if step and (within or (made and uses_made)):
            yield step, within or made


def _made_before(command: ast.FunctionDef) -> str:
    """The event that the command keeps under the name `event`."""
    for node in ast.walk(command):
        targets = (
            node.targets
            if isinstance(node, ast.Assign)
            else [node.target]
            if isinstance(node, ast.AnnAssign)
            else []
        )
        if node_value := getattr(node, "value", None):
            named = any(isinstance(target, ast.Name) and target.id == "event" for target in targets)
            if named and isinstance(node_value, ast.AST):
                return next(_named(node_value), "")
    return ""


def _named(node: ast.AST) -> Iterator[str]:
    """Classes that are named as `events.X` below a node."""
    for inner in ast.walk(node):
        of_events = isinstance(inner, ast.Attribute) and isinstance(inner.value, ast.Name)
        if of_events and inner.value.id == "events":  # type: ignore[attr-defined]
            yield inner.attr  # type: ignore[attr-defined]


def _word(node: ast.AST) -> str:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""
