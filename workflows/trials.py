"""An event whose workers died is tried in a process of its own, watched by one that lives on."""

from __future__ import annotations

import subprocess
import sys

from django.conf import settings

from workflows.subjects import SubjectKey

#: The program that makes one attempt at the first event of one subject.
PROGRAM = "qiflow.trial"
#: It came to no verdict: the database went, or the program could not start.
NO_VERDICT = 75
PATIENCE_SECONDS = 45.0


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
            timeout=PATIENCE_SECONDS,
            check=False,
            start_new_session=True,
        )
    except subprocess.TimeoutExpired:
        return f"no end after {PATIENCE_SECONDS:.0f} seconds"
    status = ended.returncode
    if status in {0, NO_VERDICT}:
        return None
    return f"signal {-status}" if status < 0 else f"status {status}"
