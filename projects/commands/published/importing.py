"""From series of a file to reference measures, all of them or none."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from kernel.actors import Actor
from kernel.bulk import Told, begin_all, insert_values, record_all
from kernel.clock import london_date
from kernel.decisions import require
from kernel.errors import Blocked
from people.commands.known_by_code import know_by_code
from people.queries.bodies import NamedBody
from projects.commands.published.measuring import (
    Measured,
    data_recorded,
    defined,
    external_id,
    measure_from,
    target_row,
)
from projects.commands.published.signals import store_signals
from projects.commands.published.staging import Written, write_points
from projects.measures.published import Layout, Series
from projects.models import Measure, MeasureTarget
from projects.policies.published import may_publish


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """What came of a file. `signals`: special causes that were found for the first time."""

    series: int
    defined: int
    bodies: int
    points: int
    added: int
    changed: int
    signals: int

    @property
    def unchanged(self) -> int:
        return self.points - self.added - self.changed


@transaction.atomic
def import_published(
    *,
    series: Sequence[Series],
    layout: Layout,
    actor: Actor,
    now: datetime,
    dry_run: bool = False,
) -> Done:
    """One reference measure for each series, with its data and the target of the layout.

    The same file again changes nothing. Of a series that is known, new periods are added and
    corrected ones replaced; periods that the file does not name stay. Bodies that are not in the
    register enter it under their code. A dry run does all of it and takes it back.

    Emits:
        OrganisationRegistered, MeasureDefined, MeasureDataRecorded, once for each body or measure
        that is new or has other data.
    Raises:
        Denied: the actor does not run the service.
        Blocked: an organisation keeps a measure of its own under the same external id.
    """
    require(may_publish(actor))
    found = know_by_code((one.code for one in series), actor=actor, now=now)
    known = _known(layout, series, (body.id for body in found.bodies.values()))
    measured = [_measured(one, layout, found.bodies[one.code], known) for one in series]
    written = write_points(measured, now=now)
    _tell(measured, written, layout, actor, now)
    signals = store_signals([one for one in measured if one.measure.pk in written], now=now)
    if dry_run:
        transaction.set_rollback(True)
    return Done(
        series=len(series),
        defined=sum(one.fresh for one in measured),
        bodies=found.registered,
        points=sum(len(one.rows) for one in series),
        added=sum(one.added for one in written.values()),
        changed=sum(one.changed for one in written.values()),
        signals=signals,
    )


def _known(
    layout: Layout, series: Sequence[Series], bodies: Iterable[UUID]
) -> Mapping[tuple[UUID, str], Measure]:
    """The measures that are there already, held until all is written."""
    ids = {external_id(layout, one.series) for one in series}
    rows = Measure.objects.filter(organisation_id__in=list(bodies), external_id__in=ids)
    found = {
        (measure.organisation_id, measure.external_id): measure
        for measure in rows.select_for_update(of=("self",)).order_by("pk")
    }
    for measure in found.values():
        if not measure.reference:
            raise Blocked(
                f"An organisation keeps a measure of its own as {measure.external_id}. "
                "Give the published one another name.",
                code="external_id_taken",
            )
    return found


def _measured(
    one: Series,
    layout: Layout,
    body: NamedBody,
    known: Mapping[tuple[UUID, str], Measure],
) -> Measured:
    measure = known.get((body.id, external_id(layout, one.series)))
    return Measured(
        measure=measure or measure_from(layout, one, body),
        rows=one.rows,
        fresh=measure is None,
        target=layout.target,
    )


def _tell(
    measured: Sequence[Measured],
    written: Mapping[UUID, Written],
    layout: Layout,
    actor: Actor,
    now: datetime,
) -> None:
    """Insert what is new with its events, and record what is other."""
    today = london_date(now)
    fresh = [one for one in measured if one.fresh]
    begun = [
        Told(
            aggregate=one.measure,
            events=[defined(one.measure), data_recorded(one.measure, written[one.measure.pk])],
        )
        for one in fresh
    ]
    begin_all(begun, actor=actor, now=now, effective_on=today)
    if layout.target is not None:
        rows = [target_row(one.measure, layout.target, now) for one in fresh]
        insert_values(MeasureTarget, rows)
    others = [
        Told(
            aggregate=one.measure,
            events=[data_recorded(one.measure, written[one.measure.pk])],
        )
        for one in measured
        if not one.fresh and one.measure.pk in written
    ]
    record_all(others, actor=actor, now=now, effective_on=today)
