"""Tables of records."""

from records.models.imported import Import, ImportedRow, ImportState
from records.models.job import Job, JobPart, JobState

__all__ = ["Import", "ImportState", "ImportedRow", "Job", "JobPart", "JobState"]
