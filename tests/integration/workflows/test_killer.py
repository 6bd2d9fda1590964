"""An event that kills its worker process, with the real relay and workers."""

import os
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from kernel import clock
from kernel.actors import Scope
from kernel.models import Pending
from qiflow.supervisor import programs
from qiflow.supervisor.children import Child
from tests.factories import governance, people
from tests.integration.workflows import killer
from tests.integration.workflows.test_api import client_of, get
from tests.integration.workflows.test_together_committees import turn
from workflows.drain import settle

pytestmark = [pytest.mark.usefixtures("everywhere"), pytest.mark.slow, pytest.mark.alone]
PATIENCE_SECONDS = 90.0
LONGEST_DELAY_SECONDS = 5.0


class Workers:
    """The relay and the workers of the service, started again when they die."""

    def __init__(self, ill: object, log: Path) -> None:
        reaction = f"{killer.__name__}.react"
        environ = {**os.environ, "QIFLOW_EXTRA_REACTIONS": reaction, killer.SUBJECT: str(ill)}
        wanted = (programs.relay(), programs.workers())
        self._children = [Child(one, environ=environ, log=log) for one in wanted]

    def tend(self) -> None:
        for child in self._children:
            child.tend()
        time.sleep(0.01)

    def until_done(self, subject: object) -> float:
        """Wait until nothing of a subject is undone; the seconds that it took."""
        began = time.monotonic()
        while Pending.objects.filter(subject_id=subject, quarantined_at=None).exists():
            assert time.monotonic() < began + PATIENCE_SECONDS
            self.tend()
        return time.monotonic() - began

    def close(self) -> None:
        for child in self._children:
            child.kill()


class TestEventThatKillsItsWorker:
    @pytest.fixture
    def staffed(self):
        made = governance.staffed(people.organisation(), now=clock.now())
        well = governance.staffed(people.organisation(), now=clock.now())
        settle()
        return made.appointments[0], well.appointments[0]

    @pytest.fixture
    def workers(self, staffed, redis_url: str, tmp_path: Path) -> Iterator[Workers]:
        running = Workers(staffed[0].pk, tmp_path / "workers.log")
        yield running
        running.close()

    def test_is_quarantined_after_three_attempts_and_delays_no_other(self, staffed, workers):
        ill, well = staffed
        turn(well, 0)
        workers.until_done(well.pk)  # everybody is awake

        turn(ill, 0)
        delays = []
        deadline = time.monotonic() + PATIENCE_SECONDS
        while not Pending.objects.filter(subject_id=ill.pk, quarantined_at__isnull=False).exists():
            assert time.monotonic() < deadline
            turn(well, 1 + len(delays))
            delays.append(workers.until_done(well.pk))

        print(f"{len(delays)} changes of another, worst delay {max(delays):.2f} s")
        held = Pending.objects.get(quarantined_at__isnull=False)
        assert (held.attempts, held.subject_id) == (3, ill.pk)
        assert "ended while" in held.problem
        assert max(delays) < LONGEST_DELAY_SECONDS
        assert self._shown() == [str(ill.pk)]

    @staticmethod
    def _shown() -> list[str]:
        operator = people.user("operator", people.organisation(), scope=Scope.COUNTRY)
        return [row["subject_id"] for row in get(client_of(operator), "quarantine")["results"]]
