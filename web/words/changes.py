"""What an event is called in the history of a thing, and what it tells."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any

from web.words import choices
from web.words.access import role_name
from web.words.dates import british_date
from web.words.happenings import DETAIL, SAID
from web.words.measures import meaning_words, rule_words
from web.words.states import project_stage

#: Facts that stand for something with a name, and what kind of thing that is.
NAMED = {
    "owner_id": "user",
    "former_owner_id": "user",
    "participant_id": "organisation",
    "overseer_id": "organisation",
    "predecessor_id": "organisation",
    "successor_id": "organisation",
    "duties_go_to": "committee",
    "into": "committee",
    "rule_id": "rule",
}
_FIELDS = {
    "title": "title",
    "problem": "problem",
    "vision": "vision",
    "aim": "aim",
    "method": "way of working",
    "unit_id": "place",
    "started_on": "start",
    "target_on": "target date",
    "public_summary": "public summary",
    "retention_from": "retention period",
    "external_id": "reference",
    "due_on": "day",
    "meeting_frequency": "how often it meets",
    "equivalent_of": "which committee it is the equivalent of",
    "psirf_oversight": "oversight of the response to patient safety incidents",
    "safety_related": "whether it reviews safety data",
    "access_needs": "what helps to take part",
    "phone": "telephone",
    "partner_kind": "who this is",
    "evidence_on": "day of the evidence",
    "audience": "who may see it",
    "family": "sort of measure",
    "why": "why it is measured",
    "definition": "how it is counted",
    "numerator_words": "how many of what",
    "denominator_words": "out of which",
    "source": "where the data come from",
    "sampling": "who or what is counted",
    "data_kind": "what is written down",
    "unit_word": "unit",
    "per": "for how many",
    "direction": "which side is better",
    "frequency": "how often it is counted",
    "reporting_lag_days": "when data are due",
    "rule_set": "edition of the rules",
    "baseline_points": "points that the limits rest on",
    "baseline_plan": "baseline",
    "rare_event_reason": "why there is no baseline",
    "begins_on": "first day of the data",
    "owner_id": "who sees to it",
}
_CODES: dict[str, choices.Choices] = {
    "safety_related": choices.CLASSIFIED,
    "scope": choices.CONSENT_SCOPE,
    "about": choices.SIGN_OFF_ABOUT,
    "given_as": choices.SIGN_OFF_AS,
    "stop_reason": choices.STOP_REASON,
    "team": choices.TEAM,
    "role": choices.TEAM_ROLE,
    "way": choices.WAY_IN,
    "step": choices.PROOF,
    "factor": choices.PROOF,
    "second_factor": choices.PROOF,
    "because": choices.SESSIONS_ENDED,
}
_YES_NO = {
    "takes_part": ("takes part", "no longer takes part"),
    "given": ("given", "withdrawn"),
}
_FACT = re.compile(r"\{(\w+)\}")

#: Kind and id of what has a name -> the name.
Names = Mapping[tuple[str, str], str]


def short(event_type: str) -> str:
    """`seat.added` of `uk.qiflow.seat.added.v1`."""
    return event_type.removeprefix("uk.qiflow.").rpartition(".")[0]


def event_words(event_type: str) -> str:
    """ "uk.qiflow.seat.added.v1" as "Seat added", or the words that are better than that."""
    kind = short(event_type)
    return SAID.get(kind, kind.replace("_", " ").replace(".", " ").capitalize())


def named_in(event_type: str, facts: Mapping[str, Any]) -> Iterable[tuple[str, str]]:
    """What has to be named to tell an event: kind and id."""
    for fact in _facts(event_type):
        if fact in NAMED and facts.get(fact):
            yield NAMED[fact], str(facts[fact])


def event_detail(event_type: str, facts: Mapping[str, Any], names: Names) -> str:
    """The facts of an event in words, or nothing where the name of the event says it all."""
    told, noun = [], short(event_type).partition(".")[0]
    for piece in DETAIL.get(short(event_type), ()):
        values = {fact: _said(fact, facts.get(fact), names, noun) for fact in _FACT.findall(piece)}
        if all(values.values()):
            told.append(piece.format(**values))
    text = ", ".join(told)
    return text[:1].upper() + text[1:]


def field_words(names: Iterable[str]) -> str:
    """Which particulars changed, in words."""
    return ", ".join(
        _FIELDS.get(name, name.removesuffix("_id").replace("_", " ")) for name in names
    )


def _rule_words(rule: str) -> str:
    return rule_words(rule, single=False)


_WORDED: Mapping[str, Callable[[Any], str]] = {
    "fields": field_words,
    "rule": _rule_words,
    "meaning": meaning_words,
}


def _facts(event_type: str) -> list[str]:
    return [fact for piece in DETAIL.get(short(event_type), ()) for fact in _FACT.findall(piece)]


def _said(fact: str, value: Any, names: Names, noun: str) -> str:
    if value is None or value == "":
        return ""
    if fact in _WORDED:
        return _WORDED[fact](value)
    if fact in NAMED:
        return names.get((NAMED[fact], str(value)), "")
    if fact in _YES_NO:
        return _YES_NO[fact][0 if value else 1]
    if fact == "role" and noun == "user":
        return role_name(value)  # of access; that of a team has words of its own
    if fact in _CODES:
        return choices.said(_CODES[fact], value)
    if fact == "stage":
        return project_stage(value).words
    if fact.endswith(("_on", "_date", "_day")) or fact == "since":
        return british_date(date.fromisoformat(value))
    return str(value)
