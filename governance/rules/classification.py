"""C05: whether a committee reviews safety data is said, and a no is justified. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from governance.facts.spans import ONE_DAY, months_after
from governance.facts.values import Classification, CommitteeFacts
from governance.rules.scope import OPENING_SENTENCES, before_qiflow, major
from governance.rules.standards import CLASSIFICATION_AGE, COMMITTEE_LOOK_AHEAD
from kernel.rules.outcomes import Met, Verdict
from kernel.rules.rule import Rule, Terms


def classification_on(facts: CommitteeFacts, on: date) -> Verdict:
    """Is the committee classified, and is a no well founded and lately confirmed?"""
    early = before_qiflow(facts.opened_on, on)
    if early:
        return early
    if facts.state_on(on) != "active":
        return Verdict(met=Met.NOT_APPLICABLE, code="not_active")
    said = facts.classification_on(on)
    if said is None:
        return Verdict(met=Met.NO, code="unclassified")
    if said.safety_related:
        return Verdict(met=Met.YES, code="yes")
    return _justified(facts, said, on)


def _justified(facts: CommitteeFacts, said: Classification, on: date) -> Verdict:
    if not said.has_reason:
        return Verdict(met=Met.NO, code="no_reason")
    if said.approver == "none":
        return Verdict(met=Met.NO, code="no_approver")
    if said.approver == "chair":
        return Verdict(met=Met.NO, code="approved_by_chair")
    if said.confirmed_on is None:
        return Verdict(met=Met.NO, code="not_confirmed")
    stale = _stale_from(facts, said.confirmed_on, on)
    if on >= stale:
        return Verdict(met=Met.NO, code="confirm_again", params={"since": stale.isoformat()})
    noted = said.papers_noted_on
    if noted and said.confirmed_on < noted <= on:
        return Verdict(met=Met.UNKNOWN, code="papers", params={"noted": noted.isoformat()})
    return Verdict(met=Met.YES, code="no_justified")


def _stale_from(facts: CommitteeFacts, confirmed: date, on: date) -> date:
    return months_after(confirmed, facts.standards.on(CLASSIFICATION_AGE, on)) + ONE_DAY


def _boundaries(facts: CommitteeFacts) -> Iterable[date]:
    yield from facts.life_days
    days = [facts.begins_on, *facts.standards.changes([CLASSIFICATION_AGE])]
    for said in facts.classifications:
        if said.papers_noted_on:
            yield said.papers_noted_on
        if said.confirmed_on:
            yield from (_stale_from(facts, said.confirmed_on, day) for day in days)


CLASSIFICATION_JUSTIFIED: Rule[CommitteeFacts] = Rule(
    id="C05",
    version=1,
    subject="committee",
    title="Classification justified",
    sentence="Every committee says whether it reviews safety data; a no has a reason, an approver "
    "who is not the chair, and is confirmed every year.",
    source="Framework for involving patients in patient safety, NHS England 2021 (roles); "
    "QIflow field notes 3.2, 12.1 C05, 15 items 16, 20",
    severity=major,
    condition=classification_on,
    boundaries=_boundaries,
    sentences={
        **OPENING_SENTENCES,
        "not_active": "Does not apply: the committee is not active.",
        "unclassified": "Say whether this committee reviews safety data.",
        "yes": "Classified: it reviews safety data.",
        "no_justified": "Classified: it does not review safety data, with reason and approval.",
        "no_reason": "Give the reason why this committee does not review safety data.",
        "no_approver": "Somebody other than the chair approves that it does not review safety "
        "data.",
        "approved_by_chair": "Somebody other than the chair approves that it does not review "
        "safety data.",
        "not_confirmed": "Confirm that this committee does not review safety data.",
        "confirm_again": "That this committee does not review safety data has been unconfirmed "
        "since {since}.",
        "papers": "Not known: papers of {noted} speak of safety. Confirm whether this committee "
        "reviews safety data.",
    },
    terms=Terms(look_ahead=COMMITTEE_LOOK_AHEAD),
    standards=(CLASSIFICATION_AGE,),
    gates=("committee.constitute",),
)
