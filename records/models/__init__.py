"""Tables of records."""

from records.models.action import Action, ActionState
from records.models.discussion import Comment, CommentWording
from records.models.file import WITH_BYTES, Audience, File, FileState, VirusCheck
from records.models.imported import Import, ImportedRow, ImportState
from records.models.job import Job, JobPart, JobState
from records.models.last_seen import LastSeen
from records.models.link import Link
from records.models.message import Channel, Message, MessageChoice, MessageStatus, Often
from records.models.occasion import Answer, Invitee, Occasion
from records.models.tag import Tag, Tagging
from records.models.views import SavedView
from records.models.ways import Way

__all__ = [
    "WITH_BYTES",
    "Action",
    "ActionState",
    "Answer",
    "Audience",
    "Channel",
    "Comment",
    "CommentWording",
    "File",
    "FileState",
    "Import",
    "ImportState",
    "ImportedRow",
    "Invitee",
    "Job",
    "JobPart",
    "JobState",
    "LastSeen",
    "Link",
    "Message",
    "MessageChoice",
    "MessageStatus",
    "Occasion",
    "Often",
    "SavedView",
    "Tag",
    "Tagging",
    "VirusCheck",
    "Way",
]
