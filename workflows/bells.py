"""What the relay sends to the workers, written without loading what they do with it.

A relay that knows no models and no rules starts in half a second, so that a killed one is missed
for no longer than that.
"""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

import dramatiq

from workflows.subjects import SubjectKey

QUEUE = "drain"
#: Long work has a queue and processes of its own, so that no finding waits for an export.
JOBS = "jobs"
#: Email waits for a server of others, so that it has a queue of its own as well.
MESSAGES = "messages"
#: Names of the actors in `workflows.tasks`.
DRAIN, PULSE, WORK_JOB, SEND = "drain_subjects", "pulse", "work_job", "send_messages"


def ring(subjects: Sequence[SubjectKey]) -> None:
    """These subjects have undone events."""
    _send(QUEUE, DRAIN, [[key.kind, str(key.id)] for key in subjects])


def pulse() -> None:
    """Ask whether a worker answers."""
    _send(QUEUE, PULSE)


def ring_for_job(job_id: UUID) -> None:
    """This job waits, or was left by its process."""
    _send(JOBS, WORK_JOB, str(job_id))


def ring_for_messages() -> None:
    """Email is due."""
    _send(MESSAGES, SEND)


def _send(queue: str, actor: str, *arguments: object) -> None:
    message: dramatiq.Message[None] = dramatiq.Message(
        queue_name=queue, actor_name=actor, args=arguments, kwargs={}, options={}
    )
    dramatiq.get_broker().enqueue(message)
