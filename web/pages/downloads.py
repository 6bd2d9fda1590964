"""A list of a page as a file: which one, narrowed as on the screen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID, uuid4

from django.urls import reverse

from records.exports.declared import EXPORTS


@dataclass(frozen=True, slots=True, kw_only=True)
class Download:
    """What the section "Download" sends. `ticket` names this sending, as in every form."""

    title: str
    href: str
    filters: tuple[tuple[str, str], ...]
    ticket: UUID


def download(name: str, filters: Mapping[str, str] | None = None) -> Download:
    """The section of the list `name`. `filters` as the address of the list has them.

    Raises:
        KeyError: the list cannot be narrowed by one of them, so that the file would hold more
            than the screen.
    """
    export = EXPORTS[name]
    sent = dict(filters or {})
    if strange := sent.keys() - export.filters.keys():
        raise KeyError(f"{name} knows no filter {', '.join(sorted(strange))}.")
    return Download(
        title=export.title,
        href=reverse("web:export", args=[name]),
        filters=tuple(sorted(sent.items())),
        ticket=uuid4(),
    )
