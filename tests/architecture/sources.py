"""Reading the service's own code as trees, for the tests of its architecture."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from qiflow.instance import BASE_DIR

PACKAGES = ("kernel", "people", "records", "governance", "projects", "workflows", "web", "qiflow")


@cache
def modules() -> dict[Path, ast.Module]:
    """Every module of the service, migrations left out, by its path in the repository."""
    paths = (path for package in PACKAGES for path in (BASE_DIR / package).rglob("*.py"))
    return {
        path.relative_to(BASE_DIR): ast.parse(path.read_text())
        for path in sorted(paths)
        if "migrations" not in path.parts
    }


def functions(tree: ast.AST) -> Iterator[ast.FunctionDef]:
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef):
            yield node


def calls(tree: ast.AST) -> Iterator[ast.Call]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            yield node


def called(node: ast.Call) -> str:
    """The last part of what is called: `update` of `rows.filter().update()`."""
    target = node.func
    if isinstance(target, ast.Attribute):
        return target.attr
    return target.id if isinstance(target, ast.Name) else ""


def room(path: Path) -> str:
    """The room of a module in its app: `commands` of people/commands/keys.py."""
    return path.parts[1].removesuffix(".py") if len(path.parts) > 1 else ""
