"""Measures whose owner leaves: somebody else is told of their signals from then on."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.db.models import Q

from kernel.actors import Actor
from people.leavers.declared import Held, Holding, Leaver, Receiver, When
from projects.commands.measures import change_measure
from projects.models import Measure
from projects.models.project import Stage


def _owned(actor: Actor, leaver: Leaver, today: date) -> Iterator[Held]:
    rows = Measure.objects.visible_to(actor).filter(
        Q(ended_on__isnull=True) | Q(ended_on__gte=today),
        owner_id=leaver.user_id,
        organisation_id=leaver.organisation_id,
        reference=False,
    )
    rows = rows.exclude(project__stage=Stage.ARCHIVED).order_by("name", "pk")
    for row in rows.values("pk", "name", "project__title"):
        yield Held(
            id=row["pk"],
            title=row["name"],
            detail=row["project__title"] or "",
            subject_kind="measure",
            subject_id=row["pk"],
        )


def _pass_on(one: Held, leaver: Leaver, receiver: Receiver, when: When) -> None:
    change_measure(
        measure_id=one.id,
        changes={"owner_id": receiver.user_id},
        actor=when.actor,
        now=when.now,
    )


MEASURES_HELD = Holding(
    kind="measures",
    words="Measures they own",
    becomes="Whoever takes over owns them from now on, and is told of what they show.",
    held=_owned,
    hand_over=_pass_on,
)
