"""A trust with a project, a lead and a colleague, and a mail server."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest

from kernel import clock
from people.models import Organisation, User
from projects.models import Project
from records.commands.actions import add_action
from records.messages.declared import USER, Recipient
from records.models import Action, Message, MessageChoice
from tests.factories import people, projects
from tests.smtp import MailServer, mail_server
from workflows.drain import settle


@dataclass(frozen=True, kw_only=True)
class House:
    """Somebody who gives actions, and somebody who gets them."""

    trust: Organisation
    giver: User
    owner: User
    project: Project

    def give(self, *, title: str = "Order bins", by: User | None = None, due: int = 7) -> Action:
        """An action for the owner, told of by now."""
        action = add_action(
            subject_kind="project",
            subject_id=self.project.pk,
            title=title,
            owner_id=self.owner.pk,
            due_on=clock.today() + timedelta(days=due),
            actor=people.actor_of(by or self.giver),
            now=clock.now(),
        )
        settle()
        return action

    def choose(self, often: str, user: User | None = None) -> None:
        MessageChoice.objects.update_or_create(
            recipient_kind=USER, recipient_id=(user or self.owner).pk, defaults={"often": often}
        )

    def messages(self, **wanted: Any) -> list[Message]:
        return list(Message.objects.filter(**wanted).order_by("created_at", "pk"))

    @property
    def to_owner(self) -> Recipient:
        return Recipient(USER, self.owner.pk)


@pytest.fixture
def house() -> House:
    trust = people.organisation(name="Northern Hospitals")
    return House(
        trust=trust,
        giver=people.user("project_lead", trust, name="Lea Lead"),
        owner=people.user("project_lead", trust, name="Otto Owner", email="otto@example.org"),
        project=projects.project(trust, title="Calm nights"),
    )


@pytest.fixture
def mail(settings: Any) -> Iterator[MailServer]:
    """A mail server that this service is set up with."""
    with mail_server() as server:
        settings.QIFLOW_MAIL_SERVER = server.setting
        settings.QIFLOW_PUBLIC_URL = "https://qi.example.org"
        settings.QIFLOW_MAIL_FROM = "QIflow <no-reply@qi.example.org>"
        yield server


@pytest.fixture
def later(db: None) -> Callable[[timedelta], None]:
    """Move the clock of the service; it is back where it was when the test is over."""
    return clock.move_by
