"""Addresses under /api/v1."""

from django.urls import path

from workflows.api import feed, findings, queue, rules

urlpatterns = [
    path("findings", findings.FindingList.as_view(), name="findings"),
    path("findings/<int:finding_id>", findings.FindingDetail.as_view(), name="finding"),
    path("compliance", findings.ComplianceList.as_view(), name="compliance"),
    path("rules", rules.RuleList.as_view(), name="rules"),
    path("rules/<str:rule_id>", rules.RuleDetail.as_view(), name="rule"),
    path("standards", rules.StandardList.as_view(), name="standards"),
    path("standards/<str:name>", rules.StandardDetail.as_view(), name="standard"),
    path("events", feed.EventFeed.as_view(), name="events"),
    path("quarantine", queue.QuarantineList.as_view(), name="quarantine"),
    path("quarantine/<int:pending_id>", queue.QuarantineDetail.as_view(), name="held"),
    path("quarantine/<int:pending_id>/retry", queue.QuarantineRetry.as_view(), name="retry"),
    path("quarantine/<int:pending_id>/skip", queue.QuarantineSkip.as_view(), name="skip"),
]
