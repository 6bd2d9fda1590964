"""Random histories of measured projects: gaps, corrections, late data, declarations, reopenings."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from kernel.clock import LONDON
from projects.events import ProjectChanged
from projects.measure_events import MeasureDataRecorded
from projects.measures.periods import next_period, period_of
from projects.models import Measure, MeasurePoint, MeasureRebase, MeasureTarget, Project
from projects.spc import CURRENT_RULES
from tests.property.pen import Pen

_LINE = (
    "setup",
    "co_design",
    "testing",
    "implementing",
    "spreading",
    "paused",
    "spreading",
    "sustained",
    "implementing",
    "stopped",
)
_FAMILIES = ("outcome", "process", "process", "balancing", "")


class MeasuredHistory:
    """One project whose measures are counted, well or badly."""

    def __init__(self, pen: Pen) -> None:
        method = pen.chance.choice(("always_event", "model_for_improvement"))
        self.project = pen.add(Project, title="Told", problem="Nobody asked.", method=method)
        self.measures: list[Any] = []
        self.points: list[Any] = []
        self._steps(pen)
        for number in range(pen.chance.randrange(1, 5)):
            self._measure(pen, marked=number == 0 and pen.maybe(0.8))
        self.tell(pen)

    def change(self, pen: Pen) -> None:
        """Correct what was counted, count on, take a step."""
        for row in pen.chance.sample(self.points, min(3, len(self.points))):
            self.points.remove(row)
            self.points.append(pen.correct(row, **self._found(pen, row.measure)))
        for one in self.measures:
            there = [row.on_date for row in self.points if row.measure_id == one.pk]
            if there and one.frequency != "irregular" and pen.maybe(0.5):
                of, found = self._of(one), self._found(pen, one)
                day = next_period(one.frequency, max(there))
                self.points.append(pen.add(MeasurePoint, **of, on_date=day, **found))
        if pen.maybe(0.3):
            pen.step("project", self.project.pk, pen.chance.choice(_LINE), pen.day())
        self.tell(pen)

    def tell(self, pen: Pen) -> None:
        key = self.project.pk
        if self.measures and pen.maybe(0.5):
            one = self.measures[0]
            counts = {"added": 1, "changed": 0, "withdrawn": 0}
            event = MeasureDataRecorded(
                measure_id=one.pk,
                project_id=key,
                first_on=one.begins_on,
                last_on=one.begins_on,
                **counts,
            )
            pen.tell("measure", one.pk, event)
        else:
            pen.tell("project", key, ProjectChanged(project_id=key, fields=("title",)))

    def _steps(self, pen: Pen) -> None:
        first = pen.chance.choice((0, 0, 0, 0, 2, 4))
        last = pen.chance.randrange(first + 1, len(_LINE) + 1)
        day, opened = pen.first, pen.maybe(0.3)
        for target in _LINE[first:last]:
            pen.step("project", self.project.pk, target, day, opening_position=opened)
            day += timedelta(days=pen.chance.choice((0, 1, 30, 60, 90, 120, 180)))
            opened = opened and pen.maybe(0.3)

    def _measure(self, pen: Pen, *, marked: bool) -> None:
        frequency = pen.chance.choice(("month", "month", "week", "irregular"))
        first = pen.first + timedelta(days=pen.chance.randrange(-200, 300))
        if pen.maybe(0.7) and frequency != "irregular":
            first = period_of(frequency, first)
        written = min(first + timedelta(days=pen.chance.randrange(-20, 200)), pen.now.date())
        one = pen.add(
            Measure,
            project=self.project,
            name="How often",
            family="process" if marked else pen.chance.choice(_FAMILIES),
            definition="All who came." if pen.maybe(0.9) else "",
            sampling="Ten a week." if pen.maybe(0.3) else "",
            baseline_plan="On Mondays." if pen.maybe(0.5) else "",
            rare_event_reason="Once a year." if pen.maybe(0.1) else "",
            data_kind="proportion" if marked else pen.chance.choice(("proportion", "value")),
            direction=pen.chance.choice((*("increase",) * 6, "decrease", "neutral")),
            frequency=frequency,
            reporting_lag_days=pen.chance.choice((None, None, 0, 40)),
            rule_set=CURRENT_RULES.key,
            reliability=marked,
            begins_on=first,
            ended_on=None if pen.maybe(0.8) else max(first, pen.day(first)),
            created_at=_at(written, pen.now),
        )
        self.measures.append(one)
        self._data(pen, one)

    def _data(self, pen: Pen, one: Any) -> None:
        day = one.begins_on
        if one.frequency != "irregular":
            day = period_of(one.frequency, day)
        missing = pen.chance.choice((0, 0.03, 0.3))
        for _ in range(pen.chance.randrange(0, 30)):
            if not pen.maybe(missing):
                self._point(pen, one, day)
            day = (
                day + timedelta(days=pen.chance.randrange(1, 60))
                if one.frequency == "irregular"
                else next_period(one.frequency, day)
            )
        of = self._of(one)
        for offset in sorted(pen.chance.sample(range(-200, 400), pen.chance.choice((0, 1, 1, 2)))):
            shape = pen.chance.choice(("step", "line"))
            value = Decimal(pen.chance.choice((85, 90, 95)))
            on = one.begins_on + timedelta(days=offset)
            pen.add(MeasureTarget, **of, on_date=on, value=value, shape=shape)
        if pen.maybe(0.3):
            pen.add(MeasureRebase, **of, on_date=pen.day(one.begins_on), reason="Another ward.")

    def _point(self, pen: Pen, one: Any, day: date) -> None:
        of, late = self._of(one), timedelta(days=pen.chance.choice((1, 10, 35, 50, 90)))
        row = {**of, "on_date": day, "recorded_at": _at(day + late, pen.now)}
        self.points.append(pen.add(MeasurePoint, **row, **self._found(pen, one)))

    @staticmethod
    def _found(pen: Pen, one: Any) -> dict[str, Decimal | None]:
        """Usually good; sometimes nobody came, or nobody counted."""
        gap: dict[str, Decimal | None] = {"numerator": None, "denominator": None, "value": None}
        if pen.maybe(0.03):
            return gap
        if one.data_kind == "value":
            return {**gap, "value": Decimal(pen.chance.choice((80, 90, 95, 96, 97, 99)))}
        if pen.maybe(0.05):
            return {**gap, "numerator": Decimal(0), "denominator": Decimal(0)}
        many = pen.chance.choice((10, 20, 20, 40, 200))
        few = pen.chance.choice((0, 0, 0, 1, 1, 2)) * max(1, many // 20)
        return {**gap, "numerator": Decimal(many - few), "denominator": Decimal(many)}

    def _of(self, one: Any) -> dict[str, Any]:
        return {"measure": one, "project": self.project}


def _at(day: date, latest: datetime) -> datetime:
    """Noon of a day, but not after the instant at which it is written."""
    return min(datetime.combine(day, time(12), LONDON), latest)
