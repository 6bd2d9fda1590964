"""C04: required seats do not stay empty. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from governance.facts.spans import edges
from governance.facts.values import CommitteeFacts, Vacancy
from governance.rules.scope import SCOPE_SENTENCES, minor, out_of_scope
from governance.rules.standards import (
    COMMITTEE_LOOK_AHEAD,
    COUNT_UNINDUCTED,
    NEW_COMMITTEE_GRACE,
    VACANCY_MAJOR,
    VACANCY_MINOR,
)
from governance.rules.two_partners import count_boundaries
from kernel.rules.outcomes import Met, Severity, Verdict
from kernel.rules.rule import Rule, Terms


def vacancy_age_on(facts: CommitteeFacts, on: date) -> Verdict:
    """Has a required seat been empty too long, or a while with nobody recruiting for it?

    From the 31st day somebody must be recruiting: without that it fails. With that it holds, and is
    at risk because the 91st day is known; from then on it fails as major, recruiting or not.
    A seat that is known to be filled before then is not at risk.
    """
    scope = out_of_scope(facts, on)
    if scope:
        return scope
    here = [row for row in vacancies(facts, on) if row.first <= on <= row.last]
    long = [row for row in here if on >= row.major_from]
    if long:
        return _unmet("long_empty", Severity.MAJOR, long)
    waiting = [row for row in here if on >= row.minor_from and not _recruiting(facts, row, on)]
    if waiting:
        return _unmet("nobody_recruits", Severity.MINOR, waiting)
    if here:
        params = {"seats": [row.seat.number for row in here]}
        return Verdict(met=Met.YES, code="empty_for_now", params=params)
    return Verdict(met=Met.YES, code="filled")


def vacancies(facts: CommitteeFacts, on: date | None = None) -> tuple[Vacancy, ...]:
    """The stretches in which required seats are empty, by what counts on a day."""
    lenient = on is not None and facts.standards.on(COUNT_UNINDUCTED, on) == 1
    return facts.vacancies_uninducted if lenient else facts.vacancies


def _recruiting(facts: CommitteeFacts, row: Vacancy, on: date) -> bool:
    return any(r.seat_id == row.seat.id and r.first <= on <= r.last for r in facts.recruiting)


def _unmet(code: str, severity: Severity, rows: list[Vacancy]) -> Verdict:
    since = min(row.first for row in rows)
    params = {
        "seats": [row.seat.number for row in rows],
        "since": since.isoformat(),
    }
    return Verdict(met=Met.NO, code=code, params=params, severity=severity)


def _boundaries(facts: CommitteeFacts) -> Iterable[date]:
    yield from count_boundaries(facts)
    yield from edges((row.first, row.last) for row in facts.recruiting)
    changes = facts.standards.changes([COUNT_UNINDUCTED])
    for on in [facts.begins_on, *changes]:
        for row in vacancies(facts, on):
            yield from (row.first, row.minor_from, row.major_from)


VACANCY_AGE: Rule[CommitteeFacts] = Rule(
    id="C04",
    version=1,
    subject="committee",
    title="Vacant seats",
    sentence="A required seat without a counting partner has somebody recruiting for it after 30 "
    "days, and is filled within 90.",
    source="QIflow field notes 12.1 C04, 15 item 20",
    severity=minor,
    condition=vacancy_age_on,
    boundaries=_boundaries,
    sentences={
        **SCOPE_SENTENCES,
        "filled": "Every required seat is filled.",
        "empty_for_now": "Seats that are empty, within the time allowed or with somebody "
        "recruiting: {seats}.",
        "nobody_recruits": "Seats that nobody recruits for, empty since {since}: {seats}.",
        "long_empty": "Seats that have been empty for too long, since {since}: {seats}.",
    },
    terms=Terms(look_ahead=COMMITTEE_LOOK_AHEAD),
    standards=(VACANCY_MINOR, VACANCY_MAJOR, NEW_COMMITTEE_GRACE, COUNT_UNINDUCTED),
)
