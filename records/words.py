"""The closed lists of words that the doors of records take."""

from __future__ import annotations

from records.models import ActionState, ImportState, JobState

JOB_STATES = tuple(JobState.values)
IMPORT_STATES = tuple(ImportState.values)
ACTION_STATES = tuple(ActionState.values)
