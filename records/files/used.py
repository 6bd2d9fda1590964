"""Who uses a file: what was decided on it keeps it. Every app declares its own uses."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

#: Finds the sentences that say where a file is used, such as "the decision of 3 March 2027".
Use = Callable[[UUID], list[str]]

USES: dict[str, Use] = {}


def register(name: str, use: Use) -> None:
    """Add a use; a second of one name is a fault."""
    if USES.get(name, use) is not use:
        raise ValueError(f"There are two uses of files named {name}.")
    USES[name] = use


def uses_of(file_id: UUID) -> list[str]:
    """Everywhere that a file is used, in words."""
    return [words for _, use in sorted(USES.items()) for words in use(file_id)]
