"""Addresses under /api/v1."""

from django.urls import path

from records.api import jobs

urlpatterns = [
    path("jobs", jobs.JobList.as_view(), name="jobs"),
    path("jobs/<uuid:job_id>", jobs.JobItem.as_view(), name="job"),
    path("jobs/<uuid:job_id>/cancel", jobs.JobCancel.as_view(), name="job-cancel"),
    path("jobs/<uuid:job_id>/retry", jobs.JobRetry.as_view(), name="job-retry"),
    path("jobs/<uuid:job_id>/file", jobs.JobFileView.as_view(), name="job-file"),
    path("jobs/<uuid:job_id>/faults", jobs.JobFaults.as_view(), name="job-faults"),
]
