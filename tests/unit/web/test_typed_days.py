"""A day that a list is narrowed to, typed into three boxes or standing in the address."""

from datetime import date

from django.http import QueryDict

from kernel.api.filters import Day
from web.lists import asked
from web.typed_days import typed_day

_FILTERS = {"as_at": Day()}


class TestTypedDay:
    def test_is_read_from_three_boxes(self):
        found = typed_day({"as_at_day": "3", "as_at_month": "March", "as_at_year": "2027"}, "as_at")

        assert found.day == date(2027, 3, 3)
        assert found.boxes == (("day", "3"), ("month", "March"), ("year", "2027"))

    def test_of_the_address_fills_the_boxes(self):
        found = typed_day({"as_at": "2027-03-31"}, "as_at")

        assert found.boxes == (("day", "31"), ("month", "3"), ("year", "2027"))

    def test_that_is_none_keeps_what_was_typed_and_says_what_to_mend(self):
        found = typed_day({"as_at_day": "31", "as_at_month": "2", "as_at_year": "2027"}, "as_at")

        assert found.day is None
        assert found.problem == "The day of the date is too high: February 2027 has 28 days"
        assert found.wrong == ("day",)
        assert dict(found.boxes)["day"] == "31"

    def test_may_be_left_empty(self):
        found = typed_day({"as_at_day": "", "as_at_month": "", "as_at_year": ""}, "as_at")

        assert (found.day, found.problem) == (None, "")


class TestListsByDay:
    def test_carry_one_date_onward(self):
        sought = asked(QueryDict("as_at_day=1&as_at_month=6&as_at_year=2027"), _FILTERS)

        assert sought.values == {"as_at": date(2027, 6, 1)}
        assert sought.typed == {"as_at": "2027-06-01"}

    def test_say_which_day_could_not_be_read(self):
        sought = asked(QueryDict("as_at_day=1&as_at_month=13&as_at_year=2027"), _FILTERS)

        assert sought.values == {}
        [wrong] = sought.wrong
        assert (wrong.pointer, wrong.code) == ("?as_at", "date")
        assert wrong.message == "The month of the date must be a number from 1 to 12"

    def test_refuse_a_date_of_another_form_once(self):
        sought = asked(QueryDict("as_at=never"), _FILTERS)

        assert [one.message for one in sought.wrong] == ["Use a date in the form 2027-03-31."]
