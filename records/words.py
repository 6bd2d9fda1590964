"""The closed lists of words that the doors of records take."""

from __future__ import annotations

from records.models import ActionState, Answer, ImportState, JobState, Way

JOB_STATES = tuple(JobState.values)
IMPORT_STATES = tuple(ImportState.values)
ACTION_STATES = tuple(ActionState.values)
WAYS = tuple(Way.values)
WAYS_FOR_OTHERS = tuple(way for way in Way.values if way != Way.LINK)
LINK_STATES = ("open", "used", "expired", "cancelled")
ANSWERS = tuple(Answer.values)
