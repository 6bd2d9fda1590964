"""What a job does with a file: viruses, words, and what is left when it is gone."""

from __future__ import annotations

import pytest

from kernel import clock, tenancy
from records.commands import file_checks
from records.commands import files as commands
from records.files import scanning, store
from records.jobs import running
from records.models import File, Job
from records.queries.search import search
from tests.factories import files as make
from tests.factories import people, projects
from tests.integration.records.uploading import (
    URL,
    Sent,
    added,
    get,
    post,
    send,
    signed_in,
    told,
    whole,
    work,
)

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def trust():
    return people.organisation(name="Northern Hospitals")


@pytest.fixture
def lead(trust):
    return people.user("project_lead", trust, name="Lea Lead")


@pytest.fixture
def project(trust):
    return projects.project(trust, title="Calm nights")


@pytest.fixture
def client(lead):
    return signed_in(lead)


VERDICTS: list[object] = []


def scan(pieces):
    """A scanner that answers as the test has told it."""
    content = b"".join(pieces)
    answer = VERDICTS.pop(0)
    if isinstance(answer, Exception):
        raise answer
    assert content == make.TEXT
    return answer


@pytest.fixture
def scanned(settings):
    """A virus scanner is set up; `scanned(verdict)` is what it says next."""
    settings.QIFLOW_VIRUS_SCANNER = f"{__name__}.scan"
    VERDICTS.clear()
    return VERDICTS.append


CLEAN = scanning.Verdict(clean=True)


class TestVirusCheck:
    def test_holds_a_file_back_until_it_is_clean(self, client, project, scanned):
        shown = added(client, project)
        at = f"{URL}/{shown['id']}"
        waiting = get(client, f"{at}/content")
        scanned(CLEAN)

        file = work(shown["id"])

        assert (shown["state"], shown["virus_check"]) == ("checking", "waiting")
        assert (waiting.status_code, waiting.json()["state"]) == (409, "checking")
        assert (file.state, file.virus_check) == ("kept", "clean")
        assert whole(get(client, f"{at}/content")) == make.TEXT

    def test_takes_an_infected_file_away(self, client, project, scanned):
        shown = added(client, project)
        stored_as = File.objects.get().stored_as
        scanned(scanning.Verdict(clean=False, name="Eicar-Test-Signature"))

        file = work(shown["id"])

        answer = get(client, f"{URL}/{shown['id']}/content")
        assert (file.state, file.stored_as) == ("refused", "")
        assert not store.is_there(stored_as)
        assert (answer.status_code, answer.json()["code"]) == (415, "virus")
        assert "failed the virus check" in answer.json()["detail"]

    def test_that_gets_no_answer_leaves_the_file_in_quarantine(self, client, project, scanned):
        shown = added(client, project)
        at = f"{URL}/{shown['id']}"
        scanned(OSError("gone"))

        file = work(shown["id"])
        answer = get(client, f"{at}/content")
        asked = post(client, f"{at}/check", version=file.version)
        scanned(CLEAN)
        again = work(shown["id"])

        assert file.state == "checking"
        assert Job.objects.order_by("created_at").first().state == "failed"
        assert (answer.status_code, answer["Retry-After"]) == (503, "60")
        assert "quarantine" in answer.json()["detail"]
        assert asked.json()["problem"] == ""
        assert again.state == "kept"
        assert told(shown["id"]) == ["added", "check_postponed", "check_asked", "kept"]

    def test_is_asked_for_again_by_itself(self, client, project, scanned):
        shown = added(client, project)
        scanned(OSError("gone"))
        work(shown["id"])

        file_checks.sweep(now=clock.now())
        scanned(CLEAN)

        assert work(shown["id"]).state == "kept"

    def test_is_needed_where_the_setting_says_so(self, client, project, settings):
        settings.QIFLOW_GIVES_UNSCANNED = False
        shown = added(client, project)

        answer = get(client, f"{URL}/{shown['id']}/content")

        assert answer.status_code == 409
        assert shown["may_download"] is False


class TestTheJob:
    def test_points_out_what_seems_to_be_a_patient_s(self, client, project):
        answer = send(client, project, Sent(b"NHS number 943 476 5919"))

        assert work(answer.json()["id"]).text_warning == "nhs_number"

    def test_done_again_changes_nothing(self, client, project):
        shown = added(client, project)
        first = work(shown["id"])
        job = file_checks.ask_for_check(first.pk, first.organisation_id, now=clock.now())

        running.run(job.pk)
        tenancy.open_to_all()

        assert File.objects.get().version == first.version


class TestWords:
    def test_find_a_file_for_those_who_may_see_it(self, trust, lead, client, project):
        shown = added(client, project, audience="keepers", description="Quiet bins")
        work(shown["id"])
        auditor = people.user("auditor", trust)

        def found(user, words):
            hits = search(actor=people.actor_of(user), words=words, kinds=["file"])
            return [(hit.title, hit.detail) for hit in hits]

        for words in ("notes", "bins", "slept"):
            assert found(lead, words) == [("notes.txt", "Calm nights")]
            assert found(auditor, words) == []

    def test_erasing_leaves_no_word_to_be_found(self, trust, lead, client, project):
        shown = added(client, project)
        work(shown["id"])
        admin = people.user("administrator", trust)

        commands.erase_file(
            file_id=File.objects.get().pk,
            reason="Asked for",
            actor=people.actor_of(admin),
            now=clock.now(),
        )

        for words in ("slept", "notes"):
            assert search(actor=people.actor_of(lead), words=words, kinds=["file"]) == []
