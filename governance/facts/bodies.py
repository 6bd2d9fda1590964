"""Loads which organisations stand behind one another through succession."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

from governance.facts.spans import BEGINNING, OPEN
from governance.facts.values import Body
from kernel.standards import known
from people.models import OrganisationSuccession


class Families:
    """Predecessors and successors of every organisation, each from the day of the merger on.

    There are few successions in a country, so all of them are read at once.
    """

    def __init__(self, known_at: datetime | None) -> None:
        rows = OrganisationSuccession.objects.filter(known(known_at)).values_list(
            "predecessor_id", "successor_id", "from_date"
        )
        self._later: dict[UUID, list[tuple[UUID, date]]] = defaultdict(list)
        self._earlier: dict[UUID, list[tuple[UUID, date]]] = defaultdict(list)
        self.merged_on: dict[UUID, list[date]] = defaultdict(list)
        for predecessor_id, successor_id, day in rows:
            self._later[predecessor_id].append((successor_id, day))
            self._earlier[successor_id].append((predecessor_id, day))
            self.merged_on[predecessor_id].append(day)

    def behind(self, organisations: Iterable[Body]) -> tuple[Body, ...]:
        """The organisations with everything that they came from or became."""
        return tuple(
            Body(other, max(since, body.first), body.last)
            for body in organisations
            for other, since in self._related(body.organisation_id).items()
            if max(since, body.first) <= body.last
        )

    def _related(self, organisation_id: UUID) -> dict[UUID, date]:
        """What it came from and what it became; what else became the same is no relation."""
        since = {organisation_id: BEGINNING}
        for links in (self._later, self._earlier):
            queue = [(organisation_id, BEGINNING)]
            while queue:
                here, joined = queue.pop()
                for other, day in links.get(here, ()):
                    reached = max(day, joined)
                    if other not in since or reached < since[other]:
                        since[other] = reached
                        queue.append((other, reached))
        return since


def became(organisation_id: UUID, on: date) -> frozenset[UUID]:
    """The organisations that stand in the place of another by a day, at one or more removes."""
    rows = OrganisationSuccession.objects.filter(known(None), from_date__lte=on)
    later: dict[UUID, list[UUID]] = defaultdict(list)
    for predecessor_id, successor_id in rows.values_list("predecessor_id", "successor_id"):
        later[predecessor_id].append(successor_id)
    found: set[UUID] = set()
    queue = [organisation_id]
    while queue:
        fresh = [one for one in later[queue.pop()] if one not in found]
        found.update(fresh)
        queue.extend(fresh)
    return frozenset(found - {organisation_id})


def always(organisation_id: UUID) -> Body:
    return Body(organisation_id, BEGINNING, OPEN)
