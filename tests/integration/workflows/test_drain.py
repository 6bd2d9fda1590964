"""The drain: in order, once, with findings that follow from the facts."""

from datetime import date, timedelta

import pytest

from kernel import clock
from kernel.models import Event, Finding, Pending, RollUpStep, Standing, Timer
from tests.factories import people, wards
from workflows.drain import settle

pytestmark = pytest.mark.usefixtures("everywhere")


def outcomes(ward, rule="W01"):
    rows = Finding.objects.filter(subject_id=ward.pk, rule_id=rule, superseded_at=None)
    return [(row.outcome, row.starts_on, row.ends_on) for row in rows.order_by("starts_on")]


class TestDrain:
    def test_leaves_nothing_undone(self):
        wards.ward(people.organisation(), places=[(wards.BEGINNING, None)])

        settle()

        assert not Pending.objects.exists()

    def test_stores_past_and_future(self):
        today = clock.today()
        end = today + timedelta(days=40)
        ward = wards.ward(people.organisation(), places=[(wards.BEGINNING, end)])

        settle()

        look_ahead = end + timedelta(days=8 - 90)
        lost = end + timedelta(days=1)
        fails = end + timedelta(days=8)
        assert outcomes(ward) == [
            ("pass", wards.BEGINNING, look_ahead - timedelta(days=1)),
            ("at_risk", look_ahead, end),
            ("at_risk", lost, fails - timedelta(days=1)),
            ("fail", fails, None),
        ]
        standing = Standing.objects.get(subject_id=ward.pk, rule_id="W01")
        assert (standing.outcome, standing.next_on) == ("at_risk", fails)
        assert Timer.objects.get(kind="standing", subject_id=ward.pk).due_on == lost

    def test_announces_a_turn_once(self):
        ward = wards.ward(people.organisation(), places=[(wards.BEGINNING, None)])
        settle()
        wards.move(ward, [])
        settle()
        wards.move(ward, [])
        settle()

        told = Event.objects.filter(aggregate_kind="compliance", data__rule_id="W01")
        assert [event.type for event in told] == ["uk.qiflow.compliance.failed.v1"]
        assert (
            told[0].caused_by == Event.objects.get(aggregate_id=ward.pk, seq=ward.version - 1).uuid
        )
        assert told[0].effective_on == wards.BEGINNING + timedelta(days=7)

    def test_supersedes_only_what_changed(self):
        end = clock.today() + timedelta(days=300)
        ward = wards.ward(people.organisation(), places=[(wards.BEGINNING, None)])
        settle()
        wards.move(ward, [(wards.BEGINNING, end)])
        settle()

        rows = Finding.objects.filter(subject_id=ward.pk, rule_id="W02")
        assert rows.count() == 1
        assert (
            Finding.objects.filter(
                subject_id=ward.pk, rule_id="W01", superseded_at__isnull=False
            ).count()
            == 1
        )

    def test_sums_of_the_roll_up_equal_the_findings(self):
        organisation = people.organisation()
        for days in (10, 50, 200):
            wards.ward(
                organisation,
                places=[(wards.BEGINNING, clock.today() + timedelta(days=days))],
            )
        settle()

        for day in (clock.today(), clock.today() + timedelta(days=20), date(2026, 3, 1)):
            steps = RollUpStep.objects.filter(day__lte=day, outcome="at_risk", rule_id="W01")
            rows = [
                row
                for row in Finding.objects.filter(rule_id="W01", outcome="at_risk")
                if row.starts_on <= day and (row.ends_on is None or row.ends_on >= day)
            ]
            assert sum(step.step for step in steps) == len(rows)
