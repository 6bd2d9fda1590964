"""One long-running process of the service, with everything it starts in turn."""

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from qiflow.embedded.process import die_with_parent
from qiflow.instance import BASE_DIR

RESTART_PAUSE_SECONDS = 1.0
EARLY_SECONDS = 10.0  # a program that ends sooner than this after its start never worked
QUIET_EVERY = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Program:
    """What to run: Python's arguments, under a name for people and logs."""

    name: str
    arguments: tuple[str, ...]
    environment: tuple[tuple[str, str], ...] = ()


class Child:
    """A program that is kept running."""

    def __init__(self, program: Program, *, environ: Mapping[str, str], log: Path | None) -> None:
        self.program = program
        self._environ = {**environ, **dict(program.environment)}
        self._log = log
        self._process: subprocess.Popen[bytes] | None = None
        self._due_at = 0.0  # monotonic seconds
        self._started_at = 0.0
        self._early_ends = 0

    @property
    def pid(self) -> int | None:
        """The process id, also of the group, while it runs."""
        return self._process.pid if self._process and self._process.poll() is None else None

    def tend(self) -> str | None:
        """Start the program when it should run and does not; says so when it has died."""
        if self._process is None:
            if time.monotonic() >= self._due_at:
                self._launch()
            return None
        status = self._process.poll()
        if status is None:
            return None
        # What it had started must not outlive it: a worker of the dead one would hold its port.
        self.kill()
        self._process = None
        self._due_at = time.monotonic() + RESTART_PAUSE_SECONDS
        return self._news(status)

    def _news(self, status: int) -> str | None:
        early = time.monotonic() - self._started_at < EARLY_SECONDS
        self._early_ends = self._early_ends + 1 if early else 0
        # A program that cannot start at all is told of now and then, not every second.
        if self._early_ends % QUIET_EVERY > 1:
            return None
        return f"{self.program.name} ended ({_explain(status)}); starting it again."

    def ask_to_end(self) -> None:
        """Ask the first process only: it lets its own workers finish what they hold."""
        if self._process and self._process.poll() is None:
            self._process.terminate()

    def wait(self, seconds: float) -> None:
        """Wait for the first process to end."""
        if self._process:
            with contextlib.suppress(subprocess.TimeoutExpired):
                self._process.wait(max(seconds, 0.0))

    def kill(self) -> None:
        """End the whole group at once."""
        if self._process:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()

    def _launch(self) -> None:
        self._started_at = time.monotonic()
        with contextlib.ExitStack() as stack:
            output = stack.enter_context(self._log.open("ab")) if self._log else None
            self._process = subprocess.Popen(
                [sys.executable, *self.program.arguments],
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                cwd=BASE_DIR,
                env=self._environ,
                start_new_session=True,
                preexec_fn=die_with_parent(signal.SIGTERM),  # noqa: PLW1509 - started from the main thread, before any other
            )


def _explain(status: int) -> str:
    return f"signal {-status}" if status < 0 else f"status {status}"
