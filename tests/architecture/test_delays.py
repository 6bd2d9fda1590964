"""What measures a delay has the machine to itself."""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path

from qiflow.instance import BASE_DIR
from tests.architecture.sources import called

STOPWATCHES = {"monotonic", "perf_counter"}
TESTS = BASE_DIR / "tests"


def measures(tree: ast.AST) -> bool:
    """Does it take one moment of a stopwatch from another?"""
    return any(
        isinstance(node, ast.BinOp)
        and isinstance(node.op, ast.Sub)
        and isinstance(node.left, ast.Call)
        and called(node.left) in STOPWATCHES
        for node in ast.walk(tree)
    )


def marked(tree: ast.AST) -> bool:
    return any(isinstance(node, ast.Attribute) and node.attr == "alone" for node in ast.walk(tree))


@cache
def measuring() -> dict[Path, ast.Module]:
    texts = {path: path.read_text() for path in sorted(TESTS.rglob("test_*.py"))}
    trees = {
        path: ast.parse(text)
        for path, text in texts.items()
        if any(name in text for name in STOPWATCHES)
    }
    return {path.relative_to(BASE_DIR): tree for path, tree in trees.items() if measures(tree)}


class TestFilesThatMeasureDelays:
    def test_are_found(self) -> None:
        assert len(measuring()) > 3

    def test_mark_a_test_as_alone(self) -> None:
        assert [str(path) for path, tree in measuring().items() if not marked(tree)] == []
