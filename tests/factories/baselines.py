"""The measures that gates ask for, written straight into the tables: most tests only pass by them.

What measures themselves do is tested with `tests.factories.measures`, which goes through commands.
"""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from kernel.clock import london_date
from projects.measures.periods import DAY, MONTH, next_period, period_of
from projects.models import Measure, MeasurePoint, MeasureTarget, Project
from projects.spc import CURRENT_RULES

PERIODS = 15


def family(project: Project, *, now: datetime, daily: bool = False) -> list[Measure]:
    """An outcome, a process and a balancing measure, defined and up to date.

    The process measure is the one of reliability and meets its target in every period.
    """
    frequency = DAY if daily else MONTH
    first = next_period(frequency, period_of(frequency, london_date(now)), steps=-PERIODS)
    made = [
        Measure(
            project=project,
            organisation_id=project.organisation_id,
            name=f"The {kind} measure",
            family=kind,
            definition="Everyone who came, and whom of them it happened to.",
            data_kind="proportion",
            direction="increase",
            frequency=frequency,
            rule_set=CURRENT_RULES.key,
            reliability=kind == "process",
            begins_on=first,
            version=1,
            created_at=now - timedelta(days=1),
            updated_at=now,
        )
        for kind in ("outcome", "process", "balancing")
    ]
    Measure.objects.bulk_create(made)
    MeasurePoint.objects.bulk_create(
        [point for each in made for point in _points(each, first=first, now=now)]
    )
    aimed = {"on_date": first, "value": Decimal(95), "recorded_at": now}
    MeasureTarget.objects.bulk_create([MeasureTarget(**_of(each), **aimed) for each in made])
    return made


def go_on(measures: list[Measure], *, now: datetime) -> None:
    """The data of the periods that ended since."""
    points = []
    for each in measures:
        latest = MeasurePoint.objects.filter(measure=each).latest("on_date").on_date
        points += _points(each, first=next_period(each.frequency, latest), now=now)
    MeasurePoint.objects.bulk_create(points)


def _points(measure: Measure, *, first: date, now: datetime) -> Iterator[MeasurePoint]:
    while next_period(measure.frequency, first) <= london_date(now):
        counted = {"numerator": Decimal(39 - first.toordinal() % 2), "denominator": Decimal(40)}
        yield MeasurePoint(**_of(measure), on_date=first, recorded_at=now, **counted)
        first = next_period(measure.frequency, first)


def _of(measure: Measure) -> dict[str, Any]:
    return {
        "measure": measure,
        "project_id": measure.project_id,
        "organisation_id": measure.organisation_id,
    }
