"""What is measured: a family of three for one project, and two of places alone.

The numbers are invented, and show what charts have to say: a change that held, gaps, recalculated
limits, a measure that got worse, and rare events.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from kernel.actors import Actor
from kernel.clock import london_date
from people.models import Unit, User
from projects.commands import measures as commands
from projects.measures.periods import next_period, period_of
from projects.models import MarkerSort, Measure, Project

At = Callable[[User, datetime], Actor]

#: Of twenty people who were asked each week; in two weeks nobody was. From week 21 on another way.
_TOLD = (
    *(12, 14, 11, 13, 12, 15, 13, 0, 12, 14, 11, 13, 14, 12, 13, 11, 14, 12, 13, 15),
    *(17, 18, 17, 19, 18, 18, 17, 0, 19, 18, 20, 18, 19, 18, 19, 17, 19, 20, 18, 19),
)
_QUIET = (7, 27)
_ASKED = 20
_NEW_WAY = 20
#: Hours of ten looked at in which the board was up to date.
_BOARD = (
    *(4, 5, 3, 5, 6, 4, 5, 4, 6, 5, 4, 5, 3, 6, 5, 4, 5, 6, 5, 4),
    *(7, 8, 8, 9, 8, 9, 9, 8, 10, 9, 9, 10, 9, 9, 8, 10, 9, 9, 10, 9),
)
_LOOKED_AT = 10
#: Median minutes from arrival to triage.
_TRIAGE = (
    *(14, 16, 13, 15, 17, 14, 12, 15, 16, 13, 14, 15, 17, 13, 15, 14, 16, 12, 15, 14),
    *(15, 13, 16, 14, 15, 17, 14, 13, 15, 16, 14, 12, 15, 13, 16, 15, 14, 16, 13, 15),
)
#: Of staff who answered each month, those who agreed.
_AGREED = (
    *((61, 104), (58, 98), (63, 110), (55, 96), (60, 101), (64, 112), (57, 99), (62, 108)),
    *((59, 103), (61, 105), (52, 101), (48, 97), (47, 100), (44, 98), (43, 102), (40, 96)),
)
_DAYS_BETWEEN = (9, 14, 6, 21, 11, 8, 17, 12, 10, 19, 26, 31, 24, 38, 29, 45)


def keep_measures(
    organisation_id: UUID, users: dict[str, User], *, acting: At, now: datetime
) -> None:
    """Measures with their data, entered by those who keep them."""
    told = now - timedelta(days=9)
    lead = acting(users["project_lead"], told)
    project = Project.objects.get(organisation_id=organisation_id, external_id="Q04")
    _family(project, users["project_lead"], actor=lead, now=told)
    senior = acting(users["senior_lead"], told)
    _of_the_trust(organisation_id, users["senior_lead"], actor=senior, now=told)
    _of_a_ward(organisation_id, actor=senior, now=told)


def _family(project: Project, owner: User, *, actor: Actor, now: datetime) -> None:
    """Outcome, process and balancing measure of one project, week by week."""
    weeks = _weeks(len(_TOLD), london_date(now))
    usual: dict[str, Any] = {
        "project_id": project.pk,
        "frequency": "week",
        "begins_on": weeks[0],
        "owner_id": owner.pk,
        "actor": actor,
        "now": now,
    }
    outcome = commands.define_measure(
        name="Told what happens next and how long it may take",
        family="outcome",
        data_kind="proportion",
        numerator_words="Said yes",
        denominator_words="Were asked",
        definition="A volunteer asks the first 20 people who leave on a Tuesday: were you told "
        "what happens next, and how long it may take? Only a yes to both counts.",
        source="Questions at the door, on paper",
        direction="increase",
        reliability=True,
        **usual,
    )
    _put(outcome, _parts(weeks, _TOLD, of=_ASKED, quiet=_QUIET), actor=actor, now=now)
    _changed(outcome, weeks[_NEW_WAY], actor=actor, now=now)
    process = commands.define_measure(
        name="Waiting times on the board up to date",
        family="process",
        data_kind="proportion",
        numerator_words="Hours up to date",
        denominator_words="Hours looked at",
        definition="The nurse in charge looks at the board on the hour, ten times in a week.",
        source="Tally at the board",
        direction="increase",
        **usual,
    )
    _put(process, _parts(weeks, _BOARD, of=_LOOKED_AT), actor=actor, now=now)
    balancing = commands.define_measure(
        name="Median minutes until triage",
        family="balancing",
        data_kind="value",
        unit_word="minutes",
        definition="From arrival to the first look by a nurse, all patients of the week.",
        source="Patient administration system",
        direction="decrease",
        **usual,
    )
    _put(balancing, _values(weeks, _TRIAGE), actor=actor, now=now)


def _changed(measure: Measure, day: date, *, actor: Actor, now: datetime) -> None:
    """Target, mark and new limits of the measure that got better."""
    by: dict[str, Any] = {"measure_id": measure.pk, "actor": actor, "now": now}
    commands.set_target(on_date=measure.begins_on, value=Decimal(95), **by)
    commands.mark(
        on_date=day, words="A nurse sits down with everybody", sort=MarkerSort.CHANGE, **by
    )
    commands.rebase(
        on_date=day,
        reason="From this week on a nurse sits down with everybody before they wait.",
        **by,
    )


def _of_the_trust(organisation_id: UUID, owner: User, *, actor: Actor, now: datetime) -> None:
    """A measure of the organisation alone, which got worse."""
    months = _months(len(_AGREED), london_date(now))
    measure = commands.define_measure(
        name="Staff who say that feedback informs decisions",
        organisation_id=organisation_id,
        data_kind="proportion",
        numerator_words="Agreed",
        denominator_words="Answered",
        definition="Monthly question to a third of all staff; agree or strongly agree counts.",
        direction="increase",
        frequency="month",
        begins_on=months[0],
        owner_id=owner.pk,
        actor=actor,
        now=now,
    )
    rows = [
        commands.Entered(on_date=day, numerator=Decimal(above), denominator=Decimal(below))
        for day, (above, below) in zip(months, _AGREED, strict=True)
    ]
    _put(measure, rows, actor=actor, now=now)


def _of_a_ward(organisation_id: UUID, *, actor: Actor, now: datetime) -> None:
    """Rare events of a ward, on a chart of the time between them."""
    days = list(_days_of(_DAYS_BETWEEN, until=london_date(now)))
    ward = Unit.objects.get(organisation_id=organisation_id, external_id="WARD7")
    measure = commands.define_measure(
        name="Days between falls with harm",
        organisation_id=organisation_id,
        unit_id=ward.pk,
        data_kind="time_between",
        unit_word="days",
        definition="Days since the fall before, counted on the day of each fall with harm.",
        direction="increase",
        frequency="irregular",
        begins_on=days[0],
        actor=actor,
        now=now,
    )
    _put(measure, _values(days, _DAYS_BETWEEN), actor=actor, now=now)


def _put(
    measure: Measure, rows: Sequence[commands.Entered], *, actor: Actor, now: datetime
) -> None:
    commands.put_points(measure_id=measure.pk, points=rows, actor=actor, now=now)


def _parts(
    days: Sequence[date], counts: Sequence[int], *, of: int, quiet: Sequence[int] = ()
) -> list[commands.Entered]:
    return [
        commands.Entered(
            on_date=day,
            numerator=Decimal(0 if place in quiet else count),
            denominator=Decimal(0 if place in quiet else of),
        )
        for place, (day, count) in enumerate(zip(days, counts, strict=True))
    ]


def _values(days: Sequence[date], values: Sequence[int]) -> list[commands.Entered]:
    return [
        commands.Entered(on_date=day, value=Decimal(value))
        for day, value in zip(days, values, strict=True)
    ]


def _weeks(count: int, today: date) -> list[date]:
    """So many whole weeks, up to the last."""
    last = period_of("week", today) - timedelta(weeks=1)
    return [last - timedelta(weeks=back) for back in reversed(range(count))]


def _months(count: int, today: date) -> list[date]:
    """So many whole months, up to the last."""
    this = period_of("month", today)
    return [next_period("month", this, steps=-back) for back in range(count, 0, -1)]


def _days_of(gaps: Sequence[int], *, until: date) -> Iterable[date]:
    """The days of events, the last of them a week ago."""
    day = until - timedelta(days=7 + sum(gaps[1:]))
    yield day
    for gap in gaps[1:]:
        day += timedelta(days=gap)
        yield day
