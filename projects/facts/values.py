"""Frozen facts of a project, which rules judge for any day. Pure."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property
from typing import Any, NamedTuple
from uuid import UUID

from kernel.rules.standards import Standards
from projects.facts.measures import MeasureFacts

ONE_DAY = timedelta(days=1)

#: Before approval of set-up nothing is asked of the team.
BEFORE_APPROVAL = frozenset({"draft", "setup"})
#: Called reliable by its sponsor, until it goes back to testing or is closed.
RELIABLE = frozenset({"spreading", "sustained"})
#: The work is done; a sustained project can be reopened, an archived one not.
CLOSED = frozenset({"sustained", "stopped", "archived"})


class Span(NamedTuple):
    """Days from `first` to `last`, both inclusive; a null `last` is open."""

    first: date
    last: date | None = None

    def covers(self, day: date) -> bool:
        return self.first <= day and (self.last is None or day <= self.last)

    def edges(self) -> tuple[date, ...]:
        """The days on which something begins to hold or holds no more."""
        return (self.first,) if self.last is None else (self.first, self.last + ONE_DAY)


class StageFrom(NamedTuple):
    """From this day on the project is in this stage. `opening`: it was brought in like this."""

    day: date
    stage: str
    opening: bool = False


class Member(NamedTuple):
    """One membership. `employed`: when the person works for an organisation of the project.

    `removed_on`: the person is unknown to the system from that day on.
    """

    person_id: UUID
    team: str
    role: str
    capacity: str
    span: Span
    relevant_experience: bool | None = None
    partner_agreed: bool | None = None
    employed: tuple[Span, ...] = ()
    removed_on: date | None = None

    def active(self, day: date) -> bool:
        return self.span.covers(day) and (self.removed_on is None or day < self.removed_on)

    def edges(self) -> tuple[date, ...]:
        employment = tuple(edge for span in self.employed for edge in span.edges())
        removal = (self.removed_on,) if self.removed_on else ()
        return self.span.edges() + employment + removal


@dataclass(frozen=True, kw_only=True)
class ProjectFacts:
    """Everything that the rules of projects may know of one project.

    `stages` are oldest first, by effective day and then by the instant of recording.
    `opened_on`: the day on which a project in mid-life was brought into QIflow.
    """

    subject_id: UUID
    organisation_id: UUID
    unit_id: UUID | None
    begins_on: date
    standards: Standards
    stages: tuple[StageFrom, ...] = ()
    members: tuple[Member, ...] = ()
    opened_on: date | None = None
    method: str = "always_event"
    measures: tuple[MeasureFacts, ...] = ()

    def stage_on(self, day: date) -> str:
        """The stage of a day; of two changes effective on one day the later recorded decides."""
        stage = "draft"
        for change in self.stages:
            if change.day > day:
                break
            stage = change.stage
        return stage

    def work_on(self, day: date) -> StageFrom:
        """The stage of a day and since when it lasts, as if no pause had ever been."""
        held = StageFrom(day=date.min, stage="draft")
        for change in self.stages:
            if change.day > day:
                break
            if change.stage not in ("paused", held.stage):
                held = change
        return held

    def reliable_from(self, day: date) -> StageFrom | None:
        """The step by which the project was declared reliable, if it holds on a day."""
        declared = None
        for change in self.stages:
            if change.day > day:
                break
            if change.stage in RELIABLE:
                declared = declared or change
            elif change.stage != "paused":
                declared = None
        return declared

    @cached_property
    def approved_on(self) -> date | None:
        """The day from which set-up was approved."""
        return self._first_day(lambda stage: stage not in BEFORE_APPROVAL | {"paused", "stopped"})

    @cached_property
    def testing_from(self) -> date | None:
        """The first day of testing, or of a later stage."""
        return self._first_day(
            lambda stage: stage in {"testing", "implementing", "spreading", "sustained"}
        )

    @cached_property
    def worked_out(self) -> dict[Any, Any]:
        """What rules have reckoned from these facts, kept while they judge day after day."""
        return {}

    def _first_day(self, wanted: Callable[[str], bool]) -> date | None:
        days = [change.day for change in self.stages if wanted(self.stage_on(change.day))]
        return min(days, default=None)

    def after_step(self, stage: str, day: date) -> ProjectFacts:
        """The facts as they would be if the project were in `stage` from `day` on.

        A step is judged on whatever day it is to take effect, also before an opening position.
        """
        kept = tuple(change for change in self.stages if change.day <= day)
        return replace(
            self,
            stages=(*kept, StageFrom(day=day, stage=stage)),
            begins_on=min(self.begins_on, day),
            opened_on=None,
        )

    def active(self, role: str, day: date, *, team: str | None = None) -> tuple[Member, ...]:
        """The members who hold a role on a day."""
        return tuple(
            member
            for member in self.members
            if member.role == role and member.active(day) and team in (None, member.team)
        )
