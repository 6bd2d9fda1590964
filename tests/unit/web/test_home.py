"""What Home asks for, and how often."""

from datetime import date

import pytest

from kernel.rules.rulebook import RULEBOOK
from web.pages import home
from web.pages.home import Need


def need(text: str, href: str, on: date) -> Need:
    return Need(text=text, href=href, on=on, when="")


class TestNeeds:
    def test_what_one_answer_settles_is_asked_for_once(self):
        first = need("Confirm whether it reviews safety data: Falls", "/a", date(2026, 7, 25))
        again = need("Confirm whether it reviews safety data: Falls", "/a", date(2026, 8, 1))
        other = need("Confirm whether it reviews safety data: Falls", "/b", date(2026, 8, 1))

        assert home._once([first, again, other]) == [first, other]

    @pytest.mark.parametrize("rule_id", ["C01", "C04", "C10"])
    def test_nobody_is_told_to_fill_a_seat_that_may_not_be_needed(self, rule_id: str):
        assert home._verb(rule_id, "unknown") == home._verb("C05", "fail")
        assert home._verb(rule_id, "fail") != home._verb("C05", "fail")

    def test_every_verb_is_of_a_rule(self):
        known = RULEBOOK.rules.keys()

        assert known >= home._VERBS.keys() | home._VERBS_UNKNOWN.keys()
