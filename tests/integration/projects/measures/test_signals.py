"""A special cause is told of once, however often the series is computed."""

from dataclasses import replace
from decimal import Decimal

import pytest

from kernel.actors import SYSTEM
from kernel.models import Event
from people.models import Organisation
from projects.commands import measures as commands
from projects.commands.measures.signals import note_signals
from projects.models import Measure, MeasureSignal
from records.models import Message
from tests.factories import people, projects
from tests.factories.measures import NOW, filled, measure, monthly
from workflows.drain import settle

CALM = [(18, 20), (17, 20), (18, 20), (16, 20), (17, 20), (18, 20)] * 2
FALLING = [*CALM, (10, 20)]
BY = {"actor": SYSTEM, "now": NOW}


def told(of: Measure) -> list[tuple[str, str, str, bool]]:
    rows = Event.objects.filter(aggregate_id=of.pk, type="uk.qiflow.measure.signal_found.v1")
    return [
        (data["rule"], data["meaning"], data["began_on"], data["latest"])
        for data in rows.order_by("id").values_list("data", flat=True)
    ]


@pytest.fixture
def owned(trust: Organisation) -> Measure:
    owner = people.user("project_lead", trust)
    made = measure(projects.project(trust), owner_id=owner.pk)
    filled(made, monthly(CALM))
    settle()
    return made


class TestASignal:
    def test_is_told_of_once_and_its_owner_hears_of_it(self, owned: Measure):
        assert told(owned) == []
        version = Measure.objects.get(pk=owned.pk).version

        for row in (monthly(FALLING), monthly(FALLING), monthly([*FALLING, (17, 20)])):
            filled(owned, row)
            settle()
            note_signals([owned.pk], now=NOW)

        assert told(owned) == [("astronomical", "concern", "2026-01-01", True)]
        notices = Message.objects.filter(thing_id=owned.pk, channel="inbox")
        assert [one.recipient_id for one in notices] == [owned.owner_id]
        # The version counts what people did: nobody's form is stale because of a signal.
        assert Measure.objects.get(pk=owned.pk).version == version + 2

    def test_that_goes_and_comes_back_is_no_news(self, owned: Measure):
        filled(owned, monthly(FALLING))
        settle()
        wrong = replace(monthly(FALLING)[-1], numerator=Decimal(18))
        filled(owned, [wrong])
        settle()
        assert MeasureSignal.objects.get(measure=owned).gone_at is not None

        filled(owned, monthly(FALLING))
        settle()
        assert MeasureSignal.objects.get(measure=owned).gone_at is None
        assert len(told(owned)) == 1

    def test_within_history_is_no_notice(self, owned: Measure):
        filled(owned, monthly([*FALLING, (17, 20), (18, 20)]))
        settle()
        assert told(owned) == [("astronomical", "concern", "2026-01-01", False)]
        assert not Message.objects.filter(thing_id=owned.pk).exists()

    def test_appears_with_other_limits(self, owned: Measure):
        commands.change_measure(
            measure_id=owned.pk, changes={"direction": "decrease", "chart": "p"}, **BY
        )
        filled(owned, monthly([*CALM, (6, 20)]))
        settle()
        found = MeasureSignal.objects.get(measure=owned)
        assert (found.rule, found.meaning) == ("sigma", "improvement")
        assert found.rule_set == "shewhart_anhoej.v1"

    def test_of_a_published_series_is_told_to_nobody(self, owned: Measure):
        Measure.objects.filter(pk=owned.pk).update(reference=True)
        filled(owned, monthly(FALLING))
        settle()
        assert not MeasureSignal.objects.filter(measure=owned).exists()
