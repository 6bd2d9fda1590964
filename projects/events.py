"""What happens to projects, named in the past tense; ids and facts only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar
from uuid import UUID

from kernel.events import DomainEvent


@dataclass(frozen=True, kw_only=True)
class ProjectRegistered(DomainEvent):
    """A team wrote down what it wants to improve; nobody was asked for approval yet."""

    type: ClassVar[str] = "uk.qiflow.project.registered.v1"

    project_id: UUID
    method: str
    unit_id: UUID | None = None


@dataclass(frozen=True, kw_only=True)
class ProjectChanged(DomainEvent):
    """Words, dates or unit of a project changed; `fields` names which."""

    type: ClassVar[str] = "uk.qiflow.project.changed.v1"

    project_id: UUID
    fields: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class ProjectTeamChanged(DomainEvent):
    """Somebody joined or left a team, or the record of it was corrected.

    `from_date` is the first day on which the team may now be another.
    """

    type: ClassVar[str] = "uk.qiflow.project.team_changed.v1"

    project_id: UUID
    membership_id: UUID
    change: str  # added, ended, corrected, withdrawn
    team: str
    role: str
    from_date: date


@dataclass(frozen=True, kw_only=True)
class ProjectOrganisationsChanged(DomainEvent):
    """Another organisation takes part in a project, or no longer does."""

    type: ClassVar[str] = "uk.qiflow.project.organisations_changed.v1"

    project_id: UUID
    participant_id: UUID
    change: str  # added, ended
    from_date: date


@dataclass(frozen=True, kw_only=True)
class ProjectCharterWritten(DomainEvent):
    """The charter was written, or written anew; earlier approvals do not carry over."""

    type: ClassVar[str] = "uk.qiflow.project.charter_written.v1"

    project_id: UUID
    charter_id: UUID
    number: int


@dataclass(frozen=True, kw_only=True)
class ProjectSignedOff(DomainEvent):
    """A sponsor, a partner or a coach agreed to a text or a step."""

    type: ClassVar[str] = "uk.qiflow.project.signed_off.v1"

    project_id: UUID
    sign_off_id: UUID
    about: str
    given_as: str
    given_on: date


@dataclass(frozen=True, kw_only=True)
class ProjectSignOffWithdrawn(DomainEvent):
    """A sign-off was taken back, or had been recorded in error."""

    type: ClassVar[str] = "uk.qiflow.project.sign_off_withdrawn.v1"

    project_id: UUID
    sign_off_id: UUID
    about: str


@dataclass(frozen=True, kw_only=True)
class ProjectOpened(DomainEvent):
    """A project in mid-life was brought into QIflow at its stage of that day."""

    type: ClassVar[str] = "uk.qiflow.project.opened.v1"

    project_id: UUID
    stage: str


@dataclass(frozen=True, kw_only=True)
class ProjectWithdrawn(DomainEvent):
    """A draft that an import registered was taken out again."""

    type: ClassVar[str] = "uk.qiflow.project.withdrawn.v1"

    project_id: UUID


@dataclass(frozen=True, kw_only=True)
class ProjectProposed(DomainEvent):
    """The team asks for a sponsor's approval."""

    type: ClassVar[str] = "uk.qiflow.project.proposed.v1"

    project_id: UUID


@dataclass(frozen=True, kw_only=True)
class ProjectSetupApproved(DomainEvent):
    """A sponsor approved team and charter; co-design begins."""

    type: ClassVar[str] = "uk.qiflow.project.setup_approved.v1"

    project_id: UUID


@dataclass(frozen=True, kw_only=True)
class ProjectTestingStarted(DomainEvent):
    """A project left co-design and may run tests of change."""

    type: ClassVar[str] = "uk.qiflow.project.testing_started.v1"

    project_id: UUID


@dataclass(frozen=True, kw_only=True)
class ProjectRedesignRequested(DomainEvent):
    """Testing showed that the change needs another design."""

    type: ClassVar[str] = "uk.qiflow.project.redesign_requested.v1"

    project_id: UUID


@dataclass(frozen=True, kw_only=True)
class ProjectTestingCompleted(DomainEvent):
    """A change was adopted; it becomes the normal way."""

    type: ClassVar[str] = "uk.qiflow.project.testing_completed.v1"

    project_id: UUID


@dataclass(frozen=True, kw_only=True)
class ProjectTestingResumed(DomainEvent):
    """The normal way does not hold yet; testing goes on."""

    type: ClassVar[str] = "uk.qiflow.project.testing_resumed.v1"

    project_id: UUID


@dataclass(frozen=True, kw_only=True)
class ProjectReliabilityDeclared(DomainEvent):
    """It happens every time in the pilot; spread begins."""

    type: ClassVar[str] = "uk.qiflow.project.reliability_declared.v1"

    project_id: UUID


@dataclass(frozen=True, kw_only=True)
class ProjectSustained(DomainEvent):
    """It has lasted and has an owner."""

    type: ClassVar[str] = "uk.qiflow.project.sustained.v1"

    project_id: UUID


@dataclass(frozen=True, kw_only=True)
class ProjectPaused(DomainEvent):
    """Work rests until a review date."""

    type: ClassVar[str] = "uk.qiflow.project.paused.v1"

    project_id: UUID
    review_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class ProjectResumed(DomainEvent):
    """Work goes on from the stage in which it was paused."""

    type: ClassVar[str] = "uk.qiflow.project.resumed.v1"

    project_id: UUID


@dataclass(frozen=True, kw_only=True)
class ProjectStopped(DomainEvent):
    """A project ended early, with what was learnt from it."""

    type: ClassVar[str] = "uk.qiflow.project.stopped.v1"

    project_id: UUID
    stop_reason: str = ""


@dataclass(frozen=True, kw_only=True)
class ProjectReopened(DomainEvent):
    """What had lasted has slipped; it is worked on again."""

    type: ClassVar[str] = "uk.qiflow.project.reopened.v1"

    project_id: UUID


@dataclass(frozen=True, kw_only=True)
class ProjectArchived(DomainEvent):
    """A closed project was put away for the retention period."""

    type: ClassVar[str] = "uk.qiflow.project.archived.v1"

    project_id: UUID


@dataclass(frozen=True, kw_only=True)
class OpeningPositionLoaded(DomainEvent):
    """Somebody signed off a file with which an organisation arrived in mid-life."""

    type: ClassVar[str] = "uk.qiflow.opening_position.loaded.v1"

    opening_position_id: UUID
    rows: int  # that were new
