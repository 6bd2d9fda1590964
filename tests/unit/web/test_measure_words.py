"""Words and icons of measures: none is missing, and none looks like another."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from projects.measures.icon_words import ASSURANCE, VARIATION
from projects.measures.words import FOUND_SAID, MEANING_SAID
from projects.spc import XmrSeries, analyse
from projects.spc.icons import ASSURANCE_ICONS
from projects.spc.shapes import COLOURS
from web.pictures.icons import icon
from web.words import measures


class TestIcons:
    @pytest.mark.parametrize("name", sorted(VARIATION))
    def test_of_variation_have_words(self, name: str) -> None:
        said = measures.variation(name)

        assert said.short
        assert said.words == VARIATION[name]

    def test_of_assurance_have_words(self) -> None:
        for name in ASSURANCE_ICONS.values():
            said = measures.assurance(name)
            assert said is not None
            assert said.words == ASSURANCE[name]
        assert measures.assurance(None) is None

    def test_differ_without_colour(self) -> None:
        """In grey, letter and course of the dots are all that is left."""
        known = [measures.variation(name) for name in VARIATION]
        known += [said for name in ASSURANCE if (said := measures.assurance(name))]
        drawn = {_grey(icon(said), said.tone): said.icon for said in known}

        # Better and worse look alike in grey, and their words differ.
        assert len(drawn) == len({said.icon.split("_")[-1] for said in known})
        assert len({said.short for said in known}) == len(known)

    def test_are_hidden_from_screen_readers(self) -> None:
        assert 'aria-hidden="true"' in icon(measures.variation("concern_low"))


class TestRules:
    def test_have_words(self) -> None:
        for rule in FOUND_SAID:
            assert measures.rule_words(rule, single=True)
            assert measures.rule_words(rule, single=False)

    def test_meanings_have_words(self) -> None:
        assert all(measures.meaning_words(meaning) for meaning in MEANING_SAID)

    @pytest.mark.parametrize(
        ("label", "said"),
        [
            ("Above UCL", "Above the upper limit"),
            ("Below LCL", "Below the lower limit"),
            ("7 Point Trend (Increasing)", "Part of a rise"),
            ("7 Point Trend (Decreasing)", "Part of a fall"),
            ("2 in 3 Above CL", "Close to the upper limit"),
            ("2 in 3 Below CL", "Close to the lower limit"),
            ("7 Points Above CL", "Part of a run above the mean"),
            ("7 Points Below CL", "Part of a run below the mean"),
            ("Outside limits", "Outside limits"),
        ],
    )
    def test_labels_are_said_plainly(self, label: str, said: str) -> None:
        assert measures.label_words(label) == said

    def test_every_label_of_the_engine_has_words(self) -> None:
        rising = XmrSeries(dates=_days(40), values=[*range(20), *[5] * 10, *[60, 0] * 5])

        labels = set(analyse(rising).points.special_cause_type) - {"Common Cause"}

        assert len(labels) >= 3
        assert all(measures.label_words(label) != label for label in labels)


class TestColumns:
    def test_are_called_as_the_measure_calls_them(self) -> None:
        assert measures.column_words("numerator", {"numerator_words": "Said yes"}) == "Said yes"
        assert measures.column_words("numerator", {"numerator_words": ""}) == "How many"
        assert measures.column_words("value", {}) == "Value"


def _days(count: int) -> list[date]:
    return [date(2026, 1, 1) + timedelta(days=day) for day in range(count)]


def _grey(drawing: str, tone: str) -> str:
    return drawing.replace(COLOURS[tone], "grey")  # type: ignore[index]
