"""C03: the terms of reference have enough seats for partners. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from governance.facts.spans import ONE_DAY, edges, months_after
from governance.facts.values import CommitteeFacts
from governance.rules.scope import SCOPE_SENTENCES, minor, out_of_scope
from governance.rules.standards import COMMITTEE_LOOK_AHEAD, MIN_PSP, TERMS_OF_REFERENCE_AGE
from kernel.rules.outcomes import Met, Verdict
from kernel.rules.rule import Rule, Terms


def seats_planned_on(facts: CommitteeFacts, on: date) -> Verdict:
    """Are there `min_psp` seats of the kind psp, in terms of reference that are not too old?"""
    scope = out_of_scope(facts, on)
    if scope:
        return scope
    dated = [first for first, last in facts.terms_dated if first <= on <= last]
    if not dated:
        return Verdict(met=Met.UNKNOWN, code="no_terms")
    stale = _stale_from(facts, max(dated), on)
    if on >= stale:
        return Verdict(met=Met.UNKNOWN, code="old_terms", params={"since": stale.isoformat()})
    required = facts.standards.on(MIN_PSP, on)
    planned = sum(1 for seat in facts.seats if seat.open_on(on))
    params = {"planned": planned, "required": required}
    if planned < required:
        return Verdict(met=Met.NO, code="too_few", params=params)
    return Verdict(met=Met.YES, code="met", params=params)


def _stale_from(facts: CommitteeFacts, dated: date, on: date) -> date:
    return months_after(dated, facts.standards.on(TERMS_OF_REFERENCE_AGE, on)) + ONE_DAY


def _boundaries(facts: CommitteeFacts) -> Iterable[date]:
    yield from facts.life_days
    yield from edges(facts.terms_dated)
    # The age that applies may itself change on a day, so every value ever in force is asked.
    days = [facts.begins_on, *facts.standards.changes([TERMS_OF_REFERENCE_AGE])]
    for dated, _ in facts.terms_dated:
        yield from (_stale_from(facts, dated, day) for day in days)


SEATS_PLANNED: Rule[CommitteeFacts] = Rule(
    id="C03",
    version=1,
    subject="committee",
    title="Seats planned",
    sentence="The terms of reference of a safety-related committee have at least two seats for "
    "patient safety partners.",
    source="QIflow field notes 12.1 C03, 15 item 20",
    severity=minor,
    condition=seats_planned_on,
    boundaries=_boundaries,
    sentences={
        **SCOPE_SENTENCES,
        "met": "The terms of reference have enough seats for patient safety partners: {planned}.",
        "too_few": "The terms of reference have too few seats for patient safety partners: "
        "{planned} of {required}. Add a seat.",
        "no_terms": "Not known: add the terms of reference and their date.",
        "old_terms": "Not known: the terms of reference have been too old since {since}.",
    },
    terms=Terms(look_ahead=COMMITTEE_LOOK_AHEAD),
    standards=(MIN_PSP, TERMS_OF_REFERENCE_AGE),
    gates=("committee.constitute",),
    mended_at={
        "unclassified": "safety_related",
        "no_terms": "terms",
        "old_terms": "terms",
        "too_few": "seats",
    },
)
