"""Measures and their data for tests: the smallest valid thing, through commands."""

import itertools
from collections.abc import Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from kernel.actors import SYSTEM, Actor
from people.models import Organisation
from projects.commands import measures as commands
from projects.measures.periods import next_period
from projects.models import Measure, Project

NOW = datetime(2027, 3, 1, 10, tzinfo=UTC)
FIRST = date(2025, 1, 1)

_numbers = itertools.count(1)


def measure(
    project: Project | None = None,
    *,
    organisation: Organisation | None = None,
    actor: Actor = SYSTEM,
    now: datetime = NOW,
    **values: Any,
) -> Measure:
    """A monthly proportion, of a project or of an organisation alone."""
    values = {
        "name": f"Measure {next(_numbers):03}",
        "data_kind": "proportion",
        "frequency": "month",
        "direction": "increase",
        **values,
    }
    return commands.define_measure(
        project_id=project.pk if project else None,
        organisation_id=organisation.pk if organisation else None,
        actor=actor,
        now=now,
        **values,
    )


def monthly(
    pairs: Sequence[tuple[int, int] | None], *, first: date = FIRST
) -> list[commands.Entered]:
    """Rows month by month: (numerator, denominator), or None for a gap."""
    return [
        commands.Entered(on_date=next_period("month", first, steps=step))
        if pair is None
        else commands.Entered(
            on_date=next_period("month", first, steps=step),
            numerator=Decimal(pair[0]),
            denominator=Decimal(pair[1]),
        )
        for step, pair in enumerate(pairs)
    ]


def filled(
    measure: Measure,
    rows: Sequence[commands.Entered],
    *,
    actor: Actor = SYSTEM,
    now: datetime = NOW,
) -> commands.PointsPut:
    return commands.put_points(measure_id=measure.pk, points=rows, actor=actor, now=now)
