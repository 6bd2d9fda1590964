"""Every door of the table x everybody x every relation, each with its declared answer."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart

from kernel import clock
from tests.integration.walls import table_api, table_pages
from tests.integration.walls.callers import SAFE, Caller
from tests.integration.walls.conftest import left_closed, undone
from tests.integration.walls.doors import Door, cells, filled
from tests.integration.walls.world import CANARIES, Relation, World

API = "/api/v1/"
_PASSING = (Relation.OWN, Relation.SHARED)
_STRANGE = (
    Relation.NOTHING,
    Relation.FOREIGN,
    Relation.MISSING,
    Relation.MIXED,
    Relation.MIXED_MISSING,
)
_FORM = "application/x-www-form-urlencoded"
_ONCE = re.compile(r'nonce="[^"]*"|value="[A-Za-z0-9]{64}"|[0-9a-f-]{36}')


@dataclass(frozen=True, kw_only=True)
class Cell:
    """One request, and what it was answered."""

    caller: str
    relation: Relation
    expected: int
    status: int
    text: str
    in_the_register: bool

    @property
    def problem(self) -> str:
        if self.status != self.expected:
            told = f"{self.status} instead of {self.expected}: {self.text[:160]}"
            return f"{self.caller} / {self.relation}: {told}"
        if CANARIES["other"] in self.text and not self.in_the_register:
            return f"{self.caller} / {self.relation}: tells of the other organisation"
        return ""


def ask(door: Door, caller: Caller, relation: Relation, world: World) -> HttpResponse:
    names: Mapping[str, str] = {
        **door.names(relation, world),
        "soon": (clock.now() + timedelta(days=30)).isoformat(),
    }
    body: Any = None if door.method in SAFE else filled(door.body, names)
    path = door.path.format(**names)
    if not path.startswith("/"):
        path = API + path
    headers = door.sent_headers(relation, world)
    if path.startswith("/") and not path.startswith(API) and door.method == "POST":
        return caller.send("POST", path, b"sent=yes", content_type=_FORM)
    if door.multipart and body is not None:
        form = encode_multipart(BOUNDARY, {name: _file(value) for name, value in body.items()})
        return caller.send(door.method, path, form, content_type=MULTIPART_CONTENT)
    return caller.send(door.method, path, body, headers=headers)


def ask_all(
    door: Door, callers: list[Caller], world: World, relations: tuple[Relation, ...]
) -> list[Cell]:
    """What each caller is answered about each of these relations; nothing of it is kept."""
    asked = [cell for cell in cells(door, callers) if cell[1] in relations]
    with left_closed():
        return [_tried(door, caller, relation, world) for caller, relation in asked]


def _tried(door: Door, caller: Caller, relation: Relation, world: World) -> Cell:
    with undone():
        # What a cell before told in a notice is no part of this answer.
        caller.client.cookies.pop("messages", None)
        answer = ask(door, caller, relation, world)
        return Cell(
            caller=caller.name,
            relation=relation,
            expected=door.expected(caller, relation),
            status=answer.status_code,
            text=_told(answer).decode(errors="replace"),
            in_the_register=caller.registrar,
        )


def _told(answer: HttpResponse) -> bytes:
    """All that the caller got; what comes in pieces is read to its end."""
    return b"".join(answer.streaming_content) if answer.streaming else answer.content  # type: ignore[attr-defined]


def _file(value: Any) -> Any:
    return SimpleUploadedFile("x.csv", value) if isinstance(value, bytes) else value


def told(text: str) -> Any:
    """An answer without what is different in each: the number of the request, tickets, nonces."""
    if not text.startswith("{"):
        return _ONCE.sub("", text)
    return {name: value for name, value in json.loads(text).items() if name != "request_id"}


DOORS = (*table_api.TABLE, *table_api.OTHER_KINDS, *table_pages.TABLE)


def each_door(relations: tuple[Relation, ...]) -> pytest.MarkDecorator:
    """Every door of the table that leads to one of these."""
    doors = [door for door in DOORS if set(relations) & set(door.all_relations())]
    return pytest.mark.parametrize("door", doors, ids=lambda door: door.name)


@pytest.mark.slow
@each_door(_PASSING)
class TestDoor:
    """Both walls let through what is meant to pass."""

    def test_answers_everybody_as_declared(
        self,
        door: Door,
        world: World,
        callers: list[Caller],
        record_property: Any,
    ) -> None:
        tried = ask_all(door, callers, world, _PASSING)

        count(tried, record_property)
        assert not (problems := problems_of(tried)), "\n" + "\n".join(problems)


@pytest.mark.slow
@pytest.mark.usefixtures("first_wall_alone")
@each_door(_STRANGE)
class TestDoorWithoutSecondWall:
    """The first wall alone refuses the rest."""

    def test_refuses_everybody_as_declared(
        self,
        door: Door,
        world: World,
        callers: list[Caller],
        record_property: Any,
    ) -> None:
        tried = ask_all(door, callers, world, _STRANGE)

        count(tried, record_property)
        problems = problems_of(tried) + different_refusals(tried)
        assert not problems, "\n" + "\n".join(problems)


class TestTable:
    def test_of_doors_is_tried_whole(self) -> None:
        """Each relation of each door stands on one of the two sides."""
        assert set(_PASSING) | set(_STRANGE) == set(Relation)
        assert set(_PASSING).isdisjoint(_STRANGE)


def problems_of(tried: list[Cell]) -> list[str]:
    return [cell.problem for cell in tried if cell.problem]


def count(tried: list[Cell], record_property: Any) -> None:
    record_property("cells", len(tried))
    record_property("open_cells", sum(200 <= cell.status < 300 for cell in tried))


def different_refusals(tried: list[Cell]) -> list[str]:
    """Callers who could tell a foreign thing from a missing one."""
    bodies = {(cell.caller, cell.relation): cell for cell in tried if cell.status == 404}
    pairs = (
        (Relation.FOREIGN, Relation.MISSING),
        (Relation.MIXED, Relation.MIXED_MISSING),
    )
    return [
        f"{caller}: {cell.text} / {bodies[(caller, twin)].text}"
        for one, twin in pairs
        for (caller, relation), cell in bodies.items()
        if relation is one
        and (caller, twin) in bodies
        and told(cell.text) != told(bodies[(caller, twin)].text)
    ]
