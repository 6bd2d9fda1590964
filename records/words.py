"""The closed lists of words that the doors of records take."""

from __future__ import annotations

from records.files.kinds import KINDS
from records.models import (
    ActionState,
    Audience,
    Channel,
    FileState,
    ImportState,
    JobState,
    MessageStatus,
    Often,
    VirusCheck,
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
