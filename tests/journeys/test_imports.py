"""A table comes in through the pages: faults seen, mended, loaded, taken back; and lists leave."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from kernel import tenancy
from people.models import Person
from records.exports import taking
from records.jobs import running
from records.models import Job
from tests.factories.people import RECORDED
from tests.journeys.visitor import Visitor
from tests.journeys.world import World, arrive

WRONG = "external_id,name,email,shoe size\nA1,,not an address,38\nB2,Ben Birch,,40\n"
RIGHT = "external_id\tname\temail\nA1\tAnn Ash\tann.ash@example.org\nB2\tBen Birch\t\n"


def _work() -> None:
    """Let the workers do every job that waits."""
    tenancy.open_to_all()
    for job_id in list(Job.objects.filter(state="queued").values_list("pk", flat=True)):
        running.run(job_id)
        tenancy.open_to_all()


def _crowd(world: World) -> None:
    """More people than a page may wait for."""
    Person.objects.bulk_create(
        Person(
            organisation=world.organisation,
            name=f"Person {number}",
            version=1,
            created_at=RECORDED,
            updated_at=RECORDED,
        )
        for number in range(taking.MOST_AT_ONCE + 1)
    )


def _worked(visitor: Visitor, *, javascript: bool) -> None:
    """The page as it is once the job is done: by itself, or by its link."""
    visitor.sees("Waiting")
    _work()
    if not javascript:
        visitor.follows("Refresh")


class TestImport:
    @pytest.mark.parametrize("javascript", [True, False])
    def test_is_mended_loaded_and_taken_back(
        self, visit: Callable[..., Visitor], world: World, tmp_path: Path, javascript: bool
    ) -> None:
        # Given an administrator with a file in which a name is missing
        visitor = visit(javascript=javascript)
        arrive(visitor, world.administrator)
        visitor.opens("/me")
        visitor.follows("Imports: tables of people, projects, data and invitations")
        visitor.photographs("imports-empty")
        visitor.follows("Bring in a table")
        visitor.photographs("import-new")

        # When nothing is sent, then the page says what to do
        visitor.presses("Check the table")
        visitor.answered(422)
        visitor.sees("Select an answer to “What does the table hold?”")

        # When the file is sent
        path = tmp_path / "colleagues.csv"
        path.write_text(WRONG)
        visitor.chooses("People")
        visitor.find("[type=file]").set_input_files(path)
        visitor.presses("Check the table")
        visitor.photographs("import-waiting")
        _worked(visitor, javascript=javascript)

        # Then each fault is told by row and column, and what was left aside
        visitor.sees("2 things are to be mended")
        visitor.sees("Enter the full name.")
        visitor.sees("shoe_size")
        visitor.check()
        visitor.photographs("import-faults")

        # When the mended cells are pasted, checked and loaded
        visitor.follows("bring in the table again")
        visitor.chooses("People")
        visitor.fills("Or cells from a spreadsheet", RIGHT)
        visitor.presses("Check the table")
        _worked(visitor, javascript=javascript)
        visitor.sees("This table can be loaded: 2 new rows")
        visitor.check()
        visitor.photographs("import-checked")
        visitor.presses("Load the table")
        _worked(visitor, javascript=javascript)

        # Then they are here, and can be taken back
        visitor.sees("Loaded on")
        visitor.check()
        visitor.photographs("import-loaded")
        assert Person.objects.filter(external_id__in=["A1", "B2"]).count() == 2
        visitor.presses("Undo this import")
        _worked(visitor, javascript=javascript)
        visitor.sees("All that this table brought was taken back.")
        visitor.check()
        assert not Person.objects.filter(external_id__in=["A1", "B2"]).exists()
        visitor.opens("/imports")
        visitor.photographs("imports")

    def test_lets_a_number_that_is_no_patient_s_through_by_a_tick(
        self, visitor: Visitor, world: World
    ) -> None:
        # Given a table in which a cell looks like an NHS number
        arrive(visitor, world.administrator)
        visitor.opens("/imports/new?what=projects")
        cells = "external_id\ttitle\tproblem\nP1\tFalls\tOrder 943 476 5919\n"
        visitor.fills("Or cells from a spreadsheet", cells)
        visitor.presses("Check the table")
        _worked(visitor, javascript=True)
        visitor.sees("1 cell looks like an NHS number")

        # When it is loaded without a word, then the page asks
        visitor.presses("Load the table")
        visitor.is_told(
            "Tick every cell that names no patient, or mend the table and bring it in again"
        )
        visitor.photographs("import-number")

        # When the cell is ticked, then it is loaded
        visitor.find("[name=not_patients]").check()
        visitor.presses("Load the table")
        _worked(visitor, javascript=True)
        visitor.sees("Loaded on")


class TestDownload:
    def test_of_a_list_comes_at_once(self, visitor: Visitor, world: World) -> None:
        # Given a list that is narrowed
        world.person("Ann Ash")
        world.person("Ben Birch")
        arrive(visitor, world.administrator)
        visitor.opens("/people?q=Ash")
        visitor.photographs("people-download")

        # When it is downloaded
        with visitor.page.expect_download() as coming:
            visitor.page.get_by_role("button", name="Download as CSV").click()

        # Then the file holds what the screen shows
        text = coming.value.path().read_text(encoding="utf-8-sig")
        assert coming.value.suggested_filename.startswith("people-")
        assert "Ann Ash" in text
        assert "Ben Birch" not in text

    def test_of_a_long_list_is_a_job_with_progress(self, visitor: Visitor, world: World) -> None:
        # Given more people than a page may wait for
        _crowd(world)
        arrive(visitor, world.administrator)
        visitor.opens("/exports/people")
        visitor.chooses("CSV, for any programme")

        # When the list is asked for, then its job is shown
        visitor.presses("Download")
        visitor.sees("so the file is being made")
        visitor.photographs("job-waiting")
        _worked(visitor, javascript=True)

        # Then the file can be had, now and from the list of jobs
        visitor.sees("Download the file")
        visitor.check()
        visitor.photographs("job-finished")
        visitor.opens("/me")
        visitor.follows("Jobs: how far long work is")
        visitor.sees("People as CSV")
        visitor.photographs("jobs")

    def test_job_can_be_stopped_and_begun_again(self, visitor: Visitor, world: World) -> None:
        # Given a job that waits
        _crowd(world)
        arrive(visitor, world.administrator)
        visitor.opens("/exports/people")
        visitor.chooses("CSV, for any programme")
        visitor.presses("Download")

        # When it is stopped
        visitor.presses("Stop this job")

        # Then it says so, and can be begun again
        visitor.sees("Stopped")
        visitor.photographs("job-stopped")
        visitor.presses("Try again")
        visitor.sees("Waiting")
