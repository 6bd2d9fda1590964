"""How a result is held against a golden vector: lines to 1e-9, everything else exactly."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

Json = Any

PROJECT = Path(__file__).resolve().parents[3]
COPIED = PROJECT / "tests" / "data"
# The vectors on real published series are not part of the project.
BESIDE = PROJECT.parent / "shared" / "spc"

LINE_TOLERANCE = 1e-9  # of the largest |value| of the case
# The reference leaves these rules undefined in some windows with a gap; undefined means no.
UNDEFINED_MEANS_NO = {"shift", "trend", "two_of_three"}


def cases(path: Path) -> list[Json]:
    return json.loads(path.read_text())["cases"]


def differences(expected: Json, found: Json) -> list[str]:
    """Every way in which `found` is not `expected`, in words; empty when they are equal."""
    if "error" in expected or "error" in found:
        same = expected.get("error") == found.get("error")
        return [] if same else [f"error: {expected.get('error')} became {found.get('error')}"]
    said = [] if expected["summary"] == found["summary"] else ["the summary differs"]
    if set(expected["points"]) != set(found["points"]):
        return [*said, "the columns differ"]
    return [*said, *_column_differences(expected["points"], found["points"])]


def _column_differences(expected: Json, found: Json) -> Iterator[str]:
    scale = max([abs(value) for value in expected["value"] if value is not None], default=1)
    for name, column in expected.items():
        if column is None or found[name] is None:
            if column is not found[name]:
                yield f"{name}: {column} became {found[name]}"
            continue
        for here, (ours, theirs) in enumerate(zip(found[name], column, strict=True)):
            if not _equal(name, theirs, ours, scale):
                yield f"{name}[{here}]: {theirs} became {ours}"


def _equal(name: str, theirs: Json, ours: Json, scale: float) -> bool:
    if name in UNDEFINED_MEANS_NO:
        return (theirs or 0) == ours
    if isinstance(theirs, float) or isinstance(ours, float):
        if theirs is None or ours is None:
            return False
        return abs(theirs - ours) <= LINE_TOLERANCE * scale
    return theirs == ours
