"""`python -m qiflow.trial KIND ID`: the last attempt at a subject's first undone event."""

import signal
import sys
from uuid import UUID

from qiflow.workers import loading  # noqa: F401 - sets Django up, before what follows
from workflows import beside
from workflows.drain import Last, drain
from workflows.subjects import SubjectKey
from workflows.trials import PATIENCE_SECONDS


def main(kind: str, subject_id: str) -> None:
    """Make the attempt, and end with it: whoever watches may be gone by then."""
    signal.alarm(PATIENCE_SECONDS)
    try:
        drain([SubjectKey(kind, UUID(subject_id))], last=Last.ON_TRIAL)
    finally:
        beside.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
