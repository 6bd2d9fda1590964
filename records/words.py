"""The closed lists of words that the doors of records take."""

from __future__ import annotations

from records.files.kinds import KINDS
from records.models import (
    ActionState,
    Answer,
    Audience,
    Channel,
    FileState,
    ImportState,
    JobState,
    MessageStatus,
    Often,
    VirusCheck,
    Way,
)

JOB_STATES = tuple(JobState.values)
IMPORT_STATES = tuple(ImportState.values)
ACTION_STATES = tuple(ActionState.values)
OFTEN = tuple(Often.values)
MESSAGE_STATUSES = tuple(MessageStatus.values)
OUTGOING_CHANNELS = tuple(str(one) for one in Channel if one is not Channel.INBOX)
BY_HAND_CHANNELS = (str(Channel.LETTER), str(Channel.TELEPHONE))
FILE_STATES = tuple(FileState.values)
FILE_KINDS = tuple(KINDS)
AUDIENCES = tuple(Audience.values)
VIRUS_CHECKS = tuple(VirusCheck.values)
WAYS = tuple(Way.values)
WAYS_FOR_OTHERS = tuple(way for way in Way.values if way != Way.LINK)
LINK_STATES = ("open", "used", "expired", "cancelled")
ANSWERS = tuple(Answer.values)
