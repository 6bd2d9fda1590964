"""A change, its history, its events and its queue rows stand or fall together."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

import psycopg
import pytest
from django.db import transaction

from kernel import clock, log
from kernel.actors import SYSTEM
from kernel.errors import Stale
from kernel.events import DomainEvent
from kernel.models import Event, Pending
from people.models import Person
from tests.factories import people as make

pytestmark = pytest.mark.django_db


@dataclass(frozen=True, kw_only=True)
class PersonPainted(DomainEvent):
    """For tests."""

    type: ClassVar[str] = "uk.qiflow.person.painted.v1"

    colour: str


def painted(person: Person, *colours: str, **kwargs: object) -> None:
    log.record(
        person,
        *(PersonPainted(colour=colour) for colour in colours),
        actor=SYSTEM,
        now=clock.now(),
        effective_on=date(2026, 5, 4),
        **kwargs,  # type: ignore[arg-type]
    )


class TestRecord:
    def test_writes_row_event_and_queue_together(self):
        person = make.person(make.organisation())
        before = person.version

        painted(person, "blue", changes={"name": "Ada Blue"})

        event = Event.objects.get(aggregate_id=person.pk, seq=before + 1)
        assert (event.type, event.data) == ("uk.qiflow.person.painted.v1", {"colour": "blue"})
        assert Pending.objects.filter(event=event, subject_id=person.pk).exists()
        kept = Person.objects.get(pk=person.pk)
        assert (kept.name, kept.version) == ("Ada Blue", before + 1)
        assert (person.name, person.version) == ("Ada Blue", before + 1)

    def test_numbers_several_events_without_a_gap(self):
        person = make.person(make.organisation())
        before = person.version

        painted(person, "red", "green", "blue")

        rows = Event.objects.filter(aggregate_id=person.pk, seq__gt=before).order_by("seq")
        assert [(row.seq - before, row.data["colour"]) for row in rows] == [
            (1, "red"),
            (2, "green"),
            (3, "blue"),
        ]
        assert person.version == before + 3

    def test_of_somebody_who_read_an_older_version_leaves_no_trace(self):
        person = make.person(make.organisation())
        late = Person.objects.get(pk=person.pk)
        painted(person, "red")
        count = Event.objects.count()

        with pytest.raises(Stale):
            painted(late, "blue")

        assert Event.objects.count() == count

    def test_stops_the_sixth_generation_of_reactions(self):
        person = make.person(make.organisation())
        painted(person, "red")
        event = Event.objects.get(aggregate_id=person.pk)

        with pytest.raises(log.TooDeep):
            painted(person, "red", cause=log.Cause(event=event.uuid, depth=log.MAXIMUM_DEPTH))


class TestAppend:
    def test_numbers_a_stream_that_has_no_row(self):
        person = make.person(make.organisation())
        for colour in ("red", "blue"):
            log.append(
                organisation_id=person.organisation_id,
                kind="test_stream",
                stream_id=person.pk,
                events=[PersonPainted(colour=colour)],
                actor=SYSTEM,
                now=clock.now(),
                effective_on=date(2026, 5, 4),
            )

        rows = Event.objects.filter(aggregate_kind="test_stream").order_by("seq")
        assert [row.seq for row in rows] == [1, 2]


class TestTheLog:
    @pytest.mark.parametrize(
        "statement",
        [
            "UPDATE kernel_event SET data = '{}'",
            "DELETE FROM kernel_event",
        ],
    )
    def test_refuses_every_change_even_by_its_owner(self, owner_connection, statement):
        with owner_connection.transaction(force_rollback=True):
            _plant(owner_connection)
            with pytest.raises(psycopg.errors.RestrictViolation):
                owner_connection.execute(statement)

    def test_cannot_be_emptied(self, owner_connection):
        with (
            pytest.raises(psycopg.errors.RestrictViolation),
            owner_connection.transaction(force_rollback=True),
        ):
            owner_connection.execute("TRUNCATE kernel_event CASCADE")


def _plant(connection: psycopg.Connection) -> None:
    connection.execute(
        "INSERT INTO kernel_event (uuid, type, aggregate_kind, aggregate_id, seq, data,"
        " effective_on, recorded_at, actor_kind, depth)"
        " VALUES (gen_random_uuid(), 't', 'k', gen_random_uuid(), 1, '{}', now(), now(), 's', 0)"
    )


class TestBegin:
    @pytest.mark.django_db(transaction=True)
    def test_outside_a_transaction_is_refused(self):
        assert not transaction.get_connection().in_atomic_block
        with pytest.raises(log.OutsideTransaction):
            log.begin(
                Person(),
                PersonPainted(colour="red"),
                actor=SYSTEM,
                now=clock.now(),
                effective_on=date(2026, 5, 4),
            )
