"""Both servers, with the folder that their sockets share."""

from pathlib import Path

import psycopg

from qiflow.embedded.account import server_account
from qiflow.embedded.folders import Place, remove_socket_folder, socket_folder
from qiflow.embedded.postgres import EmbeddedPostgres
from qiflow.embedded.valkey import EmbeddedValkey


class EmbeddedServers:
    """Those of PostgreSQL and Valkey that the environment does not name."""

    def __init__(
        self, *, home: Path, logs: Path, durable: bool, postgres: bool, valkey: bool
    ) -> None:
        account = server_account()
        self.sockets = socket_folder(account)

        def place(name: str) -> Place:
            return Place(
                folder=home / name,
                sockets=self.sockets,
                log=logs / f"{name}.log",
                account=account,
                durable=durable,
            )

        self.postgres = EmbeddedPostgres(place("postgres")) if postgres else None
        self.valkey = EmbeddedValkey(place("valkey")) if valkey else None

    def running(self) -> list[EmbeddedPostgres | EmbeddedValkey]:
        """The servers that are ours to keep alive."""
        return [server for server in (self.postgres, self.valkey) if server is not None]

    def start(self) -> None:
        """Start what is ours, and make the database if there is none.

        Raises:
            CannotStart: with the reason in one line.
        """
        for server in self.running():
            server.start()
        if self.postgres:
            _make_database(self.postgres.url("postgres"))

    def addresses(self) -> dict[str, str]:
        """Environment variables that lead to the servers."""
        found = {}
        if self.postgres:
            found["DATABASE_URL"] = self.postgres.url()
        if self.valkey:
            found["REDIS_URL"] = self.valkey.url()
        return found

    def stop(self) -> None:
        """Stop what is ours and remove the sockets."""
        for server in self.running():
            server.stop()
        remove_socket_folder(self.sockets)


def _make_database(url: str) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        known = connection.execute("SELECT FROM pg_database WHERE datname = 'qiflow'").fetchone()
        if known is None:
            connection.execute("CREATE DATABASE qiflow")
