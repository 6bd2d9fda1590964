"""Keeps worker processes alive: each is forked from this one, and forked again when it ends.

A program that has to load a thousand modules is missed for seconds after a kill, and two cores are
full when it happens often. A fork of one that has loaded them is there in a hundredth of that.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from multiprocessing import connection
from multiprocessing.context import ForkProcess

import structlog

from qiflow.embedded.process import die_with_parent, name_process

#: A worker that ends as soon as it starts must not be started all the time.
LEAST_SECONDS_BETWEEN_STARTS = 1.0
#: How long a worker may finish what it holds; shorter than the patience of a supervisor.
FINISH_SECONDS = 4.0
_LONGER_SECONDS = 1.0  # for ending after that
_LOOK_SECONDS = 0.2

logger = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Post:
    """A place for one worker process: what it is called, and the queues that it works.

    `idle_look_ms`: how often each thread looks for a doorbell where none came.
    """

    name: str
    queues: tuple[str, ...]
    threads: int
    idle_look_ms: int


class _Worker:
    """The process at one post."""

    def __init__(self, post: Post, serve: Callable[[Post], None]) -> None:
        self.post = post
        self._serve = serve
        self._process: ForkProcess | None = None
        self._started_at = -LEAST_SECONDS_BETWEEN_STARTS  # monotonic seconds

    @property
    def sentinel(self) -> int | None:
        """What becomes readable when the process ends."""
        return self._process.sentinel if self._process else None

    def tend(self) -> None:
        """Start the process where there is none; say so when it has ended."""
        if self._process and not self._process.is_alive():
            logger.warning("worker_ended", worker=self.post.name, status=self._process.exitcode)
            self._process.close()
            self._process = None
        if not self._process and self._is_due():
            self._start()

    def ask_to_end(self) -> None:
        if self._process:
            self._process.terminate()

    def end(self, seconds: float) -> None:
        """Wait so long for the process, then end it at once."""
        if self._process:
            self._process.join(max(seconds, 0.0))
            self._process.kill()
            self._process.join()

    def _is_due(self) -> bool:
        return time.monotonic() >= self._started_at + LEAST_SECONDS_BETWEEN_STARTS

    def _start(self) -> None:
        self._started_at = time.monotonic()
        self._process = multiprocessing.get_context("fork").Process(
            target=_begin, args=(self.post, self._serve, os.getpid()), name=self.post.name
        )
        self._process.start()


def _begin(post: Post, serve: Callable[[Post], None], master: int) -> None:
    """What a new process does first: it ends with its master, even one that is killed."""
    signal.signal(signal.SIGTERM, signal.SIG_DFL)  # until `serve` has one of its own
    die_with_parent(signal.SIGTERM)()
    if os.getppid() != master:
        return
    name_process(post.name)
    serve(post)


class Master:
    """Runs the posts' processes until told to stop. It holds no session and no thread."""

    def __init__(
        self, posts: Sequence[Post], *, serve: Callable[[Post], None], stop: threading.Event
    ) -> None:
        self._workers = [_Worker(post, serve) for post in posts]
        self._stop = stop

    def run(self) -> None:
        while not self._stop.is_set():
            for worker in self._workers:
                worker.tend()
            self._wait()
        for worker in self._workers:
            worker.ask_to_end()
        deadline = time.monotonic() + FINISH_SECONDS + _LONGER_SECONDS
        for worker in self._workers:
            worker.end(deadline - time.monotonic())

    def _wait(self) -> None:
        alive = [worker.sentinel for worker in self._workers if worker.sentinel is not None]
        connection.wait(alive, timeout=_LOOK_SECONDS)
