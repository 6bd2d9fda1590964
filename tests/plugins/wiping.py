"""Brings the test database back to what the migrations left, after a test that committed."""

from dataclasses import dataclass

import psycopg
from psycopg import sql

_SNAPSHOT = "as_migrated"  # schema with the rows that migrations wrote
_LITTLE_BYTES = 2**20
_TABLES = """
    SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p') AND NOT c.relispartition
        AND c.relname <> 'django_migrations'
    ORDER BY 1
"""
_COLUMNS = """
    SELECT column_name FROM information_schema.columns
    WHERE table_schema = 'public' AND table_name = %s AND is_generated = 'NEVER'
    ORDER BY ordinal_position
"""


@dataclass(frozen=True, slots=True)
class _Table:
    name: str
    columns: tuple[str, ...]
    has_reference_rows: bool

    def holds_rows(self) -> sql.Composed:
        """One row with the table's name and its size in bytes, if the table has any row."""
        return sql.SQL("SELECT {}, pg_relation_size({}) WHERE EXISTS (SELECT FROM {})").format(
            sql.Literal(self.name), sql.Literal(f'public."{self.name}"'), self._in("public")
        )

    def empty(self, size: int) -> sql.Composed:
        """To truncate is dear, and to delete leaves the space: one is for much, one for little."""
        how = "DELETE FROM {}" if size <= _LITTLE_BYTES else "TRUNCATE {} CASCADE"
        return sql.SQL(how).format(self._in("public"))

    def keep(self) -> sql.Composed:
        return sql.SQL("CREATE TABLE {} AS TABLE {}").format(
            self._in(_SNAPSHOT), self._in("public")
        )

    def restore(self) -> sql.Composed:
        columns = sql.SQL(", ").join(map(sql.Identifier, self.columns))
        return sql.SQL("INSERT INTO {} ({}) OVERRIDING SYSTEM VALUE SELECT {} FROM {}").format(
            self._in("public"), columns, columns, self._in(_SNAPSHOT)
        )

    def _in(self, schema: str) -> sql.Identifier:
        return sql.Identifier(schema, self.name)


class Wiper:
    """Empties all tables and writes the migrations' rows again, past every trigger and policy.

    Works as the superuser of the test server, in a session of its own.
    """

    def __init__(self, url: str) -> None:
        self._connection = psycopg.connect(url, autocommit=True)
        # Triggers that refuse truncation, and foreign keys, do not fire for a replica.
        self._connection.execute("SET session_replication_role = replica")
        # A test that leaves a transaction open fails with a word instead of hanging.
        self._connection.execute("SET lock_timeout = '15s'")
        self._tables = self._remember()

    def wipe(self) -> None:
        """Undo everything that has been committed since the migrations."""
        filled = self._filled()
        tables = self._tables
        emptied = [table.empty(filled[table.name]) for table in tables if table.name in filled]
        restored = [table.restore() for table in tables if table.has_reference_rows]
        # One message to the server, which is one transaction.
        self._connection.execute(sql.SQL("; ").join([*emptied, *restored]))

    def close(self) -> None:
        self._connection.close()

    def _remember(self) -> list[_Table]:
        names = [row[0] for row in self._connection.execute(_TABLES)]
        self._tables = [
            _Table(
                name,
                tuple(row[0] for row in self._connection.execute(_COLUMNS, [name])),
                has_reference_rows=False,
            )
            for name in names
        ]
        filled = self._filled()
        tables = [
            _Table(table.name, table.columns, has_reference_rows=table.name in filled)
            for table in self._tables
        ]
        self._connection.execute(f"DROP SCHEMA IF EXISTS {_SNAPSHOT} CASCADE")
        self._connection.execute(f"CREATE SCHEMA {_SNAPSHOT}")
        for table in tables:
            if table.has_reference_rows:
                self._connection.execute(table.keep())
        return tables

    def _filled(self) -> dict[str, int]:
        """Tables that hold rows; emptying only these makes a wipe cost what the test wrote."""
        question = sql.SQL(" UNION ALL ").join(table.holds_rows() for table in self._tables)
        return dict(self._connection.execute(question).fetchall())
