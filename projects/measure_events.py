"""What happens to measures, named in the past tense; ids and facts only, no values and no words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar
from uuid import UUID

from kernel.events import DomainEvent


@dataclass(frozen=True, kw_only=True)
class MeasureDefined(DomainEvent):
    """Somebody wrote down what is measured; of a project, or of an organisation alone."""

    type: ClassVar[str] = "uk.qiflow.measure.defined.v1"

    measure_id: UUID
    family: str
    data_kind: str
    chart: str
    direction: str
    frequency: str
    project_id: UUID | None = None
    unit_id: UUID | None = None


@dataclass(frozen=True, kw_only=True)
class MeasureChanged(DomainEvent):
    """Words, chart, owner or schedule of a measure changed; `fields` names which."""

    type: ClassVar[str] = "uk.qiflow.measure.changed.v1"

    measure_id: UUID
    fields: tuple[str, ...]
    project_id: UUID | None = None


@dataclass(frozen=True, kw_only=True)
class MeasureEnded(DomainEvent):
    """Nothing is counted any more after `ended_on`; without it the measure goes on after all."""

    type: ClassVar[str] = "uk.qiflow.measure.ended.v1"

    measure_id: UUID
    ended_on: date | None = None
    project_id: UUID | None = None


@dataclass(frozen=True, kw_only=True)
class MeasureWithdrawn(DomainEvent):
    """A measure that was defined in error, and had no data, was taken out again."""

    type: ClassVar[str] = "uk.qiflow.measure.withdrawn.v1"

    measure_id: UUID
    project_id: UUID | None = None


@dataclass(frozen=True, kw_only=True)
class MeasureDataRecorded(DomainEvent):
    """Data of some periods, from `first_on` to `last_on`, are new, other or withdrawn.

    Units: `added`, `changed` and `withdrawn` count periods.
    """

    type: ClassVar[str] = "uk.qiflow.measure.data_recorded.v1"

    measure_id: UUID
    first_on: date
    last_on: date
    added: int
    changed: int
    withdrawn: int
    project_id: UUID | None = None


@dataclass(frozen=True, kw_only=True)
class MeasureTargetSet(DomainEvent):
    """The measure ought to be elsewhere from a day, or a target was withdrawn."""

    type: ClassVar[str] = "uk.qiflow.measure.target_set.v1"

    measure_id: UUID
    on_date: date
    change: str  # set, withdrawn
    project_id: UUID | None = None


@dataclass(frozen=True, kw_only=True)
class MeasureRebased(DomainEvent):
    """The limits of the chart are another from a day, or a recalculation was withdrawn."""

    type: ClassVar[str] = "uk.qiflow.measure.rebased.v1"

    measure_id: UUID
    on_date: date
    change: str  # set, withdrawn
    project_id: UUID | None = None


@dataclass(frozen=True, kw_only=True)
class MeasureMarked(DomainEvent):
    """Words stand at a day of the chart, or were withdrawn."""

    type: ClassVar[str] = "uk.qiflow.measure.marked.v1"

    measure_id: UUID
    marker_id: UUID
    on_date: date
    sort: str
    change: str  # set, withdrawn
    project_id: UUID | None = None


@dataclass(frozen=True, kw_only=True)
class MeasureSignalFound(DomainEvent):
    """A special cause was found for the first time; computing the series again tells nothing more.

    `began_on` and `last_on` are the first and the latest point that the rule flags. `latest`: the
    latest point of the chart is among them, so that this is news and not history.
    """

    type: ClassVar[str] = "uk.qiflow.measure.signal_found.v1"

    measure_id: UUID
    signal_id: UUID
    rule: str
    meaning: str
    rule_set: str
    began_on: date
    last_on: date
    latest: bool
    project_id: UUID | None = None
