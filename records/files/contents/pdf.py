"""PDFs, looked through in a process of its own.

A PDF is a program for a reader with forty years of features. What reads it here may therefore run
out of time or memory, or end, without the service noticing more than that.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

from kernel.errors import TooLarge, WrongKind
from records.files import refusals
from records.files.kinds import MOST_PAGES

PATIENCE = 30  # seconds
_HOME = Path(__file__).resolve().parents[3]
#: What the process needs of ours; secrets are not among it.
_HANDED_ON = ("PATH", "PYTHONPATH", "LANG", "LC_ALL", "SYSTEMROOT", "TMPDIR")
_SENTENCES = {
    "encrypted": "It is locked with a password.",
    "script": "It has a script.",
    "opens": "It opens programmes or sends data.",
    "files": "It holds other files.",
    "form": "It has a form that runs scripts (XFA).",
}


def check(content: bytes, code: str) -> bytes:
    """The file as it is.

    Raises:
        WrongKind: damaged, locked, with scripts or other files in it, or a page besides.
        TooLarge: more pages than anybody reads.
    """
    found = _asked("check", content).get("problem", "damaged")
    if found:
        raise _refusal(str(found))
    return content


def words(content: bytes, code: str) -> str:
    """The text of the first pages; nothing where it cannot be read in time."""
    return str(_asked("words", content).get("words", ""))


def _refusal(found: str) -> WrongKind | TooLarge:
    if found == "pages":
        return refusals.unpacks(f"{MOST_PAGES:,} pages")
    if found == "complicated":
        return refusals.unpacks("200,000 objects")
    if found == "two_in_one":
        return refusals.two_in_one()
    if found in _SENTENCES:
        return refusals.active(_SENTENCES[found])
    return refusals.damaged()


def _asked(what: str, content: bytes) -> dict[str, object]:
    environment = {name: os.environ[name] for name in _HANDED_ON if name in os.environ}
    try:
        done = subprocess.run(
            [sys.executable, "-m", "records.files.contents.pdf_reader", what],
            input=content,
            capture_output=True,
            cwd=_HOME,
            env=environment,
            timeout=PATIENCE,
        )
        answer: dict[str, object] = json.loads(done.stdout) if done.returncode == 0 else {}
    except (subprocess.TimeoutExpired, ValueError):
        return {}
    return answer
