"""Editions of rules, and owners who leave."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from kernel import clock, tenancy
from people import commands as people_commands
from people.models import Organisation
from projects.models import Measure
from projects.spc import CURRENT_RULES, RULE_SETS
from tests.factories import people, projects
from tests.factories.measures import filled, measure, monthly
from tests.integration.projects.measures.test_signals import told
from tests.integration.projects.test_api import Caller
from workflows.drain import settle

CALM = [(18, 20), (17, 20), (18, 20), (16, 20), (17, 20), (18, 20)] * 2


@pytest.fixture
def coded(trust: Organisation) -> Measure:
    made = measure(projects.project(trust), external_id="M-1")
    filled(made, monthly([(18, 20)]))
    return made


@pytest.fixture
def admin(trust: Organisation) -> Caller:
    return Caller(people.user("administrator", trust))


def recalculated(edition: str, said: StringIO, *, check: bool = False) -> None:
    call_command("recalculate_measures", edition=edition, check=check, stdout=said)
    tenancy.open_to_all()  # the command closed it behind itself


class TestEditions:
    def test_of_rules_say_what_flipped(self, coded: Measure, monkeypatch: pytest.MonkeyPatch):
        stricter = replace(CURRENT_RULES, version=2, shift_points=3)
        monkeypatch.setitem(RULE_SETS, stricter.key, stricter)
        filled(coded, monthly([*CALM, (17, 20), (19, 20), (19, 20), (19, 20)]))
        settle()
        assert told(coded) == []

        only_said, done = StringIO(), StringIO()
        recalculated(stricter.key, only_said, check=True)
        assert Measure.objects.get(pk=coded.pk).rule_set == CURRENT_RULES.key
        recalculated(stricter.key, done)

        lines = done.getvalue().splitlines()
        assert lines[0] == (
            f"{coded.name} ({coded.pk}), 1 February 2026: Common Cause becomes 3 Points Above CL"
        )
        assert lines[-1] == f"1 measures go to {stricter.key}; 3 points flipped."
        assert only_said.getvalue().splitlines()[:-1] == lines[:-1]
        assert Measure.objects.get(pk=coded.pk).rule_set == stricter.key
        assert told(coded) == [("shift", "improvement", "2026-02-01", True)]
        settle()
        recalculated(stricter.key, StringIO())
        assert len(told(coded)) == 1

    def test_that_nobody_knows_are_refused(self):
        with pytest.raises(CommandError, match="There is no edition"):
            call_command("recalculate_measures", edition="x")


class TestAnOwnerWhoLeaves:
    def test_hands_measures_over(self, trust: Organisation, coded: Measure, admin: Caller):
        leaver, taker = (people.user("project_lead", trust) for _ in range(2))
        Measure.objects.filter(pk=coded.pk).update(owner_id=leaver.pk)
        people_commands.hand_over(
            user_id=leaver.pk,
            organisation_id=trust.pk,
            last_day=clock.today() + timedelta(days=9),
            receiver_id=taker.pk,
            choices={},
            actor=people.actor_of(admin.user),
            now=clock.now(),
        )
        assert Measure.objects.get(pk=coded.pk).owner_id == taker.pk
