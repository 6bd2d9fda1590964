"""Addresses under /api/v1."""

from django.urls import path

from records.api import actions, exports, imports, jobs, last_seen, messages, search
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
