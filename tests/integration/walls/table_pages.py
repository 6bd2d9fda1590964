"""Every page, with who may open it and what a form sent to it needs.

A page that is not here fails the build. To add one: `opens(...)` for what is read, `sends(...)`
for a form. A form is sent without fields, so whoever may send it meets its errors (422), and
nothing is changed.
"""

from __future__ import annotations

from typing import Any

from tests.integration.walls.doors import OPEN, Door
from tests.integration.walls.world import Relation

#: Open to everybody, signed in or not: an answer to each method that they offer.
PUBLIC = (
    ("GET", "/accessibility", 200),
    ("GET", "/healthz", 200),
    ("GET", "/readyz", 200),
    ("GET", "/metrics", 200),
    ("GET", "/api/schema", 200),
    ("GET", "/api/docs", 200),
    ("GET", "/api/docs/{key}", 404),
)


def opens(path: str, may: tuple[str, ...] = OPEN, **more: Any) -> Door:
    return Door(method="GET", path=path, may=may, **more)


def listed(path: str, **more: Any) -> Door:
    return opens(path, relations=(Relation.NOTHING,), **more)


def sends(path: str, may: tuple[str, ...] = OPEN, **more: Any) -> Door:
    return Door(method="POST", path=path, may=may, **{"ok": 422, **more})


TABLE: tuple[Door, ...] = ()
