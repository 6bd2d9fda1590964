"""Identifiers in statements."""

from __future__ import annotations

from uuid import UUID, uuid4

from kernel.lookups import one_of, uuid_array


class TestUuidArray:
    def test_is_the_text_of_an_array(self) -> None:
        assert uuid_array([UUID(int=1), UUID(int=2)]) == f"{{{UUID(int=1)},{UUID(int=2)}}}"

    def test_of_nothing_is_an_empty_array(self) -> None:
        assert uuid_array([]) == "{}"


class TestOneOf:
    def test_asks_for_a_single_id_by_an_equation(self) -> None:
        assert one_of("p.id", "ids", [uuid4()]) == "p.id = (%(ids)s::uuid[])[1]"

    def test_asks_for_any_of_several(self) -> None:
        wanted = "p.id = ANY (%(ids)s::uuid[])"
        assert one_of("p.id", "ids", [uuid4(), uuid4()]) == wanted

    def test_of_nothing_is_true_of_no_row(self) -> None:
        assert one_of("p.id", "ids", []) == "p.id = ANY (%(ids)s::uuid[])"
