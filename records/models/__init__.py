"""Tables of records."""

from records.models.job import Job, JobPart, JobState

__all__ = ["Job", "JobPart", "JobState"]
