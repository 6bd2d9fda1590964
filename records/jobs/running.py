"""Does one job: takes it, works as whoever started it, and ends it in plain sight."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import structlog
from django.db import InterfaceError, OperationalError, connection, transaction

from kernel import clock, tenancy
from kernel.actors import SYSTEM, Actor, ActorKind
from kernel.errors import Invalid, Refusal
from people.access import actor_of_held_key, actor_of_user
from records.jobs.claims import Claim, Lost, claim, fail, finish, mine, stop
from records.jobs.kinds import KINDS, Done
from records.jobs.pulse import Pulse, Stopped
from records.models import Job, JobPart

#: The file that a job made is kept so long.
FILE_KEPT = timedelta(days=7)
_OUR_FAULT = (
    "A fault of ours stopped this. Nothing is half done. Try again, and tell whoever runs the "
    "service if it happens twice."
)
_NO_RIGHTS = "Whoever started this may no longer act here, so it was not done."

logger = structlog.get_logger(__name__)


@dataclass(slots=True, kw_only=True)
class _Work:
    """What the kind's function is given; see `records.jobs.kinds.Work`."""

    held: Claim
    actor: Actor
    now: datetime
    pulse: Pulse

    @property
    def job_id(self) -> UUID:
        return self.held.job_id

    @property
    def organisation_id(self) -> UUID:
        return self.held.organisation_id

    @property
    def arguments(self) -> Mapping[str, Any]:
        return self.held.arguments

    @property
    def checkpoint(self) -> Mapping[str, Any]:
        return self.held.checkpoint

    def progress(self, done: int, total: int | None = None) -> None:
        self.pulse.tell(done, total)

    def keep(self, content: bytes, *, number: int, checkpoint: Mapping[str, Any]) -> None:
        with tenancy.opened():
            mine(self.held)
            # What a lost process kept from here on is not ours.
            JobPart.objects.filter(job_id=self.held.job_id, number__gte=number).delete()
            JobPart.objects.create(
                job_id=self.held.job_id,
                organisation_id=self.held.organisation_id,
                number=number,
                content=content,
            )
            Job.objects.filter(pk=self.held.job_id).update(checkpoint=dict(checkpoint))


def run(job_id: UUID) -> bool:
    """Do a job, unless another process does or there is nothing to do. True: it was done here."""
    try:
        tenancy.open_to_all()
        held = claim(job_id, now=clock.now())
        if held is None:
            return False
        _do(held)
        return True
    except (Lost, OperationalError, InterfaceError) as error:
        # The row says what is so: whoever finds it silent goes on with it.
        logger.warning("job_left", job_id=str(job_id), error=str(error))
        connection.close()
        return False
    finally:
        if connection.connection is not None:
            tenancy.close()


def _do(held: Claim) -> None:
    logger.info("job_taken", job_id=str(held.job_id), work=held.work, attempt=held.attempt)
    with Pulse(held) as pulse:
        problem = _attempt(held, pulse)
    if problem is None:
        return
    tenancy.open_to_all()
    with transaction.atomic():
        if isinstance(problem, Stopped):
            stop(held, now=clock.now())
        else:
            fail(held, problem=_sentence(problem), now=clock.now())


def _attempt(held: Claim, pulse: Pulse) -> Exception | None:
    """Work and end; or give what stopped the work, which is then rolled back."""
    try:
        actor = _actor(held)
        work = _Work(held=held, actor=actor, now=clock.now(), pulse=pulse)
        kind = KINDS[held.work]
        if kind.whole:
            with transaction.atomic():
                _end(held, pulse, _as(actor, kind.run, work))
        else:
            done = _as(actor, kind.run, work)
            with transaction.atomic():
                _end(held, pulse, done)
    except (Lost, OperationalError, InterfaceError):
        raise
    except (Stopped, Refusal) as told:
        return told
    except Exception as error:
        logger.exception("job_failed", job_id=str(held.job_id))
        return error
    return None


def _as(actor: Actor, do: Any, work: _Work) -> Done:
    """The connection sees what the starter sees, and afterwards everything again."""
    tenancy.narrow_to(actor)
    result: Done = do(work)
    tenancy.open_to_all()
    return result


def _end(held: Claim, pulse: Pulse, done: Done) -> None:
    pulse.check()
    pulse.end()
    finish(held, done=pulse.done, result=done.result, faults=done.faults, now=clock.now())
    forget_files()


def _actor(held: Claim) -> Actor:
    found: Actor | None = None
    if held.started_by_kind == ActorKind.SYSTEM:
        found = SYSTEM
    elif held.started_by and held.started_by_kind == ActorKind.USER:
        found = actor_of_user(held.started_by, clock.today())
    elif held.started_by:
        found = actor_of_held_key(held.started_by, now=clock.now())
    if found is None or not (found.everywhere or held.organisation_id in found.organisation_ids):
        raise Refusal(_NO_RIGHTS)
    return found


def _sentence(problem: Exception) -> str:
    if isinstance(problem, Invalid):
        wrong = "; ".join(f"{error.pointer}: {error.message}" for error in problem.errors)
        return f"{problem.sentence} {wrong}"
    return problem.sentence if isinstance(problem, Refusal) else _OUR_FAULT


def forget_files() -> None:
    """Delete files that nobody fetched in time."""
    JobPart.objects.filter(job__ended_at__lt=clock.now() - FILE_KEPT).delete()
