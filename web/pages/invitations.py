"""What the pages show of invitations."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.urls import reverse

from people import queries
from people.queries.colleagues import colleague_names
from web.pages.access import giver_name, place_words
from web.pages.frame import Answer
from web.visit import Visit
from web.words.access import invitation_state, role_names, until_words
from web.words.dates import british_moment
from web.words.states import StateWords


@dataclass(frozen=True, slots=True, kw_only=True)
class InvitationLine:
    """One invitation in a list."""

    href: str
    email: str
    roles: str
    state: StateWords
    sent: str
    until: str


def invitation_lines(rows: Iterable[Mapping[str, Any]]) -> tuple[InvitationLine, ...]:
    """Invitations as a list shows them."""
    return tuple(
        InvitationLine(
            href=reverse("web:invitation", args=[row["id"]]),
            email=row["email"],
            roles=role_names(row["roles"]),
            state=invitation_state(row["state"]),
            sent=british_moment(row["sent_at"]),
            until=british_moment(row["expires_at"]),
        )
        for row in rows
    )


def invitation_answers(visit: Visit, found: Mapping[str, Any]) -> tuple[Answer, ...]:
    """What an invitation says, key by key."""
    body = queries.organisation_names([found["organisation_id"]])[found["organisation_id"]].name
    units = queries.unit_names(visit.actor, [found["unit_id"]] if found["unit_id"] else [])
    names = colleague_names(visit.actor, {found["invited_by"]} - {None})
    lines = [
        Answer(key="Email address", value=found["email"]),
        Answer(key="Name", value=found["name"] or "Not given"),
        Answer(key="Roles", value=role_names(found["roles"])),
        Answer(
            key="Where", value=place_words(found, {found["organisation_id"]: _Named(body)}, units)
        ),
        Answer(key="How long", value=_upper_first(until_words(found["role_to_date"]))),
        Answer(key="Sent", value=_sent(found, names)),
        Answer(key="Can be taken up until", value=british_moment(found["expires_at"])),
    ]
    if found["person_id"]:
        people = queries.person_names(visit.actor, [found["person_id"]])
        lines.insert(2, Answer(key="Person", value=people.get(found["person_id"], "A person here")))
    if found["accepted_at"]:
        lines[-1] = Answer(
            key="Taken up",
            value=british_moment(found["accepted_at"]),
            href=reverse("web:user", args=[found["accepted_by_id"]]),
        )
    if found["cancelled_at"]:
        lines[-1] = Answer(key="Called back", value=british_moment(found["cancelled_at"]))
    return tuple(lines)


@dataclass(frozen=True, slots=True)
class _Named:
    name: str


def _sent(found: Mapping[str, Any], names: Mapping[UUID, str]) -> str:
    by = "another system" if found["by_key"] else giver_name(found["invited_by"], names)
    times = "" if found["times_sent"] == 1 else f", for the {_ordinal(found['times_sent'])} time"
    return f"{british_moment(found['sent_at'])} by {by}{times}"


def _upper_first(words: str) -> str:
    return words[:1].upper() + words[1:]


def _ordinal(number: int) -> str:
    words = {2: "second", 3: "third", 4: "fourth", 5: "fifth"}
    return words.get(number, f"{number}th")
