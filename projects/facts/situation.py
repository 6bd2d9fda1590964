"""What the guards of a step may know: the project, its papers, and what the request says. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What the person who takes a step says with it; each step needs a few of these."""

    reason: str = ""
    review_on: date | None = None
    partners_told: bool = False
    stop_reason: str = ""
    learning: str = ""
    partners_thanked: bool = False
    data_disposition: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CharterFacts:
    """The present charter: its number, and which plans for partners it holds."""

    number: int
    support_plan: bool
    payment_plan: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedOff:
    """A sign-off that stands; `charter_number` for those of a charter."""

    about: str
    given_as: str
    given_on: date
    charter_number: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """A project at the gate of one step, on the day from which the step is to take effect.

    `balancing_unexplained`: a balancing measure signals a change for the worse, and nothing on its
    chart says why. Units: `review_days` is the longest pause before somebody looks at the project
    again; `periods_held` and `periods_asked` count periods since it was declared reliable.
    """

    on: date
    today: date
    method: str
    title: str
    problem: str
    vision: str
    aim: str
    public_summary: str
    stage_since: date | None
    retention_from: date | None
    organisation_open: bool
    has_lead: bool
    review_days: int
    charter: CharterFacts | None = None
    sign_offs: tuple[SignedOff, ...] = ()
    balancing_unexplained: bool = False
    periods_held: int = 0
    periods_asked: int = 0
    asked: Asked = field(default_factory=Asked)

    def agreed(self, about: str, *, given_as: str) -> bool:
        """Has a text been signed off, as it stands, by the day of the step?"""
        return any(
            (given.about, given.given_as) == (about, given_as) and given.given_on <= self.on
            for given in self.sign_offs
        )

    def charter_approved(self, *, given_as: str) -> bool:
        """Has the present number of the charter been approved?"""
        return self.charter is not None and any(
            given.about == "charter"
            and given.given_as == given_as
            and given.charter_number == self.charter.number
            and given.given_on <= self.on
            for given in self.sign_offs
        )

    def step_agreed(self, step: str, *, given_as: str) -> bool:
        """Was this step agreed to while the project was in its present stage?"""
        since = self.stage_since or date.min
        return any(
            (given.about, given.given_as) == (step, given_as) and since <= given.given_on <= self.on
            for given in self.sign_offs
        )
