"""Events of records."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar
from uuid import UUID

from kernel.events import DomainEvent


@dataclass(frozen=True, kw_only=True)
class JobQueued(DomainEvent):
    """Somebody asked for work that takes long."""

    type: ClassVar[str] = "uk.qiflow.job.queued.v1"

    job_id: UUID
    work: str


@dataclass(frozen=True, kw_only=True)
class JobStarted(DomainEvent):
    """A process took a job."""

    type: ClassVar[str] = "uk.qiflow.job.started.v1"

    job_id: UUID
    attempt: int


@dataclass(frozen=True, kw_only=True)
class JobResumed(DomainEvent):
    """A process was lost at work; another goes on with the job."""

    type: ClassVar[str] = "uk.qiflow.job.resumed.v1"

    job_id: UUID
    attempt: int


@dataclass(frozen=True, kw_only=True)
class JobFinished(DomainEvent):
    """A job is done."""

    type: ClassVar[str] = "uk.qiflow.job.finished.v1"

    job_id: UUID
    work: str
    done: int


@dataclass(frozen=True, kw_only=True)
class JobFailed(DomainEvent):
    """A job cannot be done."""

    type: ClassVar[str] = "uk.qiflow.job.failed.v1"

    job_id: UUID
    work: str


@dataclass(frozen=True, kw_only=True)
class JobCancelAsked(DomainEvent):
    """Somebody wants a running job to stop; it does so at its next step."""

    type: ClassVar[str] = "uk.qiflow.job.cancel_asked.v1"

    job_id: UUID


@dataclass(frozen=True, kw_only=True)
class JobCancelled(DomainEvent):
    """A job was stopped."""

    type: ClassVar[str] = "uk.qiflow.job.cancelled.v1"

    job_id: UUID


@dataclass(frozen=True, kw_only=True)
class JobRetried(DomainEvent):
    """A job that failed or was stopped is asked for once more."""

    type: ClassVar[str] = "uk.qiflow.job.retried.v1"

    job_id: UUID


@dataclass(frozen=True, kw_only=True)
class ListExported(DomainEvent):
    """Somebody took a list out as a file. `list` is its name, never what it was narrowed to."""

    type: ClassVar[str] = "uk.qiflow.list.exported.v1"

    list: str
    file: str
    rows: int


@dataclass(frozen=True, kw_only=True)
class ImportUploaded(DomainEvent):
    """Somebody sent a table to be checked. `what` is the kind of thing it brings."""

    type: ClassVar[str] = "uk.qiflow.import.uploaded.v1"

    import_id: UUID
    what: str


@dataclass(frozen=True, kw_only=True)
class ImportChecked(DomainEvent):
    """Every row of a table was tried, and nothing kept."""

    type: ClassVar[str] = "uk.qiflow.import.checked.v1"

    import_id: UUID
    rows: int
    faults: int


@dataclass(frozen=True, kw_only=True)
class ImportLoaded(DomainEvent):
    """A table was loaded, all of it."""

    type: ClassVar[str] = "uk.qiflow.import.loaded.v1"

    import_id: UUID
    what: str
    new: int
    changed: int


@dataclass(frozen=True, kw_only=True)
class ImportUndone(DomainEvent):
    """Everything that a table brought was taken back."""

    type: ClassVar[str] = "uk.qiflow.import.undone.v1"

    import_id: UUID
    what: str


@dataclass(frozen=True, kw_only=True)
class ImportDiscarded(DomainEvent):
    """A table that was checked is not to be loaded; its content is forgotten."""

    type: ClassVar[str] = "uk.qiflow.import.discarded.v1"

    import_id: UUID


@dataclass(frozen=True, kw_only=True)
class ImportAsked(DomainEvent):
    """Somebody asked a job to load a table, or to take it back."""

    type: ClassVar[str] = "uk.qiflow.import.asked.v1"

    import_id: UUID
    work: str


@dataclass(frozen=True, kw_only=True)
class ViewSaved(DomainEvent):
    """Somebody keeps a list with its filters for themselves."""

    type: ClassVar[str] = "uk.qiflow.saved_view.saved.v1"

    view_id: UUID
    list: str


@dataclass(frozen=True, kw_only=True)
class ViewChanged(DomainEvent):
    """Somebody gave their kept view another name or other filters."""

    type: ClassVar[str] = "uk.qiflow.saved_view.changed.v1"

    view_id: UUID


@dataclass(frozen=True, kw_only=True)
class ViewRemoved(DomainEvent):
    """Somebody no longer keeps a view."""

    type: ClassVar[str] = "uk.qiflow.saved_view.removed.v1"

    view_id: UUID


@dataclass(frozen=True, kw_only=True)
class ActionAdded(DomainEvent):
    """Somebody is to do something by a day, about a thing.

    `owner_id` is a user, `owner_person_id` a person without an account; neither: nobody yet.
    """

    type: ClassVar[str] = "uk.qiflow.action.added.v1"

    action_id: UUID
    subject_kind: str
    subject_id: UUID
    due_on: date
    owner_id: UUID | None = None
    owner_person_id: UUID | None = None


@dataclass(frozen=True, kw_only=True)
class ActionChanged(DomainEvent):
    """The words or the day of an action are others."""

    type: ClassVar[str] = "uk.qiflow.action.changed.v1"

    action_id: UUID
    fields: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class ActionHandedOver(DomainEvent):
    """Somebody else has taken on an action, or nobody has it any more."""

    type: ClassVar[str] = "uk.qiflow.action.handed_over.v1"

    action_id: UUID
    owner_id: UUID | None = None
    owner_person_id: UUID | None = None
    former_owner_id: UUID | None = None
    former_owner_person_id: UUID | None = None


@dataclass(frozen=True, kw_only=True)
class ActionCompleted(DomainEvent):
    """An action is done."""

    type: ClassVar[str] = "uk.qiflow.action.completed.v1"

    action_id: UUID


@dataclass(frozen=True, kw_only=True)
class ActionDropped(DomainEvent):
    """An action will not be done."""

    type: ClassVar[str] = "uk.qiflow.action.dropped.v1"

    action_id: UUID


@dataclass(frozen=True, kw_only=True)
class ActionReopened(DomainEvent):
    """An action has to be done after all."""

    type: ClassVar[str] = "uk.qiflow.action.reopened.v1"

    action_id: UUID
    due_on: date


@dataclass(frozen=True, kw_only=True)
class ActionFellDue(DomainEvent):
    """The day of an action has come, and it is not done; once for each day that was set."""

    type: ClassVar[str] = "uk.qiflow.action.fell_due.v1"

    action_id: UUID
    due_on: date
    owner_id: UUID | None = None
    owner_person_id: UUID | None = None


@dataclass(frozen=True, kw_only=True)
class ActionDueSoon(DomainEvent):
    """The day of an action is near, and it is not done."""

    type: ClassVar[str] = "uk.qiflow.action.due_soon.v1"

    action_id: UUID
    due_on: date
    owner_id: UUID | None = None
    owner_person_id: UUID | None = None


@dataclass(frozen=True, kw_only=True)
class MessageFailed(DomainEvent):
    """A message could not be sent, however often it was tried."""

    type: ClassVar[str] = "uk.qiflow.message.failed.v1"

    message_id: UUID
    channel: str
    attempts: int


@dataclass(frozen=True, kw_only=True)
class MessageRetried(DomainEvent):
    """Somebody asks for a message that failed to be sent once more."""

    type: ClassVar[str] = "uk.qiflow.message.retried.v1"

    message_id: UUID


@dataclass(frozen=True, kw_only=True)
class MessageDone(DomainEvent):
    """Somebody on the staff posted a letter or made a call."""

    type: ClassVar[str] = "uk.qiflow.message.done.v1"

    message_id: UUID
    channel: str


@dataclass(frozen=True, kw_only=True)
class PreferenceChosen(DomainEvent):
    """A reader chose how often to get email. `way`: their own page, the API, or a link in email."""

    type: ClassVar[str] = "uk.qiflow.preference.chosen.v1"

    recipient_kind: str
    recipient_id: UUID
    often: str
    way: str
