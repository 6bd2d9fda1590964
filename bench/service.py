"""The service's own processes, started as `manage.py up` starts them."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from bench.client import HOST, Connection, request
from bench.population import TOKEN
from qiflow.instance import BASE_DIR
from qiflow.supervisor import programs
from qiflow.supervisor.children import Program

#: As a proxy sends it: production answers plain requests from outside with a redirect.
FORWARDED = {"X-Forwarded-Proto": "https"}
KEY = {**FORWARDED, "Authorization": f"Bearer {TOKEN}"}


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


@contextmanager
def web(
    *, application: str = "qiflow.wsgi:application", environ: Mapping[str, str] | None = None
) -> Iterator[int]:
    """The web server with its two workers; gives its port."""
    port = free_port()
    program = programs.web(host=HOST, port=port)
    own = Program(
        name=program.name,
        arguments=(*program.arguments[:-1], "--log-level", "error", application),
        environment=program.environment,
    )
    with running(own, environ=environ):
        _wait_until_it_answers(port)
        yield port


@contextmanager
def running(
    *wanted: Program, environ: Mapping[str, str] | None = None
) -> Iterator[list[subprocess.Popen[bytes]]]:
    """Programs of the service, ended with everything they started."""
    processes = [
        subprocess.Popen(
            [sys.executable, *program.arguments],
            env={**os.environ, **(environ or {}), **dict(program.environment)},
            cwd=BASE_DIR,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            start_new_session=True,
        )
        for program in wanted
    ]
    try:
        yield processes
    finally:
        for process in processes:
            process.terminate()
        for process in processes:
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(8)
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def _wait_until_it_answers(port: int, *, patience: float = 60) -> None:
    deadline = time.monotonic() + patience
    while True:
        with contextlib.suppress(OSError):
            connection = Connection(port)
            connection.ask(request("GET", "/healthz", headers=FORWARDED))
            return connection.close()
        if time.monotonic() > deadline:
            raise RuntimeError("The web server did not answer.")
        time.sleep(0.1)
