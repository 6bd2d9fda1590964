"""Works the undone events of subjects, each subject's in order: effect and done mark together."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import Enum, auto

import psycopg
import structlog
from django.db import Error as DatabaseError
from django.db import InterfaceError, OperationalError, connection

from kernel.events import CATALOGUE
from workflows import beside, charges, locks, reactions, trials, undone
from workflows.sessions import everything_visible, working_transaction
from workflows.subjects import SubjectKey
from workflows.undone import MOST_ATTEMPTS, MOST_WITHOUT_VERDICT, Work

#: How long an event waits after an attempt that raised, by attempts made.
RETRY_SECONDS = (1, 5, 15)
UNKNOWN_TYPE_SECONDS = 30
_CRASHED = "The worker process ended while it worked on this event."
_NOT_THE_EVENTS_FAULT = (
    psycopg.errors.LockNotAvailable,
    psycopg.errors.DeadlockDetected,
    psycopg.errors.SerializationFailure,
)

logger = structlog.get_logger(__name__)


class Last(Enum):
    """Where the last attempt at an event is made."""

    HERE = auto()
    APART = auto()  # in a process of its own, which this one outlives to give the verdict
    ON_TRIAL = auto()  # this is that process


@dataclass(slots=True)
class _Plan:
    """What a batch can do now: `ready` is worked, `alone` is tried later, one by one.

    `doubtful`: heads whose last attempt is made apart.
    """

    last: Last = Last.HERE
    taken: list[SubjectKey] = field(default_factory=list)
    ready: dict[SubjectKey, list[Work]] = field(default_factory=dict)
    alone: list[SubjectKey] = field(default_factory=list)
    doubtful: list[Work] = field(default_factory=list)

    @property
    def heads(self) -> list[Work]:
        return [works[0] for works in self.ready.values()]

    @property
    def works(self) -> list[Work]:
        found = [work for works in self.ready.values() for work in works]
        return sorted(found, key=lambda work: work.event_id)


def drain(subjects: Iterable[SubjectKey], *, company: int = 0, last: Last = Last.HERE) -> int:
    """Work what the subjects have to do until nothing is left; the number of events done.

    Subjects that somebody else drains are left to them: they look again before they leave.
    `company`: how many subjects may be worked together where others wait as well. A batch costs
    hardly more than one of them, so a queue that grows is worked the faster for it.
    """
    batches = deque([_with_company(sorted(set(subjects)), company)])
    done = 0
    while batches:
        batch = batches.popleft()
        plan = _Plan(last=last)
        try:
            _work(batch, plan)
        except Exception as error:  # noqa: BLE001 - whatever an event does must not stop others
            if not _answer(error, plan):
                break
        else:
            done += len(plan.works)
            batches.extend(_again(plan))
        batches.extend([key] for key in plan.alone)
        batches.extend([head.subject] for head in plan.doubtful if _tried(head))
    return done


def _with_company(subjects: list[SubjectKey], company: int) -> list[SubjectKey]:
    if len(subjects) >= company:
        return subjects
    return sorted(undone.with_company(subjects, most=company))


def settle(*, rounds: int = 50) -> int:
    """Work everything that is undone and due, in this process; for tests and commands."""
    done = 0
    for _ in range(rounds):
        with everything_visible():
            waiting = undone.waiting()
        if not waiting:
            break
        worked = drain(waiting)
        done += worked
        if not worked:
            break
    beside.close()
    return done


def _work(batch: Sequence[SubjectKey], plan: _Plan) -> None:
    with working_transaction():
        plan.taken = _take(batch, plan.last)
        if not plan.taken:
            return
        _sort(undone.read(plan.taken), plan)
        if not plan.ready:
            return
        if plan.last is not Last.ON_TRIAL:
            charges.charge(plan.heads)
        reactions.react(plan.works)
        undone.finish(plan.works)


def _take(batch: Sequence[SubjectKey], last: Last) -> list[SubjectKey]:
    if last is Last.ON_TRIAL:
        # Whoever holds it may be about to leave; a watcher waits for what comes of this.
        for key in batch:
            locks.wait_for(key)
        return list(batch)
    return locks.take_free(batch)


def _sort(found: dict[SubjectKey, list[Work]], plan: _Plan) -> None:
    """Decide what is worked: only the first event of a subject can hold it, or be suspected."""
    for subject, works in found.items():
        head = works[0]
        if plan.last is Last.ON_TRIAL:
            if head.attempts >= MOST_ATTEMPTS and not head.quarantined:
                plan.ready[subject] = _known(works[:1])
            continue
        if head.quarantined or head.waits:
            continue
        most = MOST_WITHOUT_VERDICT if plan.last is Last.APART else MOST_ATTEMPTS
        if head.attempts >= most:
            undone.quarantine(head, problem=_CRASHED)
        elif head.attempts >= MOST_ATTEMPTS - 1 and plan.last is Last.APART:
            plan.doubtful.append(head)
        elif head.attempts and len(found) > 1:
            plan.alone.append(subject)
        elif known := _known(works):
            plan.ready[subject] = known


def _known(works: list[Work]) -> list[Work]:
    """The events up to the first that this version of the service does not know."""
    for number, work in enumerate(works):
        if work.type not in CATALOGUE:
            if number == 0:
                undone.postpone(
                    work,
                    problem=f"This version of the service does not know {work.type}.",
                    seconds=UNKNOWN_TYPE_SECONDS,
                )
            return works[:number]
        if number and (work.quarantined or work.waits or work.attempts):
            return works[:number]
    return works


def _tried(head: Work) -> bool:
    """Make the last attempt at an event in a process of its own; False: it is held, or another's.

    Of a worker that is killed from outside nobody can say why it died: so an event is held for a
    crash only where a process died of it while its watcher lived.
    """
    with charges.trying(head) as mine:
        if not mine:
            return False
        charges.charge([head])
        death = trials.attempt(head.subject)
    if death is None:
        return True
    logger.error("event_ended_its_process", event_id=str(head.event), ended=death)
    with working_transaction():
        undone.quarantine(head, problem=f"{_CRASHED} ({death})")
    return False


def _again(plan: _Plan) -> list[list[SubjectKey]]:
    """Look once more: a doorbell that rang during the work was left to this drain."""
    if not plan.ready:
        return []
    more = undone.with_more(sorted(set(plan.taken) - set(plan.alone)))
    return [more] if more else []


def _answer(error: Exception, plan: _Plan) -> bool:
    """Deal with a batch that was rolled back; False when this session cannot go on."""
    if _is_lost(error):
        logger.warning("session_lost", error=str(error))
        charges.refund(plan.heads)
        connection.close()
        return False
    if isinstance(error.__cause__, _NOT_THE_EVENTS_FAULT):
        logger.warning("batch_held_up", error=str(error))
        charges.refund(plan.heads)
        return True
    if len(plan.ready) > 1:
        logger.warning("batch_failed", subjects=len(plan.ready), error=str(error))
        charges.refund(plan.heads)
        plan.alone = [*plan.ready, *plan.alone]
        return True
    for head in plan.heads:
        _note(head, error)
    if not plan.heads:
        logger.error("drain_failed", exc_info=error)
    return True


def _note(head: Work, error: Exception) -> None:
    """Keep what went wrong; the third time, hold the subject."""
    attempts = head.attempts + 1
    problem = f"{type(error).__name__}: {error}"[:2000]
    logger.error("event_failed", event_id=str(head.event), attempts=attempts, exc_info=error)
    try:
        with working_transaction():
            if attempts >= MOST_ATTEMPTS:
                undone.quarantine(head, problem=problem)
            else:
                undone.postpone(head, problem=problem, seconds=RETRY_SECONDS[attempts - 1])
    except DatabaseError:
        logger.warning("problem_not_kept", event_id=str(head.event))


def _is_lost(error: Exception) -> bool:
    if not isinstance(error, OperationalError | InterfaceError | psycopg.OperationalError):
        return False
    cause = error.__cause__ or error
    return not isinstance(cause, (psycopg.errors.QueryCanceled, *_NOT_THE_EVENTS_FAULT))
