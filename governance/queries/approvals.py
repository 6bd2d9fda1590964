"""What an actor may do about a committee whose organisation has merged."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from governance.commands.approving import successors_kept_by
from governance.facts.bodies import became
from governance.models import CommitteeApproval, CommitteeState
from governance.policies.committees import may_manage
from kernel.actors import Actor
from kernel.standards import known

_OVER = (CommitteeState.MERGED, CommitteeState.ENDED)
_NO_MERGER = "No other organisation has taken the place of the one that keeps this committee."


@dataclass(frozen=True, slots=True, kw_only=True)
class Approving:
    """What stands against approving a committee again: `closed`, empty where nothing does.

    `successors`: the organisations for which the actor would take it over; where there are none,
    it carries on where it is kept. `approved_on`: the day of the latest approval, if there is one.
    """

    closed: str
    successors: frozenset[UUID] = frozenset()
    approved_on: date | None = None


def approving(actor: Actor, committee: Mapping[str, Any], *, today: date) -> Approving:
    """May the actor approve a committee again, after another body took its keeper's place?

    `committee`: as `get_committee` gives it. One query where there was no merger.

    Source: domain/domain.md 15 item 7; docs/adr/0014.
    """
    if committee["state"] in _OVER:
        return Approving(closed="This committee has ended.")
    keeper_id = committee["kept_by_id"] or committee["organisation_id"]
    if not became(keeper_id, today):
        return Approving(closed=_NO_MERGER)
    successors = successors_kept_by(keeper_id, actor, today)
    kept = may_manage(actor, organisation_id=keeper_id, unit_id=committee["unit_id"])
    return Approving(
        closed="" if successors else kept.reason,
        successors=successors,
        approved_on=_approved_on(committee["id"]),
    )


def _approved_on(committee_id: UUID) -> date | None:
    rows = CommitteeApproval.objects.filter(known(None), committee_id=committee_id)
    day: date | None = rows.order_by("-from_date").values_list("from_date", flat=True).first()
    return day
