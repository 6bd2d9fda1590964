"""One server process: started, watched, asked to stop, and gone when its parent is gone."""

import ctypes
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

from qiflow.embedded.account import Account
from qiflow.embedded.errors import CannotStart

# Loaded before any fork: a child that has dropped its rights may not read the standard library.
_LIBC = ctypes.CDLL(None)
_PR_SET_PDEATHSIG = 1
_PR_SET_NAME = 15
_LOG_TAIL_CHARACTERS = 400


def die_with_parent(signal_number: signal.Signals) -> Callable[[], None]:
    """A `preexec_fn` that has the kernel signal the child when its parent is killed.

    The kernel counts the creating thread as the parent, so children are started from the
    main thread only.
    """

    def ask_the_kernel() -> None:
        _LIBC.prctl(_PR_SET_PDEATHSIG, int(signal_number))

    return ask_the_kernel


def name_process(name: str) -> None:
    """Have this process called so by `ps` and the kernel, in at most 15 characters."""
    _LIBC.prctl(_PR_SET_NAME, name.encode())


class ServerProcess:
    """A server's process with its log file."""

    def __init__(self, *, name: str, account: Account, log: Path) -> None:
        self.name = name
        self.account = account
        self.log = log
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int | None:
        """The process id while it runs."""
        return self._process.pid if self._process and self.is_running() else None

    def is_running(self) -> bool:
        """Whether the process lives."""
        return self._process is not None and self._process.poll() is None

    def launch(self, command: list[str], *, dies_by: signal.Signals) -> None:
        """Start the process; it gets `dies_by` if this process is killed."""
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd="/",
                start_new_session=True,
                preexec_fn=die_with_parent(dies_by),  # noqa: PLW1509 - before any thread
                **self.account.spawn_options(),
            )

    def wait_until(self, ready: Callable[[], bool], *, timeout_seconds: float) -> None:
        """Wait for the server to answer.

        Raises:
            CannotStart: it ended, or did not answer in time.
        """
        deadline = time.monotonic() + timeout_seconds
        while not ready():
            if not self.is_running() or time.monotonic() > deadline:
                self.end([(signal.SIGKILL, 5.0)])
                raise CannotStart(f"{self.name} did not start: {self._last_words()}")
            time.sleep(0.02)

    def end(self, steps: list[tuple[signal.Signals, float]]) -> None:
        """Send each signal in turn, with so many seconds to obey it."""
        for signal_number, patience_seconds in steps:
            if self._process is None or self._process.poll() is not None:
                return
            self._process.send_signal(signal_number)
            try:
                self._process.wait(patience_seconds)
            except subprocess.TimeoutExpired:
                continue

    def _last_words(self) -> str:
        text = self.log.read_text(errors="replace").strip()
        return f"{text[-_LOG_TAIL_CHARACTERS:]} (log: {self.log})"
