"""When a page need not be looked through a second time."""

from __future__ import annotations

from uuid import uuid4

from tests.journeys.sameness import fingerprint

ONE, OTHER, THIRD = (str(uuid4()) for _ in range(3))
TICKET = "aB3" * 21 + "x"


def page(*words: str) -> list[object]:
    return [True, "".join(f"<p id='{word}'></p>" for word in words), [["", False]]]


class TestLook:
    def test_is_the_same_at_pages_that_differ_in_identifiers(self) -> None:
        assert fingerprint(page(ONE, OTHER)) == fingerprint(page(OTHER, THIRD))
        assert fingerprint(page(TICKET)) == fingerprint(page(TICKET[::-1]))

    def test_is_another_where_an_identifier_stands_twice(self) -> None:
        assert fingerprint(page(ONE, ONE)) != fingerprint(page(ONE, OTHER))

    def test_is_another_for_any_other_word(self) -> None:
        assert fingerprint(page("name")) != fingerprint(page("names"))
