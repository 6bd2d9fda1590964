"""A private PostgreSQL on a unix socket."""

import os
import shutil
import signal
import subprocess
import time
from pathlib import Path
from urllib.parse import quote

from qiflow.embedded.binaries import postgres_folder
from qiflow.embedded.errors import CannotStart
from qiflow.embedded.folders import Place, data_folder
from qiflow.embedded.process import ServerProcess

SUPERUSER = "qiflow"
_START_SECONDS = 60.0  # crash recovery after a power cut takes its time
_PREVIOUS_STOP_SECONDS = 20.0
_FAST_NOT_SAFE = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")
_ALWAYS = (
    "listen_addresses=",
    "unix_socket_permissions=0700",
    "max_connections=200",
    "logging_collector=off",
    "log_min_messages=warning",
    "timezone=UTC",
    "log_timezone=UTC",
)
#: What PostgreSQL may hold of the tables in its own memory: this share of the machine's, within
#: these megabytes. Its default of 128 MB is less than the hundred thousand projects of a country,
#: and then every read pays for pages that are not there. Memory is taken as it is used.
_SHARE_OF_MEMORY, _LEAST_MB, _MOST_MB = 8, 128, 2048


def memory_mb() -> int:
    """The memory of this machine."""
    return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 2**20


def buffers_mb(memory: int) -> int:
    """How much of so many megabytes of memory PostgreSQL may hold tables in."""
    return max(_LEAST_MB, min(memory // _SHARE_OF_MEMORY, _MOST_MB))


class EmbeddedPostgres:
    """PostgreSQL from the wheel: durable for `make run`, quick and forgetful for tests."""

    def __init__(self, place: Place) -> None:
        self._account = place.account
        self._programs = postgres_folder(place.account)
        self._cluster = data_folder(place.folder, place.account) / "cluster"
        self._sockets = place.sockets
        self._durable = place.durable
        self.process = ServerProcess(name="PostgreSQL", account=place.account, log=place.log)

    def url(self, database: str = "qiflow") -> str:
        """The connection URL of one database on this server."""
        return f"postgresql://{SUPERUSER}@/{database}?host={quote(str(self._sockets))}"

    def start(self) -> None:
        """Make the cluster if there is none, start the server and wait until it answers.

        Raises:
            CannotStart: with the reason in one line.
        """
        if not self._cluster.exists():
            self._create_cluster()
        self._wait_for_a_previous_server()
        kept = f"shared_buffers={buffers_mb(memory_mb())}MB"
        settings = [*_ALWAYS, *((kept,) if self._durable else _FAST_NOT_SAFE)]
        options = [part for setting in settings for part in ("-c", setting)]
        self.process.launch(
            [
                self._program("postgres"),
                "-D",
                str(self._cluster),
                "-k",
                str(self._sockets),
                *options,
            ],
            dies_by=signal.SIGINT,
        )
        self.process.wait_until(self._answers, timeout_seconds=_START_SECONDS)

    def stop(self) -> None:
        """Stop the server: a fast shutdown first, an immediate one if that hangs."""
        self.process.end([(signal.SIGINT, 2.0), (signal.SIGQUIT, 1.0), (signal.SIGKILL, 0.5)])

    def _program(self, name: str) -> str:
        return str(self._programs / name)

    def _create_cluster(self) -> None:
        # Made under another name first: a start killed half-way leaves nothing that looks whole.
        draft = self._cluster.with_name("cluster-draft")
        shutil.rmtree(draft, ignore_errors=True)
        command = [self._program("initdb"), "-D", str(draft), "-U", SUPERUSER]
        # Only the socket's folder lets anyone in, and it is closed to other accounts.
        command += ["-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-instructions"]
        if not self._durable:
            command.append("--no-sync")
        done = self._run(command)
        if done.returncode:
            raise CannotStart(f"PostgreSQL could not make its data folder: {_one_line(done)}")
        draft.rename(self._cluster)

    def _answers(self) -> bool:
        question = [self._program("pg_isready"), "-q", "-h", str(self._sockets), "-U", SUPERUSER]
        return self._run(question).returncode == 0

    def _run(self, command: list[str]) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            command,
            capture_output=True,
            text=True,
            cwd="/",
            timeout=120,
            **self._account.spawn_options(),
        )

    def _wait_for_a_previous_server(self) -> None:
        """Let a server end that lost its parent a moment ago; its data must have one master."""
        deadline = time.monotonic() + _PREVIOUS_STOP_SECONDS
        while self._previous_server_lives():
            if time.monotonic() > deadline:
                raise CannotStart(f"Another PostgreSQL still runs on {self._cluster}.")
            time.sleep(0.1)

    def _previous_server_lives(self) -> bool:
        try:
            pid = int((self._cluster / "postmaster.pid").read_text().split("\n", 1)[0])
            command_line = Path(f"/proc/{pid}/cmdline").read_bytes()
        except (OSError, ValueError):
            return False
        return os.fsencode(self._cluster) in command_line


def _one_line(done: subprocess.CompletedProcess[str]) -> str:
    return " ".join((done.stderr or done.stdout).split())[-400:]
