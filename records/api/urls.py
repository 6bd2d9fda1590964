"""Addresses under /api/v1."""

from django.urls import path

from records.api import actions, evidence, exports, imports, jobs, last_seen, messages, search, tags
from records.exports.declared import EXPORTS

urlpatterns = [
    path("jobs", jobs.JobList.as_view(), name="jobs"),
    path("jobs/<uuid:job_id>", jobs.JobItem.as_view(), name="job"),
    path("jobs/<uuid:job_id>/cancel", jobs.JobCancel.as_view(), name="job-cancel"),
    path("jobs/<uuid:job_id>/retry", jobs.JobRetry.as_view(), name="job-retry"),
    path("jobs/<uuid:job_id>/file", jobs.JobFileView.as_view(), name="job-file"),
    path("jobs/<uuid:job_id>/faults", jobs.JobFaults.as_view(), name="job-faults"),
    path("actions", actions.ActionList.as_view(), name="actions"),
    path("actions/<uuid:action_id>", actions.ActionItem.as_view(), name="action"),
    path(
        "actions/<uuid:action_id>/complete",
        actions.ActionComplete.as_view(),
        name="action-complete",
    ),
    path("actions/<uuid:action_id>/drop", actions.ActionDrop.as_view(), name="action-drop"),
    path(
        "actions/<uuid:action_id>/hand-over",
        actions.ActionToAnother.as_view(),
        name="action-hand-over",
    ),
    path("actions/<uuid:action_id>/reopen", actions.ActionReopen.as_view(), name="action-reopen"),
    path(
        "actions/<uuid:action_id>/history",
        actions.ActionHistory.as_view(),
        name="action-history",
    ),
    path(
        "last-seen/<slug:kind>/<uuid:thing_id>",
        last_seen.LastSeenView.as_view(),
        name="last-seen",
    ),
    path("messages", messages.Inbox.as_view(), name="messages"),
    path("messages/read", messages.InboxRead.as_view(), name="messages-read"),
    path("messages/choice", messages.ChoiceView.as_view(), name="message-choice"),
    path("messages/outgoing", messages.Outgoing.as_view(), name="messages-outgoing"),
    path(
        "messages/outgoing/<uuid:message_id>",
        messages.OutgoingItem.as_view(),
        name="message-outgoing",
    ),
    path(
        "messages/outgoing/<uuid:message_id>/retry",
        messages.OutgoingRetry.as_view(),
        name="message-retry",
    ),
    path("messages/by-hand", messages.ByHand.as_view(), name="messages-by-hand"),
    path(
        "messages/by-hand/<uuid:message_id>",
        messages.ByHandItem.as_view(),
        name="message-by-hand",
    ),
    path(
        "messages/by-hand/<uuid:message_id>/done",
        messages.ByHandDone.as_view(),
        name="message-done",
    ),
    path("messages/<uuid:message_id>", messages.InboxItem.as_view(), name="message"),
    path("messages/<uuid:message_id>/read", messages.InboxItemRead.as_view(), name="message-read"),
    path("files", evidence.FileList.as_view(), name="files"),
    path("files/formats", evidence.FileFormats.as_view(), name="file-formats"),
    path("files/<uuid:file_id>", evidence.FileItem.as_view(), name="file"),
    path("files/<uuid:file_id>/content", evidence.FileContent.as_view(), name="file-content"),
    path("files/<uuid:file_id>/link", evidence.FileLink.as_view(), name="file-link"),
    path("files/<uuid:file_id>/remove", evidence.FileRemove.as_view(), name="file-remove"),
    path("files/<uuid:file_id>/restore", evidence.FileRestore.as_view(), name="file-restore"),
    path("files/<uuid:file_id>/erase", evidence.FileErase.as_view(), name="file-erase"),
    path("files/<uuid:file_id>/check", evidence.FileCheck.as_view(), name="file-check"),
    path("files/<uuid:file_id>/history", evidence.FileHistory.as_view(), name="file-history"),
    path("tags", tags.TagList.as_view(), name="tags"),
    path("tags/<uuid:tag_id>", tags.TagItem.as_view(), name="tag"),
    path("tags/<uuid:tag_id>/merge", tags.TagMerge.as_view(), name="tag-merge"),
    path("taggings", tags.TaggingList.as_view(), name="taggings"),
    path("taggings/<uuid:tagging_id>", tags.TaggingItem.as_view(), name="tagging"),
    path("search", search.Search.as_view(), name="search"),
    path("saved-views", search.SavedViewList.as_view(), name="saved-views"),
    path("saved-views/<uuid:view_id>", search.SavedViewItem.as_view(), name="saved-view"),
    path("imports", imports.ImportList.as_view(), name="imports"),
    path("imports/formats", imports.ImportFormats.as_view(), name="import-formats"),
    path("imports/<uuid:import_id>", imports.ImportItem.as_view(), name="import"),
    path("imports/<uuid:import_id>/load", imports.ImportLoad.as_view(), name="import-load"),
    path("imports/<uuid:import_id>/undo", imports.ImportUndo.as_view(), name="import-undo"),
    path(
        "imports/<uuid:import_id>/discard", imports.ImportDiscard.as_view(), name="import-discard"
    ),
    path("imports/<uuid:import_id>/faults", imports.ImportFaults.as_view(), name="import-faults"),
    path("exports", exports.ExportList.as_view(), name="exports"),
    *(
        path(f"exports/{name}", exports.view_of(name).as_view(), name=f"export-{name}")
        for name in sorted(EXPORTS)
    ),
]
