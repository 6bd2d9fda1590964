"""The running service, in processes of its own, on the test database."""

import os
import socket
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from threading import Event
from time import monotonic
from urllib.error import URLError
from urllib.request import urlopen

from qiflow.supervisor import programs
from qiflow.supervisor.children import Child, Program

_START_SECONDS = 60
_LOOK_EVERY_SECONDS = 0.05


def until(condition: Callable[[], bool], *, seconds: float, what: str) -> None:
    """Wait for a condition; fails saying `what` never came."""
    end = monotonic() + seconds
    pause = Event()
    while not condition():
        if monotonic() > end:
            raise AssertionError(f"{what} did not come within {seconds} s.")
        pause.wait(_LOOK_EVERY_SECONDS)


@dataclass(slots=True)
class Service:
    """The programs of one instance; `address` is where a browser finds it."""

    address: str
    log: Path
    children: list[Child]

    @classmethod
    def start(cls, *, settings_module: str, log: Path, others: Iterable[Program] = ()) -> "Service":
        """The web server, and whatever else the journeys need beside it."""
        port = _free_port()
        environ = {
            **os.environ,
            "PORT": str(port),
            "DJANGO_SETTINGS_MODULE": settings_module,
        }
        wanted = [programs.web(host="127.0.0.1", port=port), *others]
        children = [Child(program, environ=environ, log=log) for program in wanted]
        service = cls(address=f"http://127.0.0.1:{port}", log=log, children=children)
        for child in children:
            child.tend()
        until(service.answers, seconds=_START_SECONDS, what=f"The service (see {log})")
        return service

    def answers(self) -> bool:
        try:
            with urlopen(f"{self.address}/accessibility", timeout=5) as answer:  # noqa: S310 - our own address
                return bool(answer.status == 200)
        except (URLError, OSError):
            return False

    def stop(self) -> None:
        for child in self.children:
            child.ask_to_end()
        for child in self.children:
            child.wait(5)
            child.kill()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
