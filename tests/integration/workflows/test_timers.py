"""Dates fire in order, each once, without any event coming in."""

import threading
from datetime import date, timedelta

import pytest

from kernel import clock
from kernel.models import Event, Standing, Timer
from tests.factories import people, wards
from workflows import timers
from workflows.drain import settle
from workflows.horizons import drift, extend, roll_ups_agree
from workflows.timers import Timers

pytestmark = pytest.mark.usefixtures("everywhere")


def fire_all() -> int:
    clockwork = Timers(threading.Event())
    fired = 0
    while count := clockwork.fire_due(clock.now()):
        fired += count
    return fired


def told() -> list[tuple[str, date]]:
    rows = Event.objects.filter(aggregate_kind="compliance", data__rule_id="W01").order_by("id")
    return [(row.type.split(".")[3], row.effective_on) for row in rows]


class TestTimers:
    def test_announce_what_the_timeline_said(self):
        end = clock.today() + timedelta(days=200)
        ward = wards.ward(people.organisation(), places=[(wards.BEGINNING, end)])
        settle()
        assert told() == []

        clock.move_by(timedelta(days=118))
        fire_all()

        assert told() == [("at_risk", end - timedelta(days=82))]
        assert Standing.objects.get(subject_id=ward.pk, rule_id="W01").outcome == "at_risk"

    def test_fire_in_order_after_months_of_rest(self):
        today = clock.today()
        organisation = people.organisation()
        for days in (200, 210):
            wards.ward(organisation, places=[(wards.BEGINNING, today + timedelta(days=days))])
        settle()

        clock.move_by(timedelta(days=300))
        fire_all()

        days = [day for _, day in told()]
        assert [what for what, _ in told()] == ["at_risk", "at_risk", "failed", "failed"]
        assert days == sorted(days)
        assert fire_all() == 0

    def test_a_recheck_in_between_tells_each_turn_once(self):
        today = clock.today()
        end = today + timedelta(days=200)
        ward = wards.ward(people.organisation(), places=[(wards.BEGINNING, end)])
        settle()

        clock.move_by(timedelta(days=300))
        wards.move(ward, [(wards.BEGINNING, end)])
        settle()
        fire_all()

        assert [what for what, _ in told()] == ["at_risk", "failed"]

    def test_a_broken_timer_keeps_no_other_from_firing(self, monkeypatch):
        ward = wards.ward(people.organisation(), places=[(wards.BEGINNING, clock.today())])
        settle()
        monkeypatch.setitem(timers.REGISTRY, "broken", lambda **_: 1 / 0)
        Timer.objects.create(
            organisation_id=ward.organisation_id,
            kind="broken",
            subject_kind="unit",
            subject_id=ward.pk,
            due_on=clock.today(),
        )

        clock.move_by(timedelta(days=1))
        fire_all()

        assert not Timer.objects.filter(kind="standing", due_on__lte=clock.today()).exists()
        assert Timer.objects.filter(kind="broken").exists()

    def test_the_horizon_moves_with_the_months(self):
        ward = wards.ward(
            people.organisation(),
            places=[(wards.BEGINNING, clock.today() + timedelta(days=500))],
        )
        settle()
        before = Standing.objects.get(subject_id=ward.pk, rule_id="W01")

        clock.move_by(timedelta(days=62))
        extend(now=clock.now())

        after = Standing.objects.get(subject_id=ward.pk, rule_id="W01")
        assert after.evaluated_to > before.evaluated_to
        assert after.next_outcome == "at_risk"
        assert drift(kinds=["unit"]) == []
        assert roll_ups_agree()
