"""What kinds of long work there are; every app registers its own."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

from kernel.actors import Actor


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """What came of a job. `faults` are rows with `row`, `field`, `code`, `message`."""

    result: Mapping[str, Any] = field(default_factory=dict)
    faults: Sequence[Mapping[str, Any]] = ()


class Work(Protocol):
    """What a job's work is given. It acts with the rights that its starter has today."""

    @property
    def job_id(self) -> UUID: ...
    @property
    def organisation_id(self) -> UUID: ...
    @property
    def actor(self) -> Actor: ...
    @property
    def now(self) -> datetime: ...
    @property
    def arguments(self) -> Mapping[str, Any]: ...
    @property
    def checkpoint(self) -> Mapping[str, Any]: ...

    def progress(self, done: int, total: int | None = None) -> None:
        """Say how far it is. Raises what stops the job, if it is to stop."""

    def keep(self, content: bytes, *, number: int, checkpoint: Mapping[str, Any]) -> None:
        """Keep a part of the file, and where to go on from, together."""


@dataclass(frozen=True, slots=True, kw_only=True)
class JobKind:
    """One kind of long work.

    `whole`: effects and the end of the job are committed together, so that it happens once or not
    at all; otherwise the work commits as it goes and resumes from its checkpoint.
    """

    name: str
    run: Callable[[Work], Done]
    whole: bool = True


KINDS: dict[str, JobKind] = {}


def register(*kinds: JobKind) -> None:
    """Add kinds of work; a second of one name is a fault."""
    for kind in kinds:
        if KINDS.get(kind.name, kind) != kind:
            raise ValueError(f"There are two kinds of work named {kind.name}.")
        KINDS[kind.name] = kind
