"""Tables of records."""

from records.models.action import Action, ActionState
from records.models.imported import Import, ImportedRow, ImportState
from records.models.job import Job, JobPart, JobState
from records.models.last_seen import LastSeen
from records.models.message import Channel, Message, MessageChoice, MessageStatus, Often
from records.models.views import SavedView

__all__ = [
    "Action",
    "ActionState",
    "Channel",
    "Import",
    "ImportState",
    "ImportedRow",
    "Job",
    "JobPart",
    "JobState",
    "LastSeen",
    "Message",
    "MessageChoice",
    "MessageStatus",
    "Often",
    "SavedView",
]
