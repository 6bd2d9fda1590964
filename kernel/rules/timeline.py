"""Watch: one sweep over a rule's boundary days gives past, today and a year ahead. Pure.

At risk, next change, forecast and as-at all follow from this timeline.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple

from kernel.rules.outcomes import Interval, Met, Outcome, Verdict
from kernel.rules.rule import F, Rule

ONE_DAY = timedelta(days=1)


class _Span(NamedTuple):
    """A stretch of days with one verdict; the last span of a timeline ends at its horizon."""

    verdict: Verdict
    first: date
    last: date


class Sweep:
    """What conditions said of one subject's days, kept while its rules are swept together.

    Two rules may ask the same condition (a rule and its longer look-ahead): it is asked once a day.
    """

    def __init__(self) -> None:
        self._said: dict[Any, dict[date, Verdict]] = {}
        self._days: dict[Any, tuple[date, ...]] = {}

    def verdicts(
        self, rule: Rule[F], facts: F, days: Iterable[date]
    ) -> Iterator[tuple[date, Verdict]]:
        """What the condition says of each day."""
        said = self._said.setdefault(rule.condition, {})
        for day in days:
            if day not in said:
                said[day] = rule.condition(facts, day)
            yield day, said[day]

    def boundaries(self, rule: Rule[F], facts: F) -> tuple[date, ...]:
        days = self._days.get(rule.boundaries)
        if days is None:
            days = self._days[rule.boundaries] = tuple(set(rule.boundaries(facts)))
        return days


def timeline(
    rule: Rule[F], facts: F, *, horizon: date, sweep: Sweep | None = None
) -> tuple[Interval, ...]:
    """Every interval from the subject's first day; the one that reaches `horizon` is open.

    Empty when the subject begins after the horizon. `sweep` is shared by the rules of one subject.
    """
    if facts.begins_on > horizon:
        return ()
    look_ahead = _days(rule.terms.look_ahead, facts, horizon)
    last = horizon + timedelta(days=look_ahead)
    spans = _spans(rule, facts, last=last, sweep=sweep or Sweep())
    shown = list(_with_grace(rule, facts, spans))
    shown = list(_with_look_ahead(rule, facts, shown))
    return _close([_counted(interval) for interval in shown], horizon)


def outcome_on(intervals: Sequence[Interval], day: date) -> Interval | None:
    """The interval that covers a day, if the timeline speaks of it."""
    return next((interval for interval in intervals if interval.covers(day)), None)


def _spans(rule: Rule[F], facts: F, *, last: date, sweep: Sweep) -> list[_Span]:
    begins = facts.begins_on
    found = (*sweep.boundaries(rule, facts), *facts.standards.changes(rule.threshold_names))
    days = {begins, *[day for day in found if begins < day <= last]}
    turns: list[tuple[date, Verdict]] = []
    for day, verdict in sweep.verdicts(rule, facts, sorted(days)):
        if not turns or turns[-1][1] != verdict:
            turns.append((day, verdict))
    ends = [*(day - ONE_DAY for day, _ in turns[1:]), last]
    return [_Span(verdict, day, end) for (day, verdict), end in zip(turns, ends, strict=True)]


def _with_grace(rule: Rule[F], facts: F, spans: Sequence[_Span]) -> Iterator[Interval]:
    """Split unmet stretches into the tolerated days (at_risk) and the rest."""
    unmet_since: date | None = None
    for span in spans:
        verdict = span.verdict
        if verdict.met is not Met.NO:
            unmet_since = None
            yield _interval(_PLAIN[verdict.met], verdict, span.first, span.last)
            continue
        unmet_since = unmet_since or span.first
        grace = timedelta(days=_days(rule.terms.grace, facts, unmet_since))
        tolerated_to = max(unmet_since + grace - ONE_DAY, verdict.tolerated_to or date.min)
        if tolerated_to >= span.first:
            until = min(tolerated_to, span.last)
            endless = span is spans[-1]  # ends only where the sweep does
            fails_on = tolerated_to + ONE_DAY if endless or span.last > tolerated_to else None
            coming = {"fails_on": fails_on.isoformat()} if fails_on else {}
            yield _interval(Outcome.AT_RISK, verdict, span.first, until, coming)
        if tolerated_to < span.last:
            first = max(span.first, tolerated_to + ONE_DAY)
            yield _interval(rule.terms.unmet_shows, verdict, first, span.last)


def _with_look_ahead(rule: Rule[F], facts: F, shown: Sequence[Interval]) -> Iterator[Interval]:
    """Turn the last days before a fail from pass into at_risk, with the sentence of what comes."""
    warns = rule.terms.look_ahead
    for index, interval in enumerate(shown):
        passes = interval.outcome is Outcome.PASS
        coming = _next_break(shown[index + 1 :]) if warns and passes else None
        if coming is None:
            yield interval
            continue
        look_ahead = _days(warns, facts, interval.starts_on)
        warned_from = max(interval.starts_on, coming.starts_on - timedelta(days=look_ahead))
        if interval.ends_on is None or warned_from > interval.ends_on:
            yield interval
            continue
        if warned_from > interval.starts_on:
            yield _resized(interval, interval.starts_on, warned_from - ONE_DAY)
        yield Interval(
            outcome=Outcome.AT_RISK,
            met=Met.YES,
            code=coming.code,
            params={**coming.params, "fails_on": coming.starts_on.isoformat()},
            starts_on=warned_from,
            ends_on=interval.ends_on,
            severity=coming.severity,
        )


def _next_break(later: Sequence[Interval]) -> Interval | None:
    """The next unmet stretch that is no longer tolerated."""
    return next(
        (item for item in later if item.met is Met.NO and item.outcome is not Outcome.AT_RISK), None
    )


def _counted(interval: Interval) -> Interval:
    """What does not apply is not counted as unmet either."""
    if interval.outcome is not Outcome.NOT_APPLICABLE or interval.met is Met.NOT_APPLICABLE:
        return interval
    return interval._replace(met=Met.NOT_APPLICABLE)


def _close(shown: Sequence[Interval], horizon: date) -> tuple[Interval, ...]:
    """Cut at the horizon, merge equal neighbours, leave the last interval open."""
    merged: list[Interval] = []
    for interval in shown:
        if interval.starts_on > horizon:
            break
        if merged and _same(merged[-1], interval):
            merged[-1] = _resized(merged[-1], merged[-1].starts_on, interval.ends_on)
        else:
            merged.append(interval)
    last = merged[-1]
    if last.ends_on is not None:
        merged[-1] = _resized(last, last.starts_on, None)
    return tuple(merged)


_PLAIN = {
    Met.YES: Outcome.PASS,
    Met.UNKNOWN: Outcome.UNKNOWN,
    Met.NOT_APPLICABLE: Outcome.NOT_APPLICABLE,
}


def _interval(
    outcome: Outcome,
    verdict: Verdict,
    first: date,
    last: date,
    more: Mapping[str, Any] | None = None,
) -> Interval:
    return Interval(
        outcome=outcome,
        met=verdict.met,
        code=verdict.code,
        params={**verdict.params, **(more or {})},
        starts_on=first,
        ends_on=last,
        severity=verdict.severity,
    )


def _resized(interval: Interval, first: date, last: date | None) -> Interval:
    # Written out: `_replace` costs twice as much, and this runs for every interval.
    return Interval(
        outcome=interval.outcome,
        met=interval.met,
        code=interval.code,
        params=interval.params,
        starts_on=first,
        ends_on=last,
        severity=interval.severity,
    )


def _same(one: Interval, other: Interval) -> bool:
    """Do two intervals say the same, whatever their days?"""
    return (
        one.outcome is other.outcome
        and one.code == other.code
        and one.met is other.met
        and one.severity is other.severity
        and one.params == other.params
    )


def _days(name: str | None, facts: F, day: date) -> int:
    return facts.standards.on(name, day) if name else 0
