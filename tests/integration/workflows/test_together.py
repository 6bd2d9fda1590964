"""Drains that need each other's facts, and events that break or end their worker."""

import os
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection

from kernel import clock, tenancy
from kernel.models import Event, Finding, Pending, Standing
from tests.factories import people, wards
from workflows import beside, reactions
from workflows.drain import drain, settle
from workflows.horizons import drift, roll_ups_agree
from workflows.subjects import SubjectKey

pytestmark = pytest.mark.usefixtures("everywhere")
RACES = 50  # and 200 of a real committee, in test_together_committees


def key_of(ward) -> SubjectKey:
    return SubjectKey("unit", ward.pk)


class TestTwoDrains:
    def test_that_need_each_others_facts_leave_findings_right(self):
        organisation = people.organisation()
        pair = [wards.ward(organisation), wards.ward(organisation)]
        settle()
        barrier = threading.Barrier(2)

        def race(ward) -> None:
            tenancy.open_to_all()
            for number in range(RACES):
                barrier.wait()
                places = [] if number % 2 else [(wards.BEGINNING, None)]
                wards.move(ward, places)
                drain([key_of(ward)])
            beside.close()
            connection.close()

        wrong = []
        with ThreadPoolExecutor(2) as pool:
            list(pool.map(race, pair))
        settle()
        wrong += drift(kinds=["unit"])

        assert wrong == []
        assert roll_ups_agree()
        assert not Pending.objects.exists()

    def test_of_one_subject_share_the_work(self):
        ward = wards.ward(people.organisation())
        for _ in range(20):
            wards.move(ward, [(wards.BEGINNING, None)])

        def work(_: int) -> int:
            tenancy.open_to_all()
            done = drain([key_of(ward)])
            beside.close()
            connection.close()
            return done

        with ThreadPoolExecutor(4) as pool:
            done = sum(pool.map(work, range(4)))
        done += settle()

        assert done >= 21
        assert not Pending.objects.exists()


class TestEventsThatFail:
    @pytest.fixture
    def sick(self, monkeypatch):
        """A ward whose events raise, beside one that is well."""
        organisation = people.organisation()
        wards.ward(organisation)
        settle()
        sick, well = (wards.ward(people.organisation()) for _ in range(2))

        def poison(works):
            if any(work.subject == key_of(sick) for work in works):
                raise ZeroDivisionError("poison")

        monkeypatch.setattr(reactions, "extra", lambda: (poison,))
        return sick, well

    def test_hold_their_subject_after_three_attempts_and_no_other(self, sick):
        ill, well = sick

        for _ in range(3):
            drain([key_of(ill), key_of(well)])
            Pending.objects.update(retry_at=None)
        beside.close()

        held = Pending.objects.get(quarantined_at__isnull=False)
        assert held.subject_id == ill.pk
        assert held.problem == "ZeroDivisionError: poison"
        assert Standing.objects.filter(subject_id=well.pk).exists()

    def test_that_end_their_process_are_counted_before(self, sick):
        ill, _ = sick
        # What a process leaves that ended in the midst of work: the charge, and nothing else.
        Pending.objects.filter(subject_id=ill.pk).update(attempts=3)

        drain([key_of(ill)])
        beside.close()

        assert "ended while" in Pending.objects.get(quarantined_at__isnull=False).problem

    def test_charges_survive_the_end_of_the_process(self, monkeypatch):
        ward = wards.ward(people.organisation())
        monkeypatch.setattr(reactions, "extra", lambda: (lambda works: os._exit(9),))

        child = os.fork()
        if child == 0:
            connection.connect()  # the parent's session is not the child's
            tenancy.open_to_all()
            drain([key_of(ward)])
            os._exit(0)
        _, status = os.waitpid(child, 0)

        assert os.waitstatus_to_exitcode(status) == 9
        assert Pending.objects.get().attempts == 1

    def test_of_an_unknown_type_wait_for_a_newer_worker(self):
        ward = wards.ward(people.organisation())
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO kernel_event (uuid, organisation_id, type, aggregate_kind,"
                " aggregate_id, seq, data, effective_on, recorded_at, actor_kind, depth)"
                " SELECT gen_random_uuid(), organisation_id, 'uk.qiflow.unit.teleported.v1',"
                " aggregate_kind, aggregate_id, 99, '{}', effective_on, recorded_at, 'system', 0"
                " FROM kernel_event RETURNING id"
            )
            cursor.execute(
                "INSERT INTO kernel_pending (event_id, organisation_id, subject_kind, subject_id,"
                " seq, attempts, problem) SELECT max(id), %s, 'unit', %s, 99, 0, ''"
                " FROM kernel_event WHERE type LIKE '%%teleported%%'",
                [ward.organisation_id, ward.pk],
            )

        settle()

        waiting = Pending.objects.get()
        assert waiting.quarantined_at is None
        assert "does not know" in waiting.problem
        assert Standing.objects.filter(subject_id=ward.pk).exists()


class TestWideReactions:
    def test_are_spread_over_the_queue(self, monkeypatch):
        monkeypatch.setattr(reactions, "WIDEST", 3)
        organisation = people.organisation()
        made = [wards.ward(organisation) for _ in range(6)]

        settle()
        end = clock.today() + timedelta(days=300)
        wards.move(made[0], [(wards.BEGINNING, end)])
        settle()

        assert not Pending.objects.exists()
        assert drift(kinds=["unit"]) == []
        assert Finding.objects.filter(rule_id="W02").values("subject_id").distinct().count() == 6
        assert Event.objects.filter(depth__gt=1).count() == 0
