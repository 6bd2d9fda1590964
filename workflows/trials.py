"""An event whose workers died is tried in a process of its own, watched by one that lives on."""

from __future__ import annotations

import subprocess
import sys

from django.conf import settings

from workflows.subjects import SubjectKey

#: The program that makes one attempt at the first event of one subject.
PROGRAM = "qiflow.trial"
#: Python's own status where an error of no event ends it: the database went, or it did not start.
NO_VERDICT = 1
PATIENCE_SECONDS = 45  # after which the attempt ends itself
_LONGER_SECONDS = 5  # for its start and its end


def attempt(subject: SubjectKey) -> str | None:
    """Make one attempt at a subject's first event apart; how its process died, None if it lived.

    What the event raises is dealt with over there. The process is in no group of ours: whoever
    kills this one with all that belongs to it leaves that one to finish, and nobody to judge it.
    """
    command = [sys.executable, "-m", PROGRAM, subject.kind, str(subject.id)]
    try:
        ended = subprocess.run(
            command,
            cwd=settings.BASE_DIR,
            stdin=subprocess.DEVNULL,
            timeout=PATIENCE_SECONDS + _LONGER_SECONDS,
            check=False,
            start_new_session=True,
        )
    except subprocess.TimeoutExpired:
        return f"no end after {PATIENCE_SECONDS} seconds"
    status = ended.returncode
    if status in {0, NO_VERDICT}:
        return None
    return f"signal {-status}" if status < 0 else f"status {status}"
