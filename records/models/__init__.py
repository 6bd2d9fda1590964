"""Tables of records."""

from records.models.imported import Import, ImportedRow, ImportState
from records.models.job import Job, JobPart, JobState
from records.models.views import SavedView

__all__ = ["Import", "ImportState", "ImportedRow", "Job", "JobPart", "JobState", "SavedView"]
