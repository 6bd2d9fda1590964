"""Addresses under /api/v1."""

from django.urls import path

from records.api import actions, discussion, exports, imports, jobs, links, occasions, search
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
    path("comments", discussion.CommentList.as_view(), name="comments"),
    path("comments/<uuid:comment_id>", discussion.CommentItem.as_view(), name="comment"),
    path(
        "comments/<uuid:comment_id>/withdraw",
        discussion.CommentWithdraw.as_view(),
        name="comment-withdraw",
    ),
    path(
        "comments/<uuid:comment_id>/wordings",
        discussion.CommentWordings.as_view(),
        name="comment-wordings",
    ),
    path("links", links.LinkList.as_view(), name="links"),
    path("links/<uuid:link_id>", links.LinkItem.as_view(), name="link"),
    path("links/<uuid:link_id>/cancel", links.LinkCancel.as_view(), name="link-cancel"),
    path("links/<uuid:link_id>/send-again", links.LinkSendAgain.as_view(), name="link-send-again"),
    path("links/<uuid:link_id>/answer", links.LinkAnswerFor.as_view(), name="link-answer"),
    path("occasions", occasions.OccasionList.as_view(), name="occasions"),
    path("occasions/<uuid:occasion_id>", occasions.OccasionItem.as_view(), name="occasion"),
    path(
        "occasions/<uuid:occasion_id>/cancel",
        occasions.OccasionCancel.as_view(),
        name="occasion-cancel",
    ),
    path(
        "occasions/<uuid:occasion_id>/invite",
        occasions.OccasionInvite.as_view(),
        name="occasion-invite",
    ),
    path(
        "occasions/<uuid:occasion_id>/answer",
        occasions.OccasionAnswer.as_view(),
        name="occasion-answer",
    ),
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
