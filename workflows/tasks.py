"""The actors: what a doorbell makes a worker do."""

from __future__ import annotations

from uuid import UUID

import dramatiq

from records.jobs import running
from records.messages import sending
from workflows import heartbeats
from workflows.bells import JOBS, MESSAGES, QUEUE
from workflows.drain import Last, drain
from workflows.subjects import SubjectKey

TIME_LIMIT_MS = 60_000
JOB_TIME_LIMIT_MS = 3_600_000
#: A crash makes every subject of a batch a suspect for some seconds: so not too many.
COMPANY = 10


@dramatiq.actor(queue_name=QUEUE, max_retries=0, time_limit=TIME_LIMIT_MS)
def drain_subjects(subjects: list[list[str]]) -> None:
    """These subjects have undone events. The message is a doorbell: losing it loses nothing."""
    keys = (SubjectKey(kind, UUID(text)) for kind, text in subjects)
    drain(keys, company=COMPANY, last=Last.APART)


@dramatiq.actor(queue_name=QUEUE, max_retries=0, time_limit=TIME_LIMIT_MS)
def pulse() -> None:
    """The relay asks whether a worker answers: through the broker and into the database."""
    heartbeats.beat("worker")


@dramatiq.actor(queue_name=JOBS, max_retries=0, time_limit=JOB_TIME_LIMIT_MS)
def work_job(job_id: str) -> None:
    """A job waits, or was left by its process. Losing this message loses nothing."""
    running.run(UUID(job_id))


# A free thread takes email first: it is short, and long work may fill every other thread.
@dramatiq.actor(queue_name=MESSAGES, max_retries=0, time_limit=TIME_LIMIT_MS, priority=-10)
def send_messages() -> None:
    """Email is due. Losing this message loses nothing."""
    sending.send_waiting()
