"""What links can ask for. Each app declares its own purposes; one link has one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from kernel.actors import Actor
from records.things.thing import Thing

PERSON = "person"
USER = "user"


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipient:
    """For whom a link is: a person of the organisation, or a user. `name` is for their eyes."""

    kind: str
    id: UUID
    name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What a link asks, of whom, about which thing. `details`: what its purpose needs besides."""

    thing: Thing
    recipient: Recipient
    details: Mapping[str, str]

    def id(self, name: str) -> UUID:
        """The identifier that a detail holds."""
        return UUID(self.details[name])


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """A box for the person's own words."""

    label: str
    hint: str = ""
    required: bool = False
    maximum: int = 2_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What the page of a link says and asks; the sentences are for somebody new to all this.

    `texts`: headed texts that the answer is about. `answers`: value and words of each choice, none
    where pressing the button is the answer. `words_for`: answers that need words. `seen` changes
    when what the answer is about changes, so that nobody agrees to what they did not read.
    """

    title: str
    sentences: tuple[str, ...]
    button: str
    texts: tuple[tuple[str, str], ...] = ()
    answers_label: str = ""
    answers: tuple[tuple[str, str], ...] = ()
    words: Words | None = None
    words_for: tuple[str, ...] = ()
    seen: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """An answer. `actor` is the person by their link, or whoever enters it for them.

    `way` and `given_on` say how and when it was given; `outcome` is one of the answers, or empty.
    """

    outcome: str
    words: str
    actor: Actor
    way: str
    given_on: date
    now: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """What an answer brought. `words`: kept with the link where no other thing keeps them."""

    outcome: str
    step_id: UUID | None = None
    step_version: int | None = None
    words: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """One thing that an answer can come to: for the list of links, and on the receipt."""

    told: str
    receipt: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Purpose:
    """One thing that links can ask for.

    `name` says it of those who are asked, `to_you` to them, where that is said otherwise.
    `permission`: all that the link gives. `again`: it may be answered more than once. `kinds`: of
    which things, or None for all. `details`: names of what must be said besides. `check`: refuses
    to ask for what cannot be done, by raising. `question`: raises Blocked where it can be done no
    longer. `answer`: runs the command. `target`: the detail that names
    what the permission is on, where that is not the thing itself. `until`: the last day, where it
    is not so many days from now.
    """

    code: str
    name: str
    permission: str
    check: Callable[[Asked, Actor, datetime], None]
    question: Callable[[Asked], Question]
    answer: Callable[[Asked, Given], Effect]
    outcomes: Mapping[str, Outcome]
    to_you: str = ""
    target: str = ""
    details: tuple[str, ...] = ()
    again: bool = False
    until: Callable[[Asked], date] | None = None
    recipients: tuple[str, ...] = (PERSON, USER)
    kinds: frozenset[str] | None = field(default=None)

    @property
    def wish(self) -> str:
        """What it asks, after "asks them to": "say what they think"."""
        return f"{self.name[:1].lower()}{self.name[1:]}"

    @property
    def wish_to_you(self) -> str:
        """What it asks, after "asks you to": "say what you think"."""
        return self.to_you or self.wish


PURPOSES: dict[str, Purpose] = {}


def register(*purposes: Purpose) -> None:
    """Add purposes; a second of one name is a fault."""
    for purpose in purposes:
        if PURPOSES.get(purpose.code, purpose) is not purpose:
            raise ValueError(f"There are two purposes of links named {purpose.code}.")
        PURPOSES[purpose.code] = purpose
