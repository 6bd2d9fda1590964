"""Who a recipient is at this moment: name, address and needs, many at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from records.messages.declared import Recipient


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """How an organisation reaches somebody, and what the person needs. Known to that one alone."""

    needs: tuple[str, ...] = ()
    language: str = ""
    notes: str = ""
    phone: str = ""
    postal_address: str = ""


UNKNOWN = Reach()


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody who is told. `places`: where a user works today; None where that is not asked."""

    name: str
    email: str = ""
    reach: Mapping[UUID, Reach] = field(default_factory=dict)
    places: frozenset[UUID] | None = None

    def reach_in(self, organisation_id: UUID | None) -> Reach:
        """What this organisation knows of the reader, and nothing that another one knows."""
        return self.reach.get(organisation_id, UNKNOWN) if organisation_id else UNKNOWN

    def belongs_to(self, organisation_id: UUID | None) -> bool:
        """May the reader be told of what happens there?"""
        return self.places is None or organisation_id is None or organisation_id in self.places


#: Readers by id, or (name, address) by id; those who are gone are left out.
Found = Mapping[UUID, Reader | tuple[str, str]]
Resolver = Callable[[Sequence[UUID]], Found]

_RESOLVERS: dict[str, Resolver] = {}


def register_recipient(kind: str, resolver: Resolver) -> None:
    """Say how recipients of a kind are found; a second way of one kind is a fault."""
    if _RESOLVERS.get(kind, resolver) is not resolver:
        raise ValueError(f"There are two ways to find a recipient of kind {kind}.")
    _RESOLVERS[kind] = resolver


def require_known(recipients: Iterable[Recipient]) -> None:
    """Raises: ValueError: nobody has said how recipients of a kind are found."""
    strange = {one.kind for one in recipients} - set(_RESOLVERS)
    if strange:
        raise ValueError(f"Nobody can find recipients of kind {', '.join(sorted(strange))}.")


def readers_of(recipients: Iterable[Recipient]) -> dict[Recipient, Reader]:
    """Those who can be told anything, in a fixed number of queries for each kind."""
    wanted: dict[str, set[UUID]] = {}
    for one in recipients:
        wanted.setdefault(one.kind, set()).add(one.id)
    found: dict[Recipient, Reader] = {}
    for kind, ids in sorted(wanted.items()):
        # What a later version of the service wrote may be of a kind that is not known here.
        known = _RESOLVERS.get(kind)
        for key, value in (known(sorted(ids)) if known else {}).items():
            found[Recipient(kind, key)] = Reader(*value) if isinstance(value, tuple) else value
    return found
