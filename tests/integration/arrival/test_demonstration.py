"""The demonstration."""

from __future__ import annotations

import pytest

from kernel import clock
from kernel.models import Standing
from projects.demonstration.loading import load_demonstration
from workflows.drain import settle

pytestmark = pytest.mark.django_db

#: Outcomes that a rule can have in any service; C14 has one for each organisation.
WANTED = {
    "C01": {"pass", "fail", "at_risk", "unknown", "not_applicable"},
    "C03": {"pass", "fail", "at_risk", "unknown", "not_applicable"},
    "C04": {"pass", "fail", "at_risk", "unknown", "not_applicable"},
    "C05": {"pass", "fail", "at_risk", "unknown", "not_applicable"},
    "C07": {"pass", "fail", "at_risk", "unknown", "not_applicable"},
    "C10": {"pass", "at_risk", "unknown", "not_applicable"},
    "C14": {"fail", "at_risk"},
    "P01": {"pass", "fail", "at_risk", "unknown", "not_applicable"},
    "P02": {"pass", "fail", "at_risk", "not_applicable"},
}


class TestDemonstration:
    @pytest.mark.parametrize("rule", sorted(WANTED))
    def test_every_rule_has_something_to_say(self, rule: str) -> None:
        load_demonstration(now=clock.now())
        settle()

        found = set(Standing.objects.filter(rule_id=rule).values_list("outcome", flat=True))
        print(rule, WANTED[rule] - found, found - WANTED[rule])
        assert found == WANTED[rule]
