"""What the description of the API says of each operation."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from qiflow.instance import BASE_DIR

_METHODS = {"get", "post", "put", "patch", "delete"}


def operations() -> Iterator[tuple[str, str, dict[str, Any]]]:
    described = json.loads((BASE_DIR / "docs/generated/openapi.json").read_text())
    for path, beside in described["paths"].items():
        for method in _METHODS & beside.keys():
            yield path, method, beside[method]


class TestOperations:
    def test_each_says_what_it_does(self) -> None:
        silent = [(method, path) for path, method, one in operations() if not one["description"]]

        assert silent == []

    def test_a_change_is_not_described_as_what_it_changes(self) -> None:
        said: dict[tuple[str, str], list[str]] = {}
        for path, method, one in operations():
            said.setdefault((path, one["description"]), []).append(method)

        assert [(path, methods) for (path, _), methods in said.items() if len(methods) > 1] == []
