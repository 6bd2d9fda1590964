"""What the states of jobs and imports are called on a page: always sign and words together."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from web.words.outcomes import OutcomeWords

_JOB = {
    "queued": ("Waiting", "quiet", "clock"),
    "running": ("Running", "unknown", "arrow"),
    "finished": ("Finished", "good", "tick"),
    "failed": ("Failed", "bad", "cross"),
    "cancelled": ("Stopped", "quiet", "dash"),
}
_IMPORT = {
    "uploaded": ("Waiting to be checked", "quiet", "clock"),
    "checked": ("Checked, not loaded", "unknown", "question"),
    "loaded": ("Loaded", "good", "tick"),
    "undone": ("Undone", "quiet", "dash"),
    "discarded": ("Discarded", "quiet", "dash"),
}
JOB_WORDS = tuple((state, words) for state, (words, _, _) in _JOB.items())
IMPORT_WORDS = tuple((state, words) for state, (words, _, _) in _IMPORT.items())

#: What a job tells when it is done; what is not named here is of no use to a reader.
_RESULT = {
    "rows": "Rows",
    "new": "New",
    "changed": "Changed",
    "same": "As they were",
    "faults": "To be mended",
    "ignored_columns": "Columns left aside",
    "notes": "To be checked",
    "loaded": "Loaded",
    "undone": "Taken back",
    "file_name": "File",
    "bytes": "Size",
}
_UNITS = ("bytes", "kB", "MB", "GB")


def job_state(state: str, *, stopping: bool = False) -> OutcomeWords:
    """The words for a state of a job; one that is asked to stop is still at work."""
    words, tone, icon = _JOB[state]
    words = "Being stopped" if stopping and state == "running" else words
    return OutcomeWords(outcome=state, words=words, short=words, tone=tone, icon=icon)


def import_state(state: str) -> OutcomeWords:
    """The words for a state of an import."""
    words, tone, icon = _IMPORT[state]
    return OutcomeWords(outcome=state, words=words, short=words, tone=tone, icon=icon)


def progress_words(*, done: int, total: int | None, at_work: bool = True) -> str:
    """How far a job is, or came, such as "120 of 400 rows"."""
    if total:
        return f"{done:,} of {total:,} {_rows(total)}"
    if not at_work:
        return f"{done:,} {_rows(done)}"
    return f"{done:,} {_rows(done)} so far" if done else "Not begun"


def result_words(result: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    """What came of a job, line by line; empty lists are left out."""
    return tuple(
        (words, _value(name, result[name]))
        for name, words in _RESULT.items()
        if name in result and result[name] != []
    )


def size_words(size: int) -> str:
    """The size of a file, such as "1.2 MB"."""
    amount = float(size)
    for unit in _UNITS:
        if amount < 1000 or unit == _UNITS[-1]:
            break
        amount /= 1000
    return f"{amount:.0f} {unit}" if unit == "bytes" or amount >= 10 else f"{amount:.1f} {unit}"


def _value(name: str, value: Any) -> str:
    if name == "bytes":
        return size_words(value)
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, list):
        return ", ".join(str(one) for one in value)
    return f"{value:,}" if isinstance(value, int) else str(value)


def _rows(count: int) -> str:
    return "row" if count == 1 else "rows"
