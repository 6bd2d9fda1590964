"""edge-cases.md and bad-inputs.md: each case with the tests that show it, or what it waits for."""

from __future__ import annotations

import ast
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from qiflow.documents import markdown
from qiflow.documents.gates import exists
from qiflow.instance import BASE_DIR

CASES = BASE_DIR / "docs" / "edge-cases.toml"
INPUTS = BASE_DIR / "docs" / "bad-inputs.toml"

_INTRODUCTION = """
The worked cases of the rules ("two persons share one seat", "a late renewal") with the answer that
is expected. Each names the tests that show it; a case that needs what a later part brings names the
model it waits for, and the tests fail when that model exists and the case still waits.
"""


_INPUTS = """
What people and programs send that nobody should, in files, at sign-in and on pages, with the
answer of the service. Each names the tests that show it; the tests fail where one is missing.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class EdgeCase:
    """One case: `tests` are pytest's ids, `waits_for` is the label of a model to come."""

    source: str
    case: str
    answer: str
    tests: tuple[str, ...] = ()
    waits_for: str = ""


def cases() -> tuple[EdgeCase, ...]:
    """The cases as docs/edge-cases.toml lists them."""
    return _listed(CASES)


def inputs() -> tuple[EdgeCase, ...]:
    """What is sent that nobody should send, as docs/bad-inputs.toml lists it."""
    return _listed(INPUTS)


def pages() -> dict[str, str]:
    """Every case by its source, by file name."""
    return {
        "edge-cases.md": _page("Edge cases", _INTRODUCTION, cases()),
        "bad-inputs.md": _page("Bad inputs", _INPUTS, inputs()),
    }


def _listed(path: Path) -> tuple[EdgeCase, ...]:
    listed = tomllib.loads(path.read_text())["case"]
    return tuple(EdgeCase(**{**row, "tests": tuple(row.get("tests", ()))}) for row in listed)


def _page(title: str, introduction: str, listed: Sequence[EdgeCase]) -> str:
    parts: list[str] = []
    for source, group in groupby(listed, key=lambda case: case.source):
        parts += [f"## {source}", markdown.table(["Case", "Answer", "Shown by"], map(_row, group))]
    return markdown.page(title, introduction, *parts)


def problems() -> tuple[str, ...]:
    """Cases with neither tests nor a model to wait for, missing tests, and cases that are due."""
    return tuple(problem for case in (*cases(), *inputs()) for problem in _problems(case))


def _problems(case: EdgeCase) -> Iterator[str]:
    if bool(case.tests) == bool(case.waits_for):
        yield f"{case.case}: name tests, or the model it waits for."
    if case.waits_for and exists(case.waits_for):
        yield f"{case.case}: waits for {case.waits_for}, which exists."
    for test in case.tests:
        if not _is_defined(test):
            yield f"{case.case}: there is no test {test}."


def _is_defined(test: str) -> bool:
    """Is there a test of this id (`path::TestClass::test_name`)?"""
    file, *names = test.split("::")
    path = BASE_DIR / file
    if not path.is_file() or not names:
        return False
    return _has(path, names)


def _has(path: Path, names: list[str]) -> bool:
    body: list[ast.stmt] = ast.parse(path.read_text()).body
    for name in names:
        found = [
            node
            for node in body
            if isinstance(node, ast.ClassDef | ast.FunctionDef) and node.name == name
        ]
        if not found:
            return False
        body = found[0].body
    return True


def _row(case: EdgeCase) -> list[str]:
    shown = ", ".join(markdown.code(test.removeprefix("tests/")) for test in case.tests)
    return [case.case, case.answer, shown or f"waits for `{case.waits_for}`"]
