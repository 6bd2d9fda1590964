"""The closed lists of words that the doors of records take."""

from __future__ import annotations

from records.files.kinds import KINDS
from records.models import ActionState, Audience, FileState, ImportState, JobState, VirusCheck

JOB_STATES = tuple(JobState.values)
IMPORT_STATES = tuple(ImportState.values)
ACTION_STATES = tuple(ActionState.values)
FILE_STATES = tuple(FileState.values)
FILE_KINDS = tuple(KINDS)
AUDIENCES = tuple(Audience.values)
VIRUS_CHECKS = tuple(VirusCheck.values)
