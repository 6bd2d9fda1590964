"""Pages of long work: how far it is, what came of it, its file, stopping and trying again."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from kernel import clock, tenancy
from people.models import User
from records.commands.jobs import queue_job
from records.models import Job
from tests.factories import people
from tests.integration.web.conftest import Trust

pytestmark = pytest.mark.django_db(transaction=True)
_FAULT = {"row": 7, "field": "name", "code": "required", "message": "Enter <b>the</b> name."}


def _job(user: User, **fields: Any) -> Job:
    actor = people.actor_of(user)
    job = queue_job(
        "export",
        title="People as CSV",
        organisation_id=next(iter(actor.organisation_ids)),
        actor=actor,
        now=clock.now(),
        arguments={"list": "people", "file": "csv", "filters": {}},
    )
    Job.objects.filter(pk=job.pk).update(**fields)
    return Job.objects.get(pk=job.pk)


def _signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def _text(answer: HttpResponse) -> str:
    tenancy.open_to_all()
    return answer.content.decode()


class TestList:
    def test_says_state_progress_and_who_asked(self, trust: Trust) -> None:
        _job(trust.administrator, state="running", done=120, total=400)

        text = _text(trust.client().get("/jobs"))

        for words in ("People as CSV", "Running", "120 of 400 rows", "You"):
            assert words in text

    def test_shows_those_of_others_where_the_role_reads_them(self, trust: Trust) -> None:
        _job(people.user("project_lead", trust.organisation, name="Lee Lead"))

        read = _text(trust.client().get("/jobs"))
        unread = _text(trust.client("project_lead").get("/jobs"))

        assert "Lee Lead" in read
        assert "People as CSV" not in unread

    def test_is_narrowed_by_state_and_to_ones_own(self, trust: Trust) -> None:
        _job(people.user("project_lead", trust.organisation), state="failed")
        client = trust.client()

        assert "People as CSV" in _text(client.get("/jobs?state=failed"))
        assert "No job fits" in _text(client.get("/jobs?state=finished"))
        assert "No job fits" in _text(client.get("/jobs?mine=true"))

    def test_is_reached_from_my_details(self, trust: Trust) -> None:
        text = _text(trust.client().get("/me"))

        assert 'href="/jobs"' in text
        assert 'href="/imports"' in text
        assert 'href="/exports"' in text


class TestJob:
    def test_renews_its_progress_while_it_works(self, trust: Trust) -> None:
        job = _job(trust.administrator, state="running", done=120, total=400)

        page = _text(trust.client().get(f"/jobs/{job.pk}"))
        part = trust.client().get(f"/jobs/{job.pk}", headers={"HX-Request": "true"})

        assert f'<a href="/jobs/{job.pk}">Refresh</a>' in page
        assert part.content.startswith(b'<div id="progress"')
        assert b"120 of 400 rows" in part.content

    def test_has_the_whole_page_read_anew_once_it_has_ended(self, trust: Trust) -> None:
        job = _job(trust.administrator, state="finished", ended_at=clock.now())

        part = trust.client().get(f"/jobs/{job.pk}", headers={"HX-Request": "true"})

        assert part["HX-Refresh"] == "true"
        assert part.content == b""

    def test_shows_result_problem_and_faults_as_text(self, trust: Trust) -> None:
        result = {"rows": 12, "new": 3, "ignored_columns": ["shoe_size"], "media_type": "x"}
        job = _job(
            trust.administrator,
            state="failed",
            result=result,
            faults=[_FAULT],
            problem="It went wrong.",
            ended_at=clock.now(),
        )
        client = trust.client()

        text = _text(client.get(f"/jobs/{job.pk}"))
        file = _text(client.get(f"/jobs/{job.pk}/to-mend.csv"))

        for words in ("Failed", "It went wrong.", "shoe_size", "&lt;b&gt;the&lt;/b&gt;"):
            assert words in text
        assert "Media type" not in text
        assert "7,name,required" in file

    def test_is_stopped_by_a_button_and_begun_anew_by_another(self, trust: Trust) -> None:
        job = _job(trust.administrator)
        client = trust.client()

        stopped = client.post(f"/jobs/{job.pk}/cancel", follow=True)
        job.refresh_from_db()
        assert (job.state, stopped.redirect_chain[0][0]) == ("cancelled", f"/jobs/{job.pk}")
        assert "Try again" in _text(stopped)

        _text(client.post(f"/jobs/{job.pk}/retry"))
        job.refresh_from_db()
        assert job.state == "queued"

    def test_that_has_ended_says_so_to_a_late_button(self, trust: Trust) -> None:
        job = _job(trust.administrator, state="finished", ended_at=clock.now())

        answer = trust.client().post(f"/jobs/{job.pk}/cancel")

        assert answer.status_code == 422
        assert "This job has ended." in _text(answer)

    def test_of_others_can_be_read_by_an_auditor_and_not_stopped(self, trust: Trust) -> None:
        job = _job(trust.administrator)
        auditor = trust.client("auditor")

        assert "Stop this job" not in _text(auditor.get(f"/jobs/{job.pk}"))
        assert auditor.post(f"/jobs/{job.pk}/cancel").status_code == 403
        assert auditor.get(f"/jobs/{job.pk}/file").status_code == 403

    @pytest.mark.parametrize(
        ("fields", "status", "words"),
        [
            ({}, 409, "This job is not finished."),
            (
                {
                    "state": "finished",
                    "result": {"file_name": "a.csv", "media_type": "text/csv", "bytes": 1},
                },
                410,
                "This file was kept for seven days.",
            ),
        ],
    )
    def test_says_why_there_is_no_file(
        self, trust: Trust, fields: dict[str, Any], status: int, words: str
    ) -> None:
        long_ago = clock.now() - timedelta(days=8)
        job = _job(trust.administrator, **({**fields, "ended_at": long_ago} if fields else {}))

        answer = trust.client().get(f"/jobs/{job.pk}/file")

        assert answer.status_code == status
        assert words in _text(answer)
