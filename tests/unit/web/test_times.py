"""Times of day, as people write them."""

from __future__ import annotations

from datetime import date, time

import pytest
from django.core.exceptions import ValidationError

from records.links.inviting import when_words
from web.forms.times import TimeField


class TestReading:
    @pytest.mark.parametrize(
        ("written", "meant"),
        [
            ("2pm", time(14)),
            ("2:30pm", time(14, 30)),
            ("2.30 PM", time(14, 30)),
            ("12am", time(0)),
            ("12:15pm", time(12, 15)),
            ("14:30", time(14, 30)),
            ("09:05", time(9, 5)),
            ("00:00", time(0)),
        ],
    )
    def test_takes_what_people_write(self, written: str, meant: time) -> None:
        assert TimeField(what="when it begins").clean(written) == meant

    @pytest.mark.parametrize("written", ["noon", "25:00", "14:60", "14pm", "2", "0am", "-1:00"])
    def test_says_how_to_write_it(self, written: str) -> None:
        with pytest.raises(ValidationError, match="Enter when it begins, for example 2:30pm"):
            TimeField(what="when it begins").clean(written)


class TestWords:
    def test_say_day_and_times(self) -> None:
        day = date(2027, 3, 3)

        assert when_words(day, time(14), time(15, 30)) == "3 March 2027, 2pm to 3:30pm"
        assert when_words(day, time(0, 5), None) == "3 March 2027, 12:05am"
