"""Who agreed to do what: one action to come, one that is late, one that is done."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from uuid import UUID

from governance.models import Committee
from kernel.actors import Actor
from kernel.clock import london_date
from people.models import User
from projects.models import Project
from records.commands.actions import add_action, complete_action

At = Callable[[User, datetime], Actor]


def agree_actions(
    organisation_id: UUID, users: Mapping[str, User], *, acting: At, now: datetime
) -> None:
    """Actions about a project and a committee, added by those who keep them."""
    lead, secretary = users["project_lead"], users["committee_secretary"]
    project = Project.objects.get(organisation_id=organisation_id, external_id="Q02")
    committee = Committee.objects.get(organisation_id=organisation_id, external_id="SSC")
    agreed = now - timedelta(days=8)

    def add(kind: str, thing: UUID, title: str, owner: User, by: User, days: int) -> UUID:
        return add_action(
            subject_kind=kind,
            subject_id=thing,
            title=title,
            owner_id=owner.pk,
            due_on=london_date(now + timedelta(days=days)),
            actor=acting(by, agreed),
            now=agreed,
        ).pk

    add("project", project.pk, "Ask the ward which hours are quiet enough to talk", lead, lead, 9)
    add("committee", committee.pk, "Send the next papers in large print", secretary, secretary, -2)
    done = add("project", project.pk, "Read the leaflet before it is printed", lead, lead, -1)
    read = now - timedelta(days=3)
    complete_action(
        action_id=done,
        note="Two sentences are plainer now.",
        actor=acting(lead, read),
        now=read,
    )
