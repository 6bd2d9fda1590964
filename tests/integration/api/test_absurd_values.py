"""Values that JSON allows and hardly anything can hold, in every field of every body.

Source: reliability notes 10 (2^63, 1e400, a lone surrogate: each a problem, never a fault).
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from qiflow.api.description import description
from tests.integration.walls.callers import Caller
from tests.integration.walls.conftest import undone

#: As they stand in a body; none can be written by every writer of JSON.
ABSURD = {
    "beyond 64 bits": "18446744073709551616",
    "beyond 64 bits in a list": "[-9223372036854775809]",
    "four hundred digits": "1" + "0" * 400,
    "beyond every number": "1e400",
    "half of a pair": '"\\ud800"',
    "half of a pair as a name": '{"\\udc00": ["\\udfff"]}',
    "the end of a text": '"\\u0000"',
    "the end of a text as a name": '{"a\\u0000": "b"}',
    "nearly beyond every number": "1e308",
    "nearly nothing": "1e-300",
}


def _bodies() -> Iterator[tuple[str, str, list[str]]]:
    """Method, path and the names in the JSON body of every operation that takes one."""
    described = description()
    for path, operations in described["paths"].items():
        for method, operation in operations.items():
            content = operation.get("requestBody", {}).get("content", {})
            if "application/json" in content:
                schema = _resolved(described, content["application/json"]["schema"])
                yield method.upper(), path, sorted(schema.get("properties", {}))


def _resolved(described: dict[str, Any], schema: dict[str, Any]) -> dict[str, Any]:
    while "$ref" in schema:
        schema = described["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
    return schema


BODIES = list(_bodies())


@pytest.mark.parametrize(
    ("method", "path", "names"), BODIES, ids=[f"{method} {path}" for method, path, _ in BODIES]
)
class TestEveryBody:
    def test_of_absurd_values_is_refused(
        self, system: Caller, ids: dict[str, str], method: str, path: str, names: list[str]
    ) -> None:
        address = _of_own_things(path, ids)
        for what, value in ABSURD.items():
            fields = ", ".join(f"{json.dumps(name)}: {value}" for name in names or ["nothing"])
            for headers in ({}, {"Idempotency-Key": "absurd", "If-Match": '"v1"'}):
                with undone():
                    answer = system.send(method, address, f"{{{fields}}}".encode(), headers=headers)

                assert 400 <= answer.status_code < 500, (what, answer.content[:300])
                assert json.loads(answer.content)["detail"]


def _of_own_things(path: str, ids: dict[str, str]) -> str:
    parts = []
    for part in path.split("/"):
        name = part.strip("{}")
        parts.append(ids.get(name.removesuffix("_id"), ids["person"]) if name != part else part)
    return "/".join(parts)
