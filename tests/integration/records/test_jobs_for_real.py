"""Relay, broker and workers in processes of their own: a job is done once, whoever is killed."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from kernel import clock, tenancy
from qiflow.embedded.process import die_with_parent
from qiflow.instance import BASE_DIR
from qiflow.supervisor import programs
from records.commands.jobs import queue_job
from records.jobs.signs import SILENT_SECONDS
from records.models import Job
from records.queries.jobs import job_file
from tests.factories import people
from tests.waiting import wait_until

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


@pytest.fixture
def house(redis_url, tmp_path: Path):
    """Start the supervisor's own programs; whatever still runs afterwards is ended."""
    running: list[subprocess.Popen[bytes]] = []

    def start(program) -> subprocess.Popen[bytes]:
        with (tmp_path / f"{program.name}.log").open("ab") as log:
            process = subprocess.Popen(
                [sys.executable, *program.arguments],
                cwd=BASE_DIR,
                env={
                    **os.environ,
                    **dict(program.environment),
                    "DJANGO_SETTINGS_MODULE": "qiflow.settings",
                },
                stdout=log,
                stderr=log,
                start_new_session=True,
                preexec_fn=die_with_parent(signal.SIGKILL),  # noqa: PLW1509 - see there
            )
        running.append(process)
        return process

    yield start
    for process in running:
        _end(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def export(user) -> Job:
    actor = people.actor_of(user)
    return queue_job(
        "export",
        title="People as CSV",
        organisation_id=next(iter(actor.organisation_ids)),
        actor=actor,
        now=clock.now(),
        arguments={"list": "people", "file": "csv", "filters": {}},
    )


def state(job: Job) -> str:
    return Job.objects.values_list("state", flat=True).get(pk=job.pk)


class TestAJob:
    def test_is_done_by_the_programs_of_the_supervisor(self, house):
        trust = people.organisation()
        people.person(trust, name="Ann Ash")
        user = people.user("administrator", trust)
        house(programs.relay())
        house(programs.workers(drain=0))

        job = export(user)

        wait_until(lambda: state(job) == "finished", seconds=60, what="the export")
        file = job_file(actor=people.actor_of(user), job_id=job.pk)
        content = b"".join(file.pieces)
        tenancy.open_to_all()
        assert b"Ann Ash" in content
        assert len(content) == file.size

    def test_outlives_the_worker_that_is_killed_at_it(self, house, redis_url):
        trust = people.organisation()
        from people.models import Person

        Person.objects.bulk_create(
            Person(
                organisation=trust,
                name=f"Pat {number:05d}",
                version=1,
                created_at=people.RECORDED,
                updated_at=people.RECORDED,
            )
            for number in range(40_000)
        )
        user = people.user("administrator", trust)
        house(programs.relay())
        worker = house(programs.workers(drain=0))

        job = export(user)
        wait_until(
            lambda: Job.objects.filter(pk=job.pk, state="running", done__gt=0).exists(),
            seconds=60,
            what="the export to be at work",
        )
        _end(worker)
        left = Job.objects.get(pk=job.pk)
        assert left.state == "running"
        house(programs.workers(drain=0))

        wait_until(lambda: state(job) == "finished", seconds=SILENT_SECONDS + 60, what="the export")
        done = Job.objects.get(pk=job.pk)
        content = b"".join(job_file(actor=people.actor_of(user), job_id=job.pk).pieces)
        tenancy.open_to_all()
        lines = content.decode("utf-8-sig").splitlines()
        assert done.attempt == 2
        assert len(lines) == 40_001
        assert len(set(lines)) == 40_001
        assert done.result["bytes"] == len(content)
