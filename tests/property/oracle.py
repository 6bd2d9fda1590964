"""Day by day, from dated rows alone, what a rule must show. Imports no rule and no evaluator.

Days are bits of a whole number: each is answered, and nothing here knows where a rule may turn.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from datetime import date, timedelta
from typing import Any, NamedTuple

Days = int
ORIGIN, END = date(2019, 1, 1), date(2033, 12, 31)
EVERY: Days = (1 << (END - ORIGIN).days + 1) - 1
_WORKING = ("co_design", "testing", "implementing", "spreading")


class Row(NamedTuple):  # what a fact says from a day to a day; no last day is open
    first: date
    last: date | None = None
    said: Any = None


class History(NamedTuple):  # rows by what they are about, oldest recorded first
    begins: date
    rows: dict[str, list[Row]]
    parts: dict[Hashable, History] = {}
    person: Hashable = None


class Said(NamedTuple):  # on which days the answer is so
    yes: Days
    no: Days
    unknown: Days = 0
    tolerated: Days = 0


def stay(first: date, last: date | None = None) -> Days:
    """The days from a day to a day."""
    begins, ends = ((day - ORIGIN).days for day in (max(first, ORIGIN), last or END))
    return (1 << ends + 1) - (1 << begins) if ends >= begins else 0


def of(rows: Iterable[Row], *said: Any) -> Days:
    """The days on which any of the rows holds; of those that say one of `said`, if given."""
    days = 0
    for row in rows:
        days |= stay(row.first, row.last) if not said or row.said in said else 0
    return days


def state(steps: list[Row], *wanted: str) -> Days:
    """Days in a state: a step decides from its day on, the later recorded over others of a day."""
    days = 0
    for row in sorted(steps, key=lambda row: row.first):
        days = days & ~stay(row.first) | (stay(row.first) if row.said in wanted else 0)
    return days


def shown(
    said: Said, *, since: date, grace: int = 0, ahead: int = 0, unmet: str = "fail"
) -> dict[str, Days]:
    """On which days each outcome is shown: a no fails once it is older than its grace."""
    fails = no = said.no & stay(since)
    for days in range(1, grace + 1):
        fails &= no << days
    fails &= ~said.tolerated
    soon = 0
    for days in range(1, ahead + 1):
        soon |= fails >> days
    found = {"pass": said.yes & ~soon, "at_risk": no & ~fails | said.yes & soon, "fail": 0}
    found["not_applicable"] = EVERY & ~(said.yes | said.no | said.unknown)
    found["unknown"] = said.unknown
    found[unmet] |= fails
    return {outcome: days & stay(since) for outcome, days in found.items()}


def _two(rows: Iterable[tuple[Hashable, Days]]) -> Days:
    """The days on which at least two different things are there."""
    each: dict[Hashable, Days] = {}
    for thing, days in rows:
        each[thing] = each.get(thing, 0) | days
    once = twice = 0
    for days in each.values():
        twice, once = twice | once & days, once | days
    return twice


def two_partners(it: History) -> Said:
    """C01, C10: two people in two seats, active, inducted, in a term, not staff, not withdrawn."""
    active, paused = [], []
    for held in it.rows["held"]:
        seat, appointment = held.said
        one = it.parts[appointment].rows
        asked = min((row.first for row in one["consent"]), default=END)
        ready = stay(held.first, held.last) & of(it.rows["seat"], seat) & of(one["term"])
        ready &= of(one["inducted"]) & ~of(one["works"], True)
        ready &= ~(stay(asked) & ~of(one["consent"]))
        who = (seat, it.parts[appointment].person)
        active.append((*who, ready & state(one["state"], "active")))
        for began in (row.first for row in one["state"] if row.said == "paused"):
            rest = stay(began, began + timedelta(days=41)) & state(one["state"], "paused")
            paused.append((*who, ready & rest))
    enough, kept = (
        _two((seat, days) for seat, _, days in rows) & _two((who, days) for _, who, days in rows)
        for rows in (active, active + paused)
    )
    lives = state(it.rows["state"], "active") & of(it.rows["opened"])
    judged = lives & of(it.rows["class"], "yes")
    fresh = stay(it.begins, it.begins + timedelta(days=59))
    return Said(judged & enough, judged & ~enough, lives & ~of(it.rows["class"]), fresh | kept)


def not_an_employee(it: History) -> Said:
    """C07: works for nobody whom they serve; a claim that nobody confirmed is a question."""
    judged = state(it.rows["state"], "checks", "inducting", "active", "paused", "suspended")
    judged &= of(it.rows["opened"])
    works, claimed = of(it.rows["works"], True), of(it.rows["works"], False)
    return Said(judged & ~works & ~claimed, judged & works, judged & claimed & ~works)


def partners_on_both_teams(it: History) -> Said:
    """P01: a partner on oversight from approval, on point of care from testing or 60 days on."""
    approved, judged = _approved(it)
    testing = state(it.rows["state"], *_WORKING[1:], "sustained")
    due = approved << 60 | -(testing & -testing) & EVERY
    yes = perhaps = EVERY
    for team, asked in (("oversight", EVERY), ("point_of_care", due)):
        there = {True: 0, None: 0, False: 0}
        for row in it.rows[team]:
            relevant, person, agreed = row.said
            staff = 0 if agreed else of(it.parts[person].rows["works"], True)
            there[relevant] |= stay(row.first, row.last) & ~staff
        yes &= there[True] | ~asked
        perhaps &= there[True] | there[None] | ~asked
    return Said(judged & yes, judged & ~perhaps, judged & perhaps & ~yes)


def sponsor(it: History) -> Said:
    """P02: an executive sponsor is in post."""
    (_, judged), there = _approved(it), of(it.rows["sponsor"])
    return Said(judged & there, judged & ~there)


def _approved(it: History) -> tuple[Days, Days]:
    """The days from approval on, and those of them on which the project is open."""
    past = state(it.rows["state"], *_WORKING, "sustained", "archived")
    since = -(past & -past) & EVERY  # the first of them and all after it
    return since, since & of(it.rows["opened"]) & state(it.rows["state"], *_WORKING, "paused")
