"""C14: how many of an organisation's safety-related committees meet C01. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from governance.facts.spans import ONE_DAY, OPEN, edges
from governance.facts.standings import OrganisationFacts, Standing
from governance.facts.values import BEFORE_QIFLOW
from governance.rules.scope import OPENING_SENTENCES
from governance.rules.standards import COMMITTEE_LOOK_AHEAD
from kernel.rules.outcomes import Met, Severity, Verdict
from kernel.rules.rule import Rule, Terms

#: A tolerated stretch whose end lies past what is stored lasts at least so long.
_BEYOND = timedelta(days=400)


def coverage_on(facts: OrganisationFacts, on: date) -> Verdict:
    """Do all safety-related committees, own and joint, meet C01?"""
    judged = [
        row
        for row in facts.standings
        if row.first <= on <= row.last and row.outcome != "not_applicable"
    ]
    unknown = [row for row in judged if row.met == "unknown"]
    if len(unknown) == len(judged):
        return _none_known(facts, on, bool(unknown))
    unmet = [row for row in judged if row.met == "no"]
    params = _said(judged, unmet)
    if unmet:
        until = _tolerated(unmet, on)
        return Verdict(met=Met.NO, code="some_unmet", params=params, tolerated_to=until)
    if unknown:
        return Verdict(met=Met.UNKNOWN, code="some_unknown", params=params)
    return Verdict(met=Met.YES, code="met", params=params)


def _none_known(facts: OrganisationFacts, on: date, unclassified: bool) -> Verdict:
    """No safety-related committee at all: a trust fails; where some are unclassified, ask.

    A trust whose successor took its committees over needs none. Where the committees of a day were
    brought in later, nothing was judged yet.
    """
    if unclassified:
        return Verdict(met=Met.UNKNOWN, code="unclassified")
    if facts.succeeded_on and facts.succeeded_on <= on:
        return Verdict(met=Met.NOT_APPLICABLE, code="succeeded")
    if _before_qiflow(facts, on):
        return Verdict(met=Met.NOT_APPLICABLE, code=BEFORE_QIFLOW)
    if facts.is_trust:
        return Verdict(met=Met.NO, code="none_in_trust")
    return Verdict(met=Met.UNKNOWN, code="none")


def _before_qiflow(facts: OrganisationFacts, on: date) -> bool:
    """Was the day over for a committee that was brought in, or before the first one that is known?

    Source: QIflow field notes 15 item 20.
    """
    if any(row.first <= on <= row.last for row in facts.standings if row.before_qiflow):
        return True
    first = min(facts.standings, key=lambda row: (row.first, row.before_qiflow), default=None)
    return first is not None and first.before_qiflow and on < first.first


def _said(judged: list[Standing], unmet: list[Standing]) -> dict[str, object]:
    met = sum(1 for row in judged if row.met == "yes")
    return {
        "met": met,
        "of": len(judged),
        "percent": 100 * met // len(judged),
        "committees": sorted(str(row.committee_id) for row in unmet),
    }


def _tolerated(unmet: list[Standing], on: date) -> date | None:
    """Tolerated as long as every committee that does not meet C01 is."""
    if any(row.outcome != "at_risk" for row in unmet):
        return None
    ends = [row.fails_on - ONE_DAY if row.fails_on else row.last for row in unmet]
    last = min(ends)
    return last if last != OPEN else on + _BEYOND


def _boundaries(facts: OrganisationFacts) -> Iterable[date]:
    days = list(edges((row.first, row.last) for row in facts.standings))
    return [*days, facts.succeeded_on] if facts.succeeded_on else days


def _severity(facts: OrganisationFacts) -> Severity:
    return Severity.BREACH if facts.binding else Severity.MINOR


COVERAGE: Rule[OrganisationFacts] = Rule(
    id="C14",
    version=1,
    subject="organisation",
    title="Partners on every safety committee",
    sentence="All safety-related committees of an organisation have their two patient safety "
    "partners.",
    source="Service User Engagement and Co-production Award (HSJ); QIflow field notes 12.1 C14, "
    "15 item 20",
    severity=_severity,
    condition=coverage_on,
    boundaries=_boundaries,
    sentences={
        **OPENING_SENTENCES,
        "met": "Every safety-related committee has its patient safety partners ({of} of {of}).",
        "some_unmet": "{met} of {of} safety-related committees ({percent} %) have their patient "
        "safety partners.",
        "some_unknown": "Not known: {met} of {of} committees have their patient safety partners; "
        "the others are not classified.",
        "unclassified": "Not known: say which committees review safety data.",
        "succeeded": "Another organisation stands in its place and keeps its committees.",
        "none": "Not known: no safety-related committee is registered.",
        "none_in_trust": "No safety-related committee is registered; a trust has at least one.",
    },
    terms=Terms(look_ahead=COMMITTEE_LOOK_AHEAD),
)
