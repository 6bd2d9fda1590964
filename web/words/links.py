"""How links, ways of answering and what came of them are told."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from records.links.declared import PURPOSES
from records.links.doors import Receipt
from web.words.choices import WAY, said
from web.words.dates import british_date, british_moment
from web.words.states import StateWords

_STATUS = {
    "open": ("Waiting for an answer", "blue"),
    "used": ("Answered", "green"),
    "expired": ("Expired", "yellow"),
    "cancelled": ("Called back", "grey"),
}


def link_status(status: str, *, answered: bool) -> StateWords:
    """The words for how a link stands; one that still works may have been answered before."""
    shown = "used" if answered and status in ("open", "expired") else status
    words, tag = _STATUS[shown]
    return StateWords(state=status, words=words, tag=tag)


def purpose_words(code: str) -> str:
    """What somebody is asked for."""
    return PURPOSES[code].name


def way_words(way: str) -> str:
    """ "by telephone", in the middle of a sentence."""
    return "by their link" if way == "link" else said(WAY, way).lower()


def entered_words(by: str, person: str, way: str, day: date) -> str:
    """ "Entered by Ann on behalf of Pat, by telephone, 3 May 2027"."""
    who = by or "somebody from another organisation"
    whose = person or "somebody"
    return f"Entered by {who} on behalf of {whose}, {way_words(way)}, {british_date(day)}"


def answer_words(row: Mapping[str, Any]) -> str:
    """What came of a link, with both names where somebody entered it; empty where nothing did."""
    if not row["way"]:
        return ""
    told = PURPOSES[row["purpose"]].outcomes[row["outcome"]].told
    if row["way"] == "link":
        return f"{told}, by their link, {british_date(row['used_at'])}"
    entered = entered_words(
        row["entered_by_name"], row["recipient_name"], row["way"], row["given_on"]
    )
    return f"{told}. {entered}"


def receipt_words(receipt: Receipt) -> str:
    """When an answer was taken."""
    return f"We got your answer on {british_moment(receipt.at)}."
