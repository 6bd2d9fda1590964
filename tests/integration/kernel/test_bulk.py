"""Many new things at once are as one by one."""

import uuid
from datetime import UTC, date, datetime

import pytest
from django.db import transaction

from kernel.actors import SYSTEM
from kernel.bulk import Told, begin_all, record_all
from kernel.log import OutsideTransaction
from kernel.models import Event, Pending
from people.events import OrganisationChanged, OrganisationRegistered
from people.models import Organisation

NOW = datetime(2026, 11, 20, 10, tzinfo=UTC)
BY = {"actor": SYSTEM, "now": NOW, "effective_on": date(2026, 11, 20)}


def body(code: str) -> Organisation:
    return Organisation(id=uuid.uuid4(), ods_code=code, name=f"“{code}” \\N", type="other")


def registered(one: Organisation) -> OrganisationRegistered:
    return OrganisationRegistered(organisation_id=one.pk, organisation_type=one.type)


def changed(one: Organisation) -> OrganisationChanged:
    return OrganisationChanged(organisation_id=one.pk, fields=("name",))


def seqs() -> set[tuple[uuid.UUID | None, uuid.UUID, int]]:
    return set(Event.objects.values_list("organisation_id", "aggregate_id", "seq"))


class TestManyThings:
    @pytest.mark.django_db
    def test_begin_and_change_with_their_events_in_order(self):
        bodies = [body("B001"), body("B002")]
        begin_all([Told(aggregate=one, events=[registered(one)]) for one in bodies], **BY)
        first = bodies[0]
        record_all([Told(aggregate=first, events=[changed(first), changed(first)])], **BY)

        stored = Organisation.objects.in_bulk()
        assert {one.pk: (one.name, stored[one.pk].version) for one in stored.values()} == {
            bodies[0].pk: ("“B001” \\N", 3),
            bodies[1].pk: ("“B002” \\N", 1),
        }
        assert stored[first.pk].created_at == NOW
        assert seqs() == {
            *((first.pk, first.pk, seq) for seq in (1, 2, 3)),
            (bodies[1].pk, bodies[1].pk, 1),
        }
        assert Pending.objects.count() == 4

    @pytest.mark.django_db
    def test_are_nothing_where_there_are_none(self):
        begin_all([], **BY)
        record_all([], **BY)

        assert not Event.objects.exists()

    @pytest.mark.django_db(transaction=True)
    def test_outside_a_transaction_are_refused(self):
        one = body("B001")
        assert not transaction.get_connection().in_atomic_block

        with pytest.raises(OutsideTransaction):
            begin_all([Told(aggregate=one, events=[registered(one)])], **BY)
