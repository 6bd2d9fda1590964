"""Ways of declaring doors of the API, for the tables."""

from __future__ import annotations

from typing import Any

from tests.integration.walls.doors import STALE, STALE_ANSWER, Door
from tests.integration.walls.world import Relation

_NO_THING = (Relation.NOTHING,)


def lists(path: str, **more: Any) -> Door:
    """A list: open to everybody who is signed in, and empty where the role reads nothing."""
    return Door(method="GET", path=path, relations=_NO_THING, **more)


def reads(path: str, may: tuple[str, ...], **more: Any) -> Door:
    return Door(method="GET", path=path, may=may, **more)


def changes(method: str, path: str, may: tuple[str, ...], body: Any, **more: Any) -> Door:
    """A change of a thing, sent with a version that is not its own: nothing is changed."""
    more = {"ok": STALE_ANSWER, "headers": STALE, **more}
    return Door(method=method, path=path, may=may, body=body, **more)


def makes(path: str, may: tuple[str, ...], body: Any, **more: Any) -> Door:
    """Something new, in the organisation that the body names."""
    return Door(method="POST", path=path, may=may, body=body, **{"ok": 201, **more})
