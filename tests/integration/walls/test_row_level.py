"""The second wall alone: what plain SQL shows a connection that was narrowed by a door."""

from __future__ import annotations

import re

import pytest
from django.db import connection

from kernel import tenancy
from kernel.actors import Actor, ActorKind
from tests.integration.walls.conftest import undone
from tests.integration.walls.world import Relation, World

_TENANT_TABLES = """
    SELECT c.relname FROM pg_class c
    JOIN pg_namespace n ON n.oid = c.relnamespace AND n.nspname = 'public'
    JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'organisation_id'
    WHERE c.relkind = 'r' AND NOT a.attisdropped ORDER BY 1
"""
#: Columns by which a row may belong to what is shared with another organisation.
_SHARED_BY = ("committee_id", "project_id", "subject_id", "aggregate_id", "id")
#: Of these the world holds nothing; what their policies look at is read below.
EMPTY = {
    "governance_committeeapproval",
    "governance_poolmember",
    "governance_suspension",
    "kernel_standard",
    "kernel_standing",
}
#: Tables whose rows a wider role reads.
_OVERSEEN = {"people_unit", "people_unitplace", "governance_committee"}


def rows(sql: str, *values: object) -> list[tuple[object, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, list(values))
        return list(cursor.fetchall())


@pytest.fixture(scope="module")
def tables(world: World) -> list[str]:
    return [str(row[0]) for row in rows(_TENANT_TABLES)]


def narrowed(world: World, **reach: frozenset[object]) -> None:
    tenancy.narrow_to(Actor(kind=ActorKind.USER, **reach))  # type: ignore[arg-type]


class TestTables:
    def test_are_many(self, tables: list[str]) -> None:
        assert len(tables) > 30

    def test_hold_rows_of_both_organisations(self, world: World, tables: list[str]) -> None:
        """So that the tests below see something where the wall is missing."""
        empty = {
            table
            for table in tables
            if not {world.home.pk, world.other.pk} <= _organisations(table)
        }

        assert empty <= EMPTY, sorted(empty - EMPTY)

    def test_have_no_policy_that_is_open(self, tables: list[str]) -> None:
        """Also where the world holds no row: what a policy looks at is what it may look at."""
        policies = rows(
            "SELECT tablename, policyname, coalesce(qual, '') || coalesce(with_check, '')"
            " FROM pg_policies WHERE policyname LIKE 'tenant%%' AND tablename = ANY (%s)",
            tables,
        )
        open_ones = {
            (table, name)
            for table, name, condition in policies
            if "qiflow.organisations" not in str(condition)
            or re.search(r"\btrue\b", _without_functions(str(condition)))
        }

        assert len(policies) == 4 * len(tables)
        assert open_ones == set()

    def test_show_a_member_the_own_organisation_alone(
        self, world: World, tables: list[str]
    ) -> None:
        with undone():
            narrowed(world, organisation_ids=frozenset({world.home.pk}))
            seen = {table: _organisations(table) for table in tables}

        leaks = {table: found for table, found in seen.items() if world.other.pk in found}
        assert leaks == {}

    def test_show_nothing_to_a_connection_without_an_actor(
        self, world: World, tables: list[str]
    ) -> None:
        with undone():
            tenancy.close()
            seen = {table: _organisations(table) for table in tables}

        assert {table: found for table, found in seen.items() if found - {None}} == {}

    def test_show_of_shared_things_their_own_rows_alone(
        self, world: World, tables: list[str]
    ) -> None:
        shared = world.ids[Relation.SHARED]
        things = {shared["committee"], shared["project"]}
        with undone():
            narrowed(
                world,
                organisation_ids=frozenset({world.home.pk}),
                shared_ids=frozenset(things),
            )
            strange = {
                table: found
                for table in tables
                if (found := _not_of(table, world.other.pk, things))
            }

        assert strange == {}

    def test_show_an_overseer_findings_and_bodies_alone(
        self, world: World, tables: list[str]
    ) -> None:
        with undone():
            narrowed(world, oversight_ids=frozenset({world.home.pk}))
            seen = {table for table in tables if world.home.pk in _organisations(table)}

        assert {table for table in seen if not table.startswith("kernel_")} <= _OVERSEEN
        assert {"kernel_event", "kernel_transition", "kernel_pending"}.isdisjoint(seen)

    def test_take_no_row_for_another_organisation(self, world: World, tables: list[str]) -> None:
        changed = {}
        with undone():
            narrowed(world, organisation_ids=frozenset({world.home.pk}))
            for table in tables:
                if table not in ("kernel_event", "kernel_transition"):
                    changed[table] = _touched(table, world.other.pk)

        assert {table: count for table, count in changed.items() if count} == {}


def _without_functions(condition: str) -> str:
    """A condition without the calls in it, whose arguments may be true."""
    return re.sub(r"current_setting\([^)]*\)", "", condition)


def _organisations(table: str) -> set[object]:
    return {row[0] for row in rows(f'SELECT DISTINCT organisation_id FROM "{table}"')}


def _touched(table: str, organisation_id: object) -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            f'UPDATE "{table}" SET organisation_id = organisation_id WHERE organisation_id = %s',
            [organisation_id],
        )
        return int(cursor.rowcount)


def _not_of(table: str, organisation_id: object, things: set[str]) -> list[str]:
    """Rows of an organisation that are seen and belong to none of the shared things."""
    columns = [
        str(row[0])
        for row in rows(
            "SELECT attname FROM pg_attribute WHERE attrelid = %s::regclass AND attname = ANY (%s)",
            table,
            list(_SHARED_BY),
        )
    ]
    named = " , ".join(f"{column}::text" for column in columns) or "NULL"
    found = rows(f'SELECT {named} FROM "{table}" WHERE organisation_id = %s', organisation_id)
    return [str(row) for row in found if not things & {str(value) for value in row}]
