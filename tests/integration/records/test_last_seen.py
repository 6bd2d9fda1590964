"""When somebody was last at a thing, and what is new to them there."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest

from kernel.actors import SYSTEM, Actor
from people.models import Organisation
from records.commands.last_seen import KEPT_FOR, forget_long_ago, look_at
from records.models import LastSeen
from records.queries.last_seen import last_seen
from tests.factories import people

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 3, 3, 12, 0, tzinfo=UTC)


@pytest.fixture
def trust() -> Organisation:
    return people.organisation()


@pytest.fixture
def actor(trust: Organisation) -> Actor:
    return people.actor_of(people.user("administrator", trust))


class TestLooking:
    @pytest.fixture(autouse=True)
    def thing(self) -> None:
        self.thing_id: UUID = uuid4()

    def look(self, actor: Actor, at: datetime) -> datetime | None:
        return look_at(kind="project", thing_id=self.thing_id, actor=actor, now=at)

    def test_a_first_visit_has_none_before_it(self, actor: Actor) -> None:
        assert self.look(actor, NOON) is None

    def test_the_next_visit_knows_the_one_before(self, actor: Actor) -> None:
        self.look(actor, NOON)
        assert self.look(actor, NOON + timedelta(days=2)) == NOON
        assert self.look(actor, NOON + timedelta(days=3)) == NOON + timedelta(days=2)

    def test_an_hour_is_one_visit(self, actor: Actor) -> None:
        self.look(actor, NOON)
        later = NOON + timedelta(days=1)
        assert self.look(actor, later) == NOON
        assert self.look(actor, later + timedelta(minutes=59)) == NOON
        assert LastSeen.objects.count() == 1

    def test_other_things_and_other_people_count_apart(
        self, actor: Actor, trust: Organisation
    ) -> None:
        self.look(actor, NOON)
        other = people.actor_of(people.user("auditor", trust))
        later = NOON + timedelta(days=1)

        assert self.look(other, later) is None
        assert look_at(kind="committee", thing_id=self.thing_id, actor=actor, now=later) is None

    def test_other_systems_and_qiflow_leave_no_trace(self) -> None:
        assert self.look(SYSTEM, NOON) is None
        assert not LastSeen.objects.exists()

    def test_is_read_by_nobody_else(self, actor: Actor, trust: Organisation) -> None:
        self.look(actor, NOON)
        mine = last_seen(actor, kind="project", thing_id=self.thing_id)
        other = people.actor_of(people.user("administrator", trust))
        assert mine == {"seen_at": NOON, "before": None}
        assert last_seen(other, kind="project", thing_id=self.thing_id)["seen_at"] is None

    def test_is_forgotten_in_the_end(self, actor: Actor) -> None:
        self.look(actor, NOON)
        assert forget_long_ago(now=NOON + KEPT_FOR) == 0
        assert forget_long_ago(now=NOON + KEPT_FOR + timedelta(seconds=1)) == 1
