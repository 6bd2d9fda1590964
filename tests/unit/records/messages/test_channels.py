"""On which ways somebody is told, and when."""

from datetime import UTC, datetime

import pytest

from kernel.clock import LONDON
from records.messages.channels import channels_of, due_at, next_digest
from records.messages.recipients import Reach

WINTER = datetime(2026, 1, 14, 12, tzinfo=UTC)  # a Wednesday
SUMMER = datetime(2026, 7, 15, 5, 59, tzinfo=UTC)  # 6:59am in London


def ways(kind="user", **given):
    usual = {
        "email": "ann@example.org",
        "reach": Reach(),
        "often": "daily",
        "always": False,
        "secret": False,
        "mailing": True,
    }
    return [str(way) for way in channels_of(kind, **{**usual, **given})]


class TestWays:
    def test_of_a_user_are_inbox_and_email(self):
        assert ways() == ["inbox", "email"]

    def test_of_a_user_are_the_inbox_alone_without_a_mail_server(self):
        assert ways(mailing=False) == ["inbox"]

    @pytest.mark.parametrize(("need", "way"), [("letter", "letter"), ("telephone", "telephone")])
    def test_follow_what_the_reader_needs(self, need, way):
        assert ways(reach=Reach(needs=("large_print", need))) == ["inbox", way]

    def test_do_not_change_for_needs_that_are_about_print(self):
        assert ways(reach=Reach(needs=("large_print", "bsl"))) == ["inbox", "email"]

    def test_of_who_wants_no_email_are_the_inbox(self):
        assert ways(often="never") == ["inbox"]

    def test_are_email_all_the_same_for_what_always_comes(self):
        assert ways(often="never", always=True) == ["inbox", "email"]

    def test_of_a_person_are_email(self):
        assert ways("person") == ["email"]

    def test_of_a_person_without_an_address_are_a_letter(self):
        assert ways("person", email="") == ["letter"]

    def test_of_a_person_are_a_letter_without_a_mail_server(self):
        assert ways("person", mailing=False) == ["letter"]

    def test_of_a_person_who_wants_no_email_are_none(self):
        assert ways("person", often="never") == []

    def test_of_a_secret_are_never_a_letter(self):
        wanted = Reach(needs=("letter",))
        assert ways("invitation", secret=True, reach=wanted, mailing=False) == ["email"]
        assert ways(secret=True, reach=wanted) == ["inbox", "email"]


class TestTheHourOfDigests:
    def test_is_the_next_seven_in_london(self):
        assert next_digest("daily", now=WINTER) == datetime(2026, 1, 15, 7, tzinfo=UTC)

    def test_keeps_to_the_clock_on_the_wall_in_summer(self):
        assert next_digest("daily", now=SUMMER) == datetime(2026, 7, 15, 6, tzinfo=UTC)

    def test_at_seven_is_that_of_tomorrow(self):
        at = datetime(2026, 1, 15, 7, tzinfo=LONDON)
        assert next_digest("daily", now=at) == datetime(2026, 1, 16, 7, tzinfo=UTC)

    def test_of_a_week_is_on_monday(self):
        assert next_digest("weekly", now=WINTER) == datetime(2026, 1, 19, 7, tzinfo=UTC)

    def test_of_a_week_is_today_early_on_a_monday(self):
        early = datetime(2026, 1, 19, 6, tzinfo=UTC)
        assert next_digest("weekly", now=early) == datetime(2026, 1, 19, 7, tzinfo=UTC)

    @pytest.mark.parametrize("often", ["immediate", "never"])
    def test_is_now_for_who_has_no_digest(self, often):
        assert due_at(often, always=False, now=WINTER) == WINTER

    def test_is_now_for_what_always_comes(self):
        assert due_at("weekly", always=True, now=WINTER) == WINTER
