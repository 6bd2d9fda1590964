"""How a door is declared, and which answer the declaration promises to whom.

Nothing here is recorded from the service: an answer follows from what the caller's role permits
(`people.roles`) and from what the thing is to the caller.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.integration.walls.callers import SAFE, Caller
from tests.integration.walls.world import Relation, World

#: A version that no thing has: a change that passes the walls ends with 412 and changes nothing.
STALE = {"If-Match": '"v999999"'}
STALE_ANSWER = 412
OPEN: tuple[str, ...] = ()
NOBODY = ("held by nobody",)
_MIXED = (Relation.MIXED, Relation.MIXED_MISSING)


@dataclass(frozen=True, kw_only=True)
class Door:
    """One method of one address.

    `path` and `body` name things of the world in braces; `ok` answers whom the door lets through.
    `may`: one of these permissions opens it. `shared`: one of these opens it for what another
    organisation shares (None where nothing can be shared). `unseen`: the answer to whoever may
    not, 404 where even the existence is hidden. `overseen`: overseers know of the thing.
    `register`: the thing is a body of the register, of which the registrar knows every one;
    `registrar_may`: and may do this to it. `national`: for national roles alone, whosever it is.
    `mixed`: names that are tried with a foreign thing below an own one; `mixed_first`: whether it
    exists there is asked before rights, `strange`: the answer, 400 where a body names it.
    `also`: one of these permissions is needed as well. `roleless`: the answer to users without
    any role, where it differs.
    """

    method: str
    path: str
    ok: int = 200
    body: Mapping[str, Any] | None = None
    may: tuple[str, ...] = OPEN
    shared: tuple[str, ...] | None = None
    unseen: int = 403
    overseen: bool = False
    register: bool = False
    registrar_may: bool = False
    national: bool = False
    for_keys: int | None = None
    relations: tuple[Relation, ...] = (Relation.OWN, Relation.FOREIGN, Relation.MISSING)
    mixed: tuple[str, ...] = ()
    mixed_first: bool = False
    strange: int = 404
    also: tuple[str, ...] = OPEN
    roleless: int | None = None
    multipart: bool = False
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def name(self) -> str:
        return f"{self.method} {self.path}"

    def all_relations(self) -> tuple[Relation, ...]:
        shared = (Relation.SHARED,) if self.shared is not None else ()
        mixed = _MIXED if self.mixed else ()
        return (*self.relations, *shared, *mixed)

    def names(self, relation: Relation, world: World) -> Mapping[str, str]:
        """What the names in braces stand for."""
        if relation is Relation.NOTHING:
            return world.ids[Relation.OWN]
        if relation not in _MIXED:
            return world.ids[relation]
        whose = Relation.FOREIGN if relation is Relation.MIXED else Relation.MISSING
        strange = {name: world.ids[whose][name] for name in self.mixed}
        return {**world.ids[Relation.OWN], **strange}

    def sent_headers(self, relation: Relation, world: World) -> Mapping[str, str]:
        """A stale version; where a strange child is tried, the parent's own."""
        if relation in _MIXED and self.headers:
            version = world.versions[self.path.partition("/")[0]]
            return {**self.headers, "If-Match": f'"v{version}"'}
        return self.headers

    def expected(self, caller: Caller, relation: Relation) -> int:
        """The answer that this declaration promises."""
        return self._before_the_thing(caller) or self._at_the_thing(caller, relation)

    def _before_the_thing(self, caller: Caller) -> int | None:
        """The answer to whoever is refused whatever the thing is."""
        if not caller.signed_in:
            return 401
        if self.method not in SAFE and not caller.may_write:
            return 403
        if self.national and not (caller.national and caller.may(self.may)):
            return 403
        return None

    def _at_the_thing(self, caller: Caller, relation: Relation) -> int:
        """First whether it is there for the caller, then what the caller may."""
        hidden = not self.national and not self._known(caller, relation)
        strange = self.mixed_first and relation in _MIXED
        if hidden or strange or relation is Relation.MISSING:
            return 404
        if self.roleless is not None and not caller.role:
            return self.roleless
        if self.for_keys is not None and caller.key:
            return self.for_keys
        if not self._permitted(caller, relation):
            return self.unseen
        if not caller.may(self.also):
            return 403
        return self.strange if relation in _MIXED else self.ok

    def _known(self, caller: Caller, relation: Relation) -> bool:
        """May the caller know that the thing is there?"""
        if relation is Relation.NOTHING:
            return True
        if self.register and caller.registrar:
            return relation is not Relation.MISSING
        if relation in (Relation.FOREIGN, Relation.MISSING):
            return False
        if relation is Relation.SHARED:
            return caller.member
        return caller.member or (self.overseen and caller.overseer)

    def _permitted(self, caller: Caller, relation: Relation) -> bool:
        if self.registrar_may and caller.registrar:
            return True
        asked = self.shared if relation is Relation.SHARED else self.may
        return caller.may(asked or OPEN)


@dataclass(frozen=True, kw_only=True)
class OpenDoor(Door):
    """A door for people who need not be signed in: whoever holds the right word passes.

    `member` and `other`: the answers to whoever is signed in, in the home organisation or not.
    """

    relations: tuple[Relation, ...] = (Relation.NOTHING,)
    member: int
    other: int

    def expected(self, caller: Caller, relation: Relation) -> int:
        if caller.key:
            return 403
        if not caller.signed_in:
            return 401 if caller.headers else self.ok
        return self.member if caller.member else self.other


def filled(value: Any, names: Mapping[str, str]) -> Any:
    """A body with the things of a relation in it."""
    if isinstance(value, str):
        return value.format(**names) if "{" in value else value
    if isinstance(value, Mapping):
        return {name: filled(inner, names) for name, inner in value.items()}
    if isinstance(value, list | tuple):
        return [filled(inner, names) for inner in value]
    return value


#: Whether a foreign thing can be told from a missing one is tried by one of each kind of caller:
#: the answer to what is not there is the same code for all of them.
TELLERS = frozenset(
    {"administrator", "auditor", "partner", "system_lead", "user without a role", "key to read"}
)
_NOT_THERE = (Relation.MISSING, Relation.MIXED_MISSING)


def cells(door: Door, callers: list[Caller]) -> Iterator[tuple[Caller, Relation]]:
    """Everybody with what is their own and what is not; the tellers with what is not there."""
    for caller in callers:
        for relation in door.all_relations():
            if relation not in _NOT_THERE or caller.name in TELLERS:
                yield caller, relation
