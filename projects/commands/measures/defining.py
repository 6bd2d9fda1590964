"""Defines a measure, changes what is written about it, ends it, or takes it out again."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import ProtectedError

from kernel.actors import Actor
from kernel.british import british_date
from kernel.clock import london_date
from kernel.decisions import require
from kernel.errors import Blocked, FieldError, Invalid
from kernel.log import begin
from people.models import Unit
from people.queries.colleagues import members_who_may
from projects.commands.finding import find_project, place_of
from projects.commands.measures.finding import kept_measure
from projects.commands.measures.writing import commit
from projects.commands.projects import find_organisation
from projects.measure_events import (
    MeasureChanged,
    MeasureDefined,
    MeasureEnded,
    MeasureWithdrawn,
)
from projects.measures.head import edition_for
from projects.measures.judged import judged_by
from projects.measures.suits import CHARTS_OF, suits, usual_chart
from projects.models import Measure, MeasurePoint
from projects.policies.authority import Place
from projects.policies.measures import READ, may_keep

#: What may be written at any time before the measure ends.
CHANGEABLE = frozenset(
    {
        "name",
        "family",
        "why",
        "definition",
        "numerator_words",
        "denominator_words",
        "source",
        "sampling",
        "data_kind",
        "unit_word",
        "per",
        "direction",
        "frequency",
        "reporting_lag_days",
        "chart",
        "baseline_points",
        "baseline_plan",
        "rare_event_reason",
        "reliability",
        "begins_on",
        "owner_id",
        "external_id",
    }
)
#: What data are and how often they come: fixed once there are some.
FIXED_BY_DATA = ("data_kind", "frequency")
#: The fewest points that limits may be kept to; 0 keeps them to none.
FEWEST_LOCKED = 12


@transaction.atomic
def define_measure(
    *,
    name: str,
    data_kind: str,
    frequency: str,
    actor: Actor,
    now: datetime,
    project_id: UUID | None = None,
    organisation_id: UUID | None = None,
    unit_id: UUID | None = None,
    chart: str = "",
    begins_on: date | None = None,
    **written: Any,
) -> Measure:
    """Write down what is measured: of a project, or of an organisation or a unit alone.

    Without `chart` the usual one for its data; `written` are more fields of `CHANGEABLE`.

    Emits:
        MeasureDefined
    Raises:
        NotFound: no such project or organisation, or not one of the actor's.
        Denied: the actor's role does not keep measures there. Blocked: the project is archived.
        Invalid: values that do not go together, all of them.
    """
    unknown = set(written) - CHANGEABLE
    if unknown:
        raise ValueError(f"A measure has no {sorted(unknown)} to write.")
    home = _home(project_id, organisation_id, unit_id, actor, now)
    drawn = chart or usual_chart(data_kind)
    measure = Measure(
        **home,
        **written,
        name=name,
        data_kind=data_kind,
        frequency=frequency,
        chart=drawn,
        rule_set=edition_for(drawn),
        begins_on=begins_on or london_date(now),
    )
    _refuse_wrong(measure, set(CHANGEABLE), actor, now)
    event = MeasureDefined(
        measure_id=measure.pk,
        project_id=measure.project_id,
        unit_id=measure.unit_id,
        family=measure.family,
        data_kind=data_kind,
        chart=drawn,
        direction=measure.direction,
        frequency=frequency,
    )
    begin(measure, event, actor=actor, now=now, effective_on=measure.begins_on)
    return measure


@transaction.atomic
def change_measure(
    *,
    measure_id: UUID,
    changes: Mapping[str, Any],
    actor: Actor,
    now: datetime,
    expected_version: int | None = None,
) -> Measure:
    """Change words, chart, schedule or owner. Another chart takes the newest edition of its rules.

    Emits:
        MeasureChanged, unless every value is as it was.
    Raises:
        NotFound, Denied, Stale. Blocked: the project is archived, or the measure has ended.
        Invalid: values that do not go together, all of them.
    """
    measure = kept_measure(measure_id, actor, now, expected_version)
    unknown = set(changes) - CHANGEABLE
    if unknown:
        raise ValueError(f"A measure has no {sorted(unknown)} to change.")
    new = {key: value for key, value in changes.items() if getattr(measure, key) != value}
    if not new:
        return measure
    was = judged_by(measure)
    if "chart" in new:
        new["rule_set"] = edition_for(new["chart"])
    for key, value in new.items():
        setattr(measure, key, value)
    _refuse_wrong(measure, set(new), actor, now)
    event = MeasureChanged(
        measure_id=measure.pk, project_id=measure.project_id, fields=tuple(sorted(new))
    )
    commit(measure, event, actor=actor, now=now, changes=new, was=was)
    return measure


@transaction.atomic
def end_measure(
    *,
    measure_id: UUID,
    ended_on: date | None,
    actor: Actor,
    now: datetime,
    expected_version: int | None = None,
) -> Measure:
    """Count no more after a day; with None, go on after all.

    Emits:
        MeasureEnded, unless it ended on that day already.
    Raises:
        NotFound, Denied, Stale. Blocked: the project is archived.
        Invalid: before it began, or another measure of reliability stands meanwhile.
    """
    measure = kept_measure(measure_id, actor, now, expected_version, ended_too=True)
    if measure.ended_on == ended_on:
        return measure
    if ended_on and ended_on < measure.begins_on:
        message = f"Give {british_date(measure.begins_on)} or later: the measure began then."
        raise Invalid.one("/ended_on", message, code="before_start")
    was = judged_by(measure)
    measure.ended_on = ended_on
    if wrong := _second_reliability(measure, pointer="/ended_on"):
        raise Invalid(wrong)
    event = MeasureEnded(measure_id=measure.pk, project_id=measure.project_id, ended_on=ended_on)
    commit(
        measure,
        event,
        actor=actor,
        now=now,
        effective_on=ended_on,
        changes={"ended_on": ended_on},
        was=was,
    )
    return measure


@transaction.atomic
def withdraw_measure(
    *, measure_id: UUID, actor: Actor, now: datetime, expected_version: int | None = None
) -> None:
    """Take out a measure that was defined in error and never had any data.

    Emits:
        MeasureWithdrawn
    Raises:
        NotFound, Denied, Stale. Blocked: the project is archived, or it has or had data.
    """
    measure = kept_measure(measure_id, actor, now, expected_version, ended_too=True)
    event = MeasureWithdrawn(measure_id=measure.pk, project_id=measure.project_id)
    commit(measure, event, actor=actor, now=now)
    try:
        with transaction.atomic():
            Measure.objects.filter(pk=measure_id).delete()
            transaction.get_connection().check_constraints()
    except (ProtectedError, IntegrityError):
        raise Blocked("This measure is in use. End it instead.", code="in_use") from None


def _home(
    project_id: UUID | None,
    organisation_id: UUID | None,
    unit_id: UUID | None,
    actor: Actor,
    now: datetime,
) -> dict[str, Any]:
    """Where a new measure is kept, for an actor who may keep it there."""
    if project_id is not None:
        project = find_project(project_id, actor)
        place = place_of(project, actor, today=london_date(now))
        require(may_keep(actor, place=place, stage=project.stage))
        return {"organisation_id": project.organisation_id, "project": project}
    if organisation_id is None:
        message = "Say whose measure it is: send project_id or organisation_id."
        raise Invalid.one("/project_id", message, code="required")
    find_organisation(organisation_id, actor)
    place = Place(organisation_id=organisation_id, unit_id=unit_id)
    require(may_keep(actor, place=place))
    known = {"pk": unit_id, "organisation_id": organisation_id}
    if unit_id and not Unit.objects.filter(**known).exists():
        message = "Choose a unit of this organisation."
        raise Invalid.one("/unit_id", message, code="not_found")
    return {"organisation_id": organisation_id, "unit_id": unit_id}


def _refuse_wrong(measure: Measure, new: set[str], actor: Actor, now: datetime) -> None:
    errors = [
        error
        for error in (
            _unknown_data(measure),
            _unsuitable(measure),
            _fixed(measure, new),
            _wrong_baseline(measure),
            _wrong_reliability(measure),
            _second_reliability(measure),
            _taken_external_id(measure) if "external_id" in new else None,
            _stranger(measure, actor, now) if "owner_id" in new else None,
        )
        if error
    ]
    if errors:
        raise Invalid(*errors)


def _unknown_data(measure: Measure) -> FieldError | None:
    if measure.data_kind in CHARTS_OF:
        return None
    message = f"Give one of: {', '.join(CHARTS_OF)}."
    return FieldError(pointer="/data_kind", code="not_a_choice", message=message)


def _unsuitable(measure: Measure) -> FieldError | None:
    if suits(measure.chart, measure.data_kind) or measure.data_kind not in CHARTS_OF:
        return None
    offered = ", ".join(CHARTS_OF[measure.data_kind])
    return FieldError(
        pointer="/chart",
        code="does_not_suit",
        message=f"This chart does not suit such data. Choose one of: {offered}.",
    )


def _fixed(measure: Measure, new: set[str]) -> FieldError | None:
    fixed = [name for name in FIXED_BY_DATA if name in new]
    if not fixed or measure.version == 0:
        return None
    if not MeasurePoint.objects.filter(measure_id=measure.pk, superseded_at=None).exists():
        return None
    return FieldError(
        pointer=f"/{fixed[0]}",
        code="fixed",
        message="There are data already. End this measure and define another.",
    )


def _wrong_baseline(measure: Measure) -> FieldError | None:
    points = measure.baseline_points
    if points is None or points == 0 or points >= FEWEST_LOCKED:
        return None
    return FieldError(
        pointer="/baseline_points",
        code="too_few",
        message=f"Give {FEWEST_LOCKED} or more, or 0 for limits from every point.",
    )


def _wrong_reliability(measure: Measure) -> FieldError | None:
    if not measure.reliability or (measure.project_id and measure.data_kind == "proportion"):
        return None
    return FieldError(
        pointer="/reliability",
        code="not_possible",
        message="Only a measure of a project that counts how many out of how many can be this.",
    )


def _second_reliability(measure: Measure, *, pointer: str = "/reliability") -> FieldError | None:
    if not measure.reliability or not measure.project_id or measure.ended_on:
        return None
    others = Measure.objects.filter(
        project_id=measure.project_id, reliability=True, ended_on__isnull=True
    )
    if not others.exclude(pk=measure.pk).exists():
        return None
    return FieldError(
        pointer=pointer,
        code="second_reliability",
        message="Another measure of this project says whether it is reliable. Change that first.",
    )


def _taken_external_id(measure: Measure) -> FieldError | None:
    if not measure.external_id:
        return None
    others = Measure.objects.filter(
        organisation_id=measure.organisation_id, external_id=measure.external_id
    )
    if not others.exclude(pk=measure.pk).exists():
        return None
    return FieldError(
        pointer="/external_id",
        code="taken",
        message="Another measure of this organisation has this external id.",
    )


def _stranger(measure: Measure, actor: Actor, now: datetime) -> FieldError | None:
    """The owner is told of signals, so they must be able to read the measure."""
    if measure.owner_id is None or measure.owner_id in possible_owner_ids(measure, actor, now):
        return None
    return FieldError(
        pointer="/owner_id",
        code="not_a_member",
        message="Choose a member of the organisation whose role reads this.",
    )


def possible_owner_ids(measure: Measure, actor: Actor, now: datetime) -> frozenset[UUID]:
    """Users of the organisation who read the measure by a role."""
    unit_id = measure.project.unit_id if measure.project else measure.unit_id
    found = members_who_may(
        actor,
        (READ,),
        organisation_id=measure.organisation_id,
        unit_id=unit_id,
        on=london_date(now),
    )
    return frozenset(user_id for user_id, _ in found)
