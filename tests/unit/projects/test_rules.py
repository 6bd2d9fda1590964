"""What every rule of projects must have."""

import pytest

from kernel.rules.outcomes import Met
from kernel.rules.rule import Rule, say
from projects.rules import RULES
from tests.unit.projects.histories import APPROVED, DAY, facts, member, on_both
from tests.unit.projects.measured import AT_WORK, IN_TESTING, RELIABLE, measure, reliability

HISTORIES = (
    facts(),
    facts(member()),
    facts(*on_both()),
    facts(member(relevant_experience=None)),
    facts(member("executive_sponsor")),
    facts(opened_on=APPROVED + 90 * DAY),
    facts(history=RELIABLE),
    *(
        facts(history=history, measures=(measure("outcome"), reliability(*found)))
        for history in (IN_TESTING, AT_WORK, RELIABLE)
        for found in (["19/20"] * 9, ["1/20"] * 5, ["19/20", "", "gap"])
    ),
)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
class TestEveryRule:
    def test_names_its_source_and_speaks_plainly(self, rule: Rule):
        assert rule.source
        assert rule.sentence.endswith(".")
        assert all(sentence.endswith(".") for sentence in rule.sentences.values())

    def test_has_a_sentence_for_every_answer(self, rule: Rule):
        for history in HISTORIES:
            for day in range(0, 480, 20):
                verdict = rule.condition(history, APPROVED + day * DAY)
                assert "{" not in say(rule, verdict.code, verdict.params)

    def test_refuses_what_is_unmet_or_unknown_at_the_gate(self, rule: Rule):
        for history in HISTORIES:
            met = rule.condition(history, APPROVED).met
            assert rule.allows(history, APPROVED) is (met in (Met.YES, Met.NOT_APPLICABLE))
