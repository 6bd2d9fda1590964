"""`python -m qiflow.trial KIND ID`: the last attempt at a subject's first undone event."""

import sys
from uuid import UUID

import structlog

import qiflow.worker  # noqa: F401 - sets Django up, before anything of the service is imported
from workflows import charges
from workflows.drain import Last, drain
from workflows.subjects import SubjectKey
from workflows.trials import NO_VERDICT

logger = structlog.get_logger(__name__)


def main(kind: str, subject_id: str) -> int:
    """Make the attempt; the status says whether it was one."""
    try:
        drain([SubjectKey(kind, UUID(subject_id))], last=Last.ON_TRIAL)
    except Exception:
        logger.exception("trial_without_verdict", subject_id=subject_id)
        return NO_VERDICT
    finally:
        charges.close()
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
