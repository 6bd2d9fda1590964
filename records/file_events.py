"""Events of files and of tags."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from kernel.events import DomainEvent


@dataclass(frozen=True, kw_only=True)
class FileAdded(DomainEvent):
    """Somebody sent a file as evidence about a thing. `content_kind` is what it is: pdf, docx."""

    type: ClassVar[str] = "uk.qiflow.file.added.v1"

    file_id: UUID
    subject_kind: str
    subject_id: UUID
    content_kind: str
    size: int


@dataclass(frozen=True, kw_only=True)
class FileKept(DomainEvent):
    """A file left quarantine. `virus_check`: `clean`, or `none` where no scanner is set up."""

    type: ClassVar[str] = "uk.qiflow.file.kept.v1"

    file_id: UUID
    virus_check: str


@dataclass(frozen=True, kw_only=True)
class FileRefused(DomainEvent):
    """A file failed the virus check; its bytes were taken away."""

    type: ClassVar[str] = "uk.qiflow.file.refused.v1"

    file_id: UUID


@dataclass(frozen=True, kw_only=True)
class FileCheckPostponed(DomainEvent):
    """The virus scanner did not answer; the file stays in quarantine and is tried again."""

    type: ClassVar[str] = "uk.qiflow.file.check_postponed.v1"

    file_id: UUID


@dataclass(frozen=True, kw_only=True)
class FileCheckAsked(DomainEvent):
    """A file in quarantine is to be checked once more."""

    type: ClassVar[str] = "uk.qiflow.file.check_asked.v1"

    file_id: UUID


@dataclass(frozen=True, kw_only=True)
class FileChanged(DomainEvent):
    """What is written about a file, its day, or who sees it."""

    type: ClassVar[str] = "uk.qiflow.file.changed.v1"

    file_id: UUID
    fields: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class FileLinkMade(DomainEvent):
    """Somebody made a link that gives a file to whoever holds it, for ten minutes."""

    type: ClassVar[str] = "uk.qiflow.file.link_made.v1"

    file_id: UUID


@dataclass(frozen=True, kw_only=True)
class FileRemoved(DomainEvent):
    """A file was deleted, for a reason; it can be brought back."""

    type: ClassVar[str] = "uk.qiflow.file.removed.v1"

    file_id: UUID


@dataclass(frozen=True, kw_only=True)
class FileRestored(DomainEvent):
    """A deleted file was brought back."""

    type: ClassVar[str] = "uk.qiflow.file.restored.v1"

    file_id: UUID


@dataclass(frozen=True, kw_only=True)
class FileErased(DomainEvent):
    """The bytes and the text of a file were taken away for good."""

    type: ClassVar[str] = "uk.qiflow.file.erased.v1"

    file_id: UUID


@dataclass(frozen=True, kw_only=True)
class FileLost(DomainEvent):
    """The store no longer has a file that it should have."""

    type: ClassVar[str] = "uk.qiflow.file.lost.v1"

    file_id: UUID


@dataclass(frozen=True, kw_only=True)
class TagMade(DomainEvent):
    """A word was used as a tag for the first time in an organisation."""

    type: ClassVar[str] = "uk.qiflow.tag.made.v1"

    tag_id: UUID


@dataclass(frozen=True, kw_only=True)
class TagPut(DomainEvent):
    """A thing carries a tag."""

    type: ClassVar[str] = "uk.qiflow.tag.put.v1"

    tag_id: UUID
    subject_kind: str
    subject_id: UUID


@dataclass(frozen=True, kw_only=True)
class TagTakenOff(DomainEvent):
    """A thing no longer carries a tag."""

    type: ClassVar[str] = "uk.qiflow.tag.taken_off.v1"

    tag_id: UUID
    subject_kind: str
    subject_id: UUID


@dataclass(frozen=True, kw_only=True)
class TagRenamed(DomainEvent):
    """A tag has another word, on every thing that carries it."""

    type: ClassVar[str] = "uk.qiflow.tag.renamed.v1"

    tag_id: UUID


@dataclass(frozen=True, kw_only=True)
class TagMerged(DomainEvent):
    """Every thing that carried this tag carries the other one instead."""

    type: ClassVar[str] = "uk.qiflow.tag.merged.v1"

    tag_id: UUID
    into_id: UUID
