"""What an organisation's coverage is judged by: stored outcomes of its committees. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple
from uuid import UUID

from kernel.rules.standards import DEFAULTS, Standards


class Standing(NamedTuple):
    """One stored outcome of C01 for one committee. `fails_on` is set while it is tolerated.

    `before_qiflow`: these days were over when the committee was brought into QIflow.
    """

    committee_id: UUID
    first: date
    last: date
    outcome: str
    met: str
    fails_on: date | None
    before_qiflow: bool = False


@dataclass(frozen=True, kw_only=True)
class OrganisationFacts:
    """An organisation with the stored C01 intervals of its own and joint committees.

    `succeeded_on`: the day from which another stands in its place.
    """

    subject_id: UUID
    organisation_id: UUID
    unit_id: UUID | None = None
    begins_on: date
    standards: Standards = DEFAULTS
    succeeded_on: date | None = None
    is_trust: bool = True
    binding: bool = True
    standings: tuple[Standing, ...] = ()
