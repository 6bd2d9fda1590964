"""What an operator decides about an event that failed three times."""

from __future__ import annotations

from datetime import datetime

from kernel import clock, doorbell
from kernel.actors import Actor
from kernel.decisions import require
from kernel.errors import Blocked, Invalid, NotFound
from kernel.log import append
from kernel.models import Pending
from workflows.events import WorkSkipped
from workflows.models import SkippedWork
from workflows.policies import may_mend_queue, may_see_queue
from workflows.sessions import everything_visible

SHORTEST_REASON = 10


def retry(*, pending_id: int, actor: Actor) -> None:
    """Let the workers try again, from the first attempt.

    Raises:
        NotFound: no such event is held.
        Denied: not an operator.
    """
    require(may_see_queue(actor))
    with everything_visible():
        held = _lock(pending_id)
        require(may_mend_queue(actor))
        Pending.objects.filter(pk=held.pk).update(
            quarantined_at=None, retry_at=None, attempts=0, problem=""
        )
        doorbell.ring_after_commit()


def skip(*, pending_id: int, reason: str, actor: Actor, now: datetime) -> SkippedWork:
    """Let the subject go on without this event. Its later events follow.

    Emits:
        WorkSkipped
    Raises:
        NotFound: no such event is held.
        Denied: not an operator.
        Blocked: it is not quarantined, so that the workers may still do it.
        Invalid: the reason is too short to be one.
    """
    require(may_see_queue(actor))
    with everything_visible():
        held = _lock(pending_id)
        require(may_mend_queue(actor))
        if held.quarantined_at is None:
            raise Blocked("The workers are still trying. Wait for three attempts.", state="waiting")
        if len(reason) < SHORTEST_REASON:
            raise Invalid.one("/reason", "Say why, in at least 10 characters.", code="too_short")
        skipped = _note(held, reason=reason, actor=actor, now=now)
        held.delete()
        append(
            organisation_id=held.organisation_id,
            kind="queue",
            stream_id=held.subject_id,
            events=[
                WorkSkipped(
                    skip_id=skipped.pk,
                    event_id=skipped.event_uuid,
                    subject_kind=held.subject_kind,
                    subject_id=held.subject_id,
                )
            ],
            actor=actor,
            now=now,
            effective_on=clock.london_date(now),
        )
    return skipped


def _lock(pending_id: int) -> Pending:
    rows = Pending.objects.select_for_update(of=("self",)).select_related("event")
    held = rows.filter(pk=pending_id).first()
    if held is None or (held.quarantined_at is None and not held.problem):
        raise NotFound("Nothing is held under this number.")
    return held


def _note(held: Pending, *, reason: str, actor: Actor, now: datetime) -> SkippedWork:
    return SkippedWork.objects.create(
        event_uuid=held.event.uuid,
        subject_kind=held.subject_kind,
        subject_id=held.subject_id,
        problem=held.problem,
        reason=reason,
        skipped_by=actor.id,
        skipped_at=now,
    )
