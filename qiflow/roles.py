"""The two database roles: one owns the schema and migrates, one serves and can do less.

The sign-in of `DATABASE_URL` is a member of both; each session takes one of them. Neither can
sign in, is a superuser or passes row-level security.
"""

import contextlib
from collections.abc import Iterator

import psycopg
from psycopg import sql

from qiflow.environment import OWNER_ROLE, SERVING_ROLE

# One preparation at a time in a database, so that two starts at once do not migrate together.
_PREPARING = 0x51494657

_OWNER = sql.Identifier(OWNER_ROLE)
_SERVING = sql.Identifier(SERVING_ROLE)


class CannotPrepare(RuntimeError):
    """The sign-in lacks a right; the message is one line that says which."""


@contextlib.contextmanager
def preparing(url: str) -> Iterator[psycopg.Connection]:
    """A connection as the sign-in itself, alone in preparing this database.

    Raises:
        CannotPrepare: the database cannot be reached.
    """
    try:
        connection = psycopg.connect(url, autocommit=True)
    except psycopg.OperationalError as error:
        raise CannotPrepare(f"Cannot reach the database: {_first_line(error)}") from None
    with connection:
        connection.execute("SELECT pg_advisory_lock(%s)", [_PREPARING])
        yield connection


def make_ready(connection: psycopg.Connection) -> None:
    """Make roles, hand over the database, and set what the serving role may do.

    Raises:
        CannotPrepare: naming the step that the sign-in may not take.
    """
    for role in (OWNER_ROLE, SERVING_ROLE):
        with _explained(f"create the role {role} (needs CREATEROLE)"):
            _make_role(connection, role)
    with _explained(f"give the database to {OWNER_ROLE} (needs to own it, and CREATEDB)"):
        _hand_over_database(connection)
    with _explained("create the extension pg_trgm (needs CREATE on the database)"):
        _as_owner(connection, sql.SQL("CREATE EXTENSION IF NOT EXISTS pg_trgm"))
    with _explained(f"set what {SERVING_ROLE} may do"):
        for statement in _default_privileges():
            _as_owner(connection, statement)


def close_migration_table(connection: psycopg.Connection) -> None:
    """Leave the serving role no way to say that a migration has run."""
    statement = "REVOKE INSERT, UPDATE, DELETE ON django_migrations FROM {}"
    _as_owner(connection, sql.SQL(statement).format(_SERVING))


def _make_role(connection: psycopg.Connection, role: str) -> None:
    row = connection.execute(
        "SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = %s", [role]
    ).fetchone()
    if row and row[0]:
        raise CannotPrepare(f"The role {role} passes row-level security: take that right away.")
    if row is None:
        statement = sql.SQL("CREATE ROLE {} NOLOGIN NOINHERIT").format(sql.Identifier(role))
        # Roles belong to the whole cluster; a start on another database may just have made it.
        with contextlib.suppress(psycopg.errors.DuplicateObject, psycopg.errors.UniqueViolation):
            connection.execute(statement)
    # Since 16, whoever creates a role administers it without being able to act as it.
    kind = "SET" if connection.info.server_version >= 160000 else "MEMBER"
    member = connection.execute("SELECT pg_has_role(%s, %s)", [role, kind]).fetchone()
    if member != (True,):
        connection.execute(sql.SQL("GRANT {} TO CURRENT_USER").format(sql.Identifier(role)))


def _hand_over_database(connection: psycopg.Connection) -> None:
    row = connection.execute(
        "SELECT current_database(), pg_get_userbyid(datdba) FROM pg_database"
        " WHERE datname = current_database()"
    ).fetchone()
    if row is None or row[1] == OWNER_ROLE:
        return
    statement = sql.SQL("ALTER DATABASE {} OWNER TO {}")
    connection.execute(statement.format(sql.Identifier(row[0]), _OWNER))


def _default_privileges() -> list[sql.Composed]:
    """What tables, sequences and functions of coming migrations grant by themselves.

    Nothing is granted on what exists: a migration may have taken a right away on purpose.
    """
    grants = (
        "GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {serving}",
        "GRANT USAGE, SELECT ON SEQUENCES TO {serving}",
        "GRANT EXECUTE ON FUNCTIONS TO {serving}",
        "REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC",
    )
    alter = "ALTER DEFAULT PRIVILEGES FOR ROLE {owner} "
    statements = [sql.SQL(alter + grant).format(owner=_OWNER, serving=_SERVING) for grant in grants]
    statements.append(sql.SQL("REVOKE CREATE ON SCHEMA public FROM PUBLIC").format())
    statements.append(sql.SQL("GRANT USAGE ON SCHEMA public TO {}").format(_SERVING))
    return statements


def _as_owner(connection: psycopg.Connection, statement: sql.SQL | sql.Composed) -> None:
    connection.execute(sql.SQL("SET ROLE {}").format(_OWNER))
    try:
        connection.execute(statement)
    finally:
        connection.execute("RESET ROLE")


@contextlib.contextmanager
def _explained(step: str) -> Iterator[None]:
    try:
        yield
    except psycopg.Error as error:
        raise CannotPrepare(
            f"The sign-in of DATABASE_URL may not {step}: {_first_line(error)}"
        ) from None


def _first_line(error: psycopg.Error) -> str:
    return str(error).strip().split("\n", 1)[0]
