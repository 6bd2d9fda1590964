"""What the relay sends to the workers, written without loading what they do with it.

A relay that knows no models and no rules starts in half a second, so that a killed one is missed
for no longer than that.
"""

from __future__ import annotations

from collections.abc import Sequence

import dramatiq

from workflows.subjects import SubjectKey

QUEUE = "drain"
#: Names of the actors in `workflows.tasks`.
DRAIN, PULSE = "drain_subjects", "pulse"


def ring(subjects: Sequence[SubjectKey]) -> None:
    """These subjects have undone events."""
    _send(DRAIN, [[key.kind, str(key.id)] for key in subjects])


def pulse() -> None:
    """Ask whether a worker answers."""
    _send(PULSE)


def _send(actor: str, *arguments: object) -> None:
    message: dramatiq.Message[None] = dramatiq.Message(
        queue_name=QUEUE, actor_name=actor, args=arguments, kwargs={}, options={}
    )
    dramatiq.get_broker().enqueue(message)
