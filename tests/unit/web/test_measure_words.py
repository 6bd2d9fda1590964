"""Words and icons of measures: none is missing, and none looks like another."""

from __future__ import annotations

import pytest

from projects.measures.icon_words import ASSURANCE, VARIATION
from projects.measures.words import FOUND_SAID, MEANING_SAID
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

    def test_labels_are_said_plainly(self) -> None:
        assert measures.label_words("Two Out Of Three") == "Close to a limit"
        assert measures.label_words("Outside limits") == "Outside limits"


class TestColumns:
    def test_are_called_as_the_measure_calls_them(self) -> None:
        assert measures.column_words("numerator", {"numerator_words": "Said yes"}) == "Said yes"
        assert measures.column_words("numerator", {"numerator_words": ""}) == "How many"
        assert measures.column_words("value", {}) == "Value"


def _grey(drawing: str, tone: str) -> str:
    return drawing.replace(COLOURS[tone], "grey")  # type: ignore[index]
