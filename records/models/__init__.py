"""Tables of records."""

from records.models.action import Action, ActionState
from records.models.file import WITH_BYTES, Audience, File, FileState, VirusCheck
from records.models.imported import Import, ImportedRow, ImportState
from records.models.job import Job, JobPart, JobState
from records.models.last_seen import LastSeen
from records.models.message import Channel, Message, MessageChoice, MessageStatus, Often
from records.models.tag import Tag, Tagging
from records.models.views import SavedView

__all__ = [
    "WITH_BYTES",
    "Action",
    "ActionState",
    "Audience",
    "Channel",
    "File",
    "FileState",
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
    "Tag",
    "Tagging",
    "VirusCheck",
]
