"""Tables of records."""

from records.models.action import Action, ActionState
from records.models.discussion import Comment, CommentWording
from records.models.imported import Import, ImportedRow, ImportState
from records.models.job import Job, JobPart, JobState
from records.models.link import Link
from records.models.occasion import Answer, Invitee, Occasion
from records.models.views import SavedView
from records.models.ways import Way

__all__ = [
    "Action",
    "ActionState",
    "Answer",
    "Comment",
    "CommentWording",
    "Import",
    "ImportState",
    "ImportedRow",
    "Invitee",
    "Job",
    "JobPart",
    "JobState",
    "Link",
    "Occasion",
    "SavedView",
    "Way",
]
