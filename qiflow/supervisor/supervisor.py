"""The one process above all others: starts them, starts again what dies, ends them together."""

import os
import signal
import socket
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import FrameType
from typing import NoReturn

from qiflow.embedded.errors import CannotStart
from qiflow.embedded.folders import remove_socket_folder
from qiflow.embedded.pair import EmbeddedServers
from qiflow.instance import Instance, Refused
from qiflow.supervisor.children import RESTART_PAUSE_SECONDS, Child, Program
from qiflow.supervisor.preparation import prepare

LOOK_EVERY_SECONDS = 0.1
CHILDREN_PATIENCE_SECONDS = 5.0  # with the servers' 4.5 this stays within the promised 10
_STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class _StopRequested(Exception):
    """Ctrl-C, a request to end, or a closed terminal."""


class Supervisor:
    """Runs one copy of the service until it is asked to stop."""

    def __init__(
        self,
        instance: Instance,
        *,
        programs: Sequence[Program],
        host: str,
        environ: Mapping[str, str],
        say: Callable[[str], None],
    ) -> None:
        self._instance = instance
        self._programs = programs
        self._host = host
        self._given = environ
        self._say = say
        self._servers: EmbeddedServers | None = None
        self._children: list[Child] = []
        self._announced = False

    def run(self) -> None:
        """Start everything and keep it running.

        Raises:
            Refused: it cannot start; the message is for the person at the terminal.
        """
        self._instance.open_home()
        with self._instance.locked():
            self._refuse_taken_port()
            try:
                self._listen_for_stop()
                self._start()
                while True:
                    self._look()
                    time.sleep(LOOK_EVERY_SECONDS)
            except _StopRequested:
                self._say("Stopping.")
            except CannotStart as problem:
                raise Refused(str(problem)) from None
            finally:
                self._ignore_further_stops()
                self._stop()
        self._say("Stopped.")

    def _start(self) -> None:
        self._start_servers()
        environ = self._environment()
        prepare(self._instance, environ=environ, say=self._say)
        in_terminal = environ.get("QIFLOW_ENV") == "production"
        self._children = [
            Child(
                program,
                environ=environ,
                log=None if in_terminal else self._instance.log_file(program.name),
            )
            for program in self._programs
        ]

    def _start_servers(self) -> None:
        self._remove_old_sockets()
        self._servers = EmbeddedServers(
            home=self._instance.home,
            logs=self._instance.home / "logs",
            durable=True,
            postgres=not self._given.get("DATABASE_URL"),
            valkey=not self._given.get("REDIS_URL"),
        )
        if self._servers.running():
            self._say("Starting PostgreSQL and Valkey.")
        self._servers.start()
        sockets = {"SOCKETS": str(self._servers.sockets)}
        self._instance.write_addresses({**self._servers.addresses(), **sockets})

    def _remove_old_sockets(self) -> None:
        """Take away what a supervisor left that was killed before it could."""
        if old := self._instance.read_addresses().get("SOCKETS"):
            remove_socket_folder(Path(old))

    def _environment(self) -> dict[str, str]:
        assert self._servers is not None  # noqa: S101 - for the type checker: started just before
        environ = {**self._given, **self._servers.addresses(), "PYTHONUNBUFFERED": "1"}
        environ["PORT"] = str(self._instance.port)
        environ.setdefault("QIFLOW_STATIC_ROOT", str(self._instance.static_folder))
        environ.setdefault("QIFLOW_MEDIA_ROOT", str(self._instance.home / "media"))
        if environ.get("QIFLOW_ENV") != "production":
            environ.setdefault("QIFLOW_SECRET_KEY", self._instance.secret_key())
        return environ

    def _look(self) -> None:
        self._revive_servers()
        for child in self._children:
            if news := child.tend():
                self._say(f"{news} Log: {self._instance.log_file(child.program.name)}")
        if not self._announced and self._port_answers():
            self._announced = True
            self._announce()

    def _revive_servers(self) -> None:
        assert self._servers is not None  # noqa: S101 - for the type checker: started before
        for server in self._servers.running():
            if server.process.is_running():
                continue
            self._say(f"{server.process.name} ended; starting it again.")
            time.sleep(RESTART_PAUSE_SECONDS)
            try:
                server.start()
            except CannotStart as problem:
                self._say(str(problem))

    def _announce(self) -> None:
        self._say(f"\nQIflow answers at http://{self._shown_host()}:{self._instance.port}/")
        if self._instance.sign_ins_file.exists():
            self._say(self._instance.sign_ins_file.read_text().rstrip())
        self._say(f"Logs are in {self._instance.home / 'logs'}. Ctrl-C stops everything.\n")

    def _stop(self) -> None:
        for child in self._children:
            child.ask_to_end()
        deadline = time.monotonic() + CHILDREN_PATIENCE_SECONDS
        for child in self._children:
            child.wait(deadline - time.monotonic())
            child.kill()
        if self._servers:
            self._servers.stop()
            self._instance.addresses_file.unlink(missing_ok=True)

    def _refuse_taken_port(self) -> None:
        family = socket.AF_INET6 if ":" in self._host else socket.AF_INET
        with socket.socket(family) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((self._host, self._instance.port))
            except OSError as error:
                raise Refused(
                    f"Cannot listen on {self._host}:{self._instance.port} "
                    f"({os.strerror(error.errno or 0)}); choose another with PORT=."
                ) from None

    def _port_answers(self) -> bool:
        try:
            with socket.create_connection((self._shown_host(), self._instance.port), timeout=0.2):
                return True
        except OSError:
            return False

    def _shown_host(self) -> str:
        return "127.0.0.1" if self._host in {"0.0.0.0", "::"} else self._host  # noqa: S104 - compared only

    def _listen_for_stop(self) -> None:
        def stop(_number: int, _frame: FrameType | None) -> NoReturn:
            self._ignore_further_stops()
            raise _StopRequested

        for number in _STOP_SIGNALS:
            signal.signal(number, stop)

    def _ignore_further_stops(self) -> None:
        for number in _STOP_SIGNALS:
            signal.signal(number, signal.SIG_IGN)
