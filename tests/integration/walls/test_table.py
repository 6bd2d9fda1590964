"""The tables name every door of the service, and no other."""

from __future__ import annotations

from tests.integration.walls import table_api, table_pages
from tests.integration.walls.routes import API, bare, described, resolved

#: Values in the table that stand in the address as they are.
_LITERAL = {
    "rules/C01": "rules/{}",
    "standards/min_psp": "standards/{}",
    "search?q=word": "search",
    "last-seen/action/{action}": "last-seen/{}/{}",
    "measures/pooled?family=outcome": "measures/pooled",
    "measures/{measure}/points/2026-01-01": "measures/{}/points/{}",
}


def _declared_api() -> list[tuple[str, str]]:
    return [
        (door.method, API + _LITERAL.get(door.path, bare(door.path))) for door in table_api.TABLE
    ]


def _declared_pages() -> set[tuple[str, str]]:
    # Which methods a page takes is its own to say; the resolver knows only that it is there.
    public = {("GET", bare(path)) for _, path, _ in table_pages.PUBLIC}
    pages = {("GET", _page(door.path)) for door in table_pages.TABLE}
    return public | pages | {("GET", table_pages.SIGN_OUT)}


def _page(path: str) -> str:
    path = path.partition("?")[0]
    for word, named in table_pages.WORDS:
        path = path.replace(word, named)
    return bare(path)


class TestTables:
    def test_name_every_address_of_the_resolver(self) -> None:
        api = {route for route in resolved() if route[1].startswith(API)}

        assert api - set(_declared_api()) == set()
        assert resolved() - api - _declared_pages() == set()

    def test_name_every_operation_of_the_description(self) -> None:
        assert described() - set(_declared_api()) == set()

    def test_name_nothing_that_is_not_there(self) -> None:
        assert set(_declared_api()) - resolved() == set()
        assert _declared_pages() - resolved() == set()

    def test_name_each_door_once(self) -> None:
        declared = _declared_api()

        assert len(declared) == len(set(declared))

    def test_agree_with_resolver_and_description_on_the_api(self) -> None:
        assert described() == {route for route in resolved() if route[1].startswith(API)}
