"""What jobs and imports are called on a page."""

import pytest

from records.words import IMPORT_STATES, JOB_STATES
from web.words.work import (
    import_state,
    job_state,
    progress_words,
    result_words,
    size_words,
)


class TestStates:
    @pytest.mark.parametrize("state", JOB_STATES)
    def test_of_jobs_have_sign_and_words(self, state):
        assert job_state(state).words
        assert job_state(state).icon

    @pytest.mark.parametrize("state", IMPORT_STATES)
    def test_of_imports_have_sign_and_words(self, state):
        assert import_state(state).words
        assert import_state(state).icon

    def test_of_a_job_that_is_asked_to_stop_says_so_while_it_works(self):
        assert job_state("running", stopping=True).words == "Being stopped"
        assert job_state("cancelled", stopping=True).words == "Stopped"


class TestProgress:
    @pytest.mark.parametrize(
        ("done", "total", "at_work", "words"),
        [
            (120, 400, True, "120 of 400 rows"),
            (1, 1, False, "1 of 1 row"),
            (12_000, None, True, "12,000 rows so far"),
            (0, None, True, "Not begun"),
            (5_001, None, False, "5,001 rows"),
            (1, None, False, "1 row"),
        ],
    )
    def test_says_how_far_it_is(self, done, total, at_work, words):
        assert progress_words(done=done, total=total, at_work=at_work) == words


class TestResult:
    def test_is_told_in_words_and_without_what_helps_nobody(self):
        told = result_words(
            {
                "media_type": "text/csv",
                "bytes": 1_250_000,
                "rows": 12_000,
                "undone": False,
                "notes": [],
                "ignored_columns": ["shoe_size", "hat"],
            }
        )

        assert told == (
            ("Rows", "12,000"),
            ("Columns left aside", "shoe_size, hat"),
            ("Taken back", "No"),
            ("Size", "1.2 MB"),
        )

    @pytest.mark.parametrize(
        ("size", "words"),
        [(0, "0 bytes"), (999, "999 bytes"), (1_500, "1.5 kB"), (25_000, "25 kB")],
    )
    def test_says_a_size_as_people_do(self, size, words):
        assert size_words(size) == words
