"""An organisation arrives in mid-life, through the pages."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.factories import opening
from tests.journeys.visitor import Visitor
from tests.journeys.world import World, arrive


class TestOpeningPosition:
    @pytest.mark.parametrize("javascript", [True, False])
    def test_a_file_is_mended_checked_and_signed_off(
        self, visit: Callable[..., Visitor], world: World, tmp_path: Path, javascript: bool
    ) -> None:
        # Given an administrator with a file in which one stage is misspelt
        visitor = visit(javascript=javascript)
        arrive(visitor, world.administrator)
        visitor.opens("/me")
        visitor.follows("Opening position: bring in what is under way")
        wrong = opening.small()
        wrong["projects"][0]["stage"] = "dreaming"

        # When it is uploaded
        _upload(visitor, tmp_path / "wrong.xlsx", wrong)

        # Then the row and the column to mend are told, and nothing is loaded
        visitor.sees("1 thing is to be mended")
        visitor.sees("Enter one of: draft, setup, co_design")
        visitor.photographs("opening-position-faults")

        # When the mended file is uploaded and signed off
        visitor.opens("/me/opening-positions")
        visitor.photographs("opening-position")
        _upload(visitor, tmp_path / "right.xlsx", opening.small())
        visitor.sees("This file can be loaded: 19 new rows")
        visitor.photographs("opening-position-check")
        visitor.presses("Sign off and load")

        # Then it is here
        visitor.sees("Loaded and signed off on")
        visitor.opens("/projects")
        visitor.sees("Always told what happens next")


def _upload(visitor: Visitor, path: Path, sheets: dict[str, opening.Rows]) -> None:
    path.write_bytes(opening.workbook(sheets))
    visitor.find("[type=file]").set_input_files(path)
    visitor.presses("Upload and check")
