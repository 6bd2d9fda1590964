"""Where an outcome turns into another, read off a timeline. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from kernel.rules.outcomes import Interval, Outcome
from kernel.rules.timeline import outcome_on

#: A subject that begins like this has nothing to announce.
QUIET = frozenset({Outcome.PASS, Outcome.NOT_APPLICABLE})


class State(NamedTuple):
    """How one rule is for one subject on a day, since when, and what comes next."""

    interval: Interval
    since: date
    next_on: date | None
    next_outcome: Outcome | None


def state_on(intervals: Sequence[Interval], day: date) -> State | None:
    """The state of a day; None before the subject begins."""
    interval = outcome_on(intervals, day)
    if interval is None:
        return None
    since = interval.starts_on
    for earlier in reversed([one for one in intervals if one.starts_on < since]):
        if earlier.outcome != interval.outcome:
            break
        since = earlier.starts_on
    later = (one for one in intervals if one.starts_on > day)
    coming = next((one for one in later if one.outcome != interval.outcome), None)
    return State(
        interval=interval,
        since=since,
        next_on=coming.starts_on if coming else None,
        next_outcome=coming.outcome if coming else None,
    )


def next_change(intervals: Sequence[Interval], day: date) -> date | None:
    """The next day on which outcome or sentence changes by itself."""
    return min((one.starts_on for one in intervals if one.starts_on > day), default=None)


def edges(
    intervals: Sequence[Interval], *, last: Outcome | None, followed_to: date | None, today: date
) -> list[State]:
    """The states to announce, oldest first: every turn since `followed_to`, each once.

    `last` is the outcome announced last, None for a subject that is judged for the first time:
    then only today is announced, and a quiet beginning is not.
    """
    if followed_to is None or last is None:
        state = state_on(intervals, today)
        return [state] if state and state.interval.outcome not in QUIET else []
    turns = []
    days = [one.starts_on for one in intervals if followed_to < one.starts_on <= today]
    for day in [min(followed_to, today), *sorted(days)]:
        state = state_on(intervals, day)
        if state and state.interval.outcome != last:
            turns.append(state)
            last = state.interval.outcome
    return turns
