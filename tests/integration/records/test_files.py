"""Files as evidence: every line of the catalogue of bad files that needs more than the content."""

from __future__ import annotations

import json
import os
import time
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.test import Client
from django.test.client import MULTIPART_CONTENT

from kernel import clock, tenancy
from kernel.actors import SYSTEM
from projects import commands as project_commands
from records.commands import file_checks
from records.commands import files as commands
from records.files import links, store, used
from records.models import File, Job
from tests.factories import files as make
from tests.factories import governance, people, projects
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
)
from tests.integration.walls import keys

pytestmark = pytest.mark.django_db


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


class TestSending:
    def test_keeps_the_file_and_says_that_it_was_not_checked_for_viruses(self, client, project):
        shown = added(client, project, description="The night log", evidence_on="2026-01-05")

        assert (shown["state"], shown["virus_check"]) == ("kept", "none")
        assert (shown["name"], shown["size"]) == ("notes.txt", len(make.TEXT))
        assert shown["evidence_on"] == "2026-01-05"
        assert shown["created_at"][:10] != "2026-01-05"
        assert told(shown["id"]) == ["added", "kept"]
        stored_as = File.objects.get().stored_as
        assert "notes" not in stored_as
        assert store.read(stored_as) == make.TEXT

    @pytest.mark.parametrize(
        ("file", "status", "code"),
        [
            (Sent(b""), 400, "invalid"),
            (Sent(name="a\0.txt"), 400, "invalid"),
            (Sent(name="..."), 400, "invalid"),
            (Sent(name="\u202e.txt"), 400, "invalid"),
            (Sent(name=".htaccess"), 415, "file_type"),
            (Sent(name="a.exe"), 415, "file_type"),
            (Sent(b"<html>", "a.pdf", "application/pdf"), 415, "file_type"),
            (Sent(content_type="image/png"), 415, "file_type"),
            (Sent(make.png_of(100_000, 100_000), "a.png", "image/png"), 413, "too_large"),
            (
                Sent(b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"),
                415,
                "virus",
            ),
        ],
    )
    def test_of_a_bad_file_is_refused_and_leaves_nothing(self, client, project, file, status, code):
        answer = send(client, project, file)

        assert (answer.status_code, answer.json()["code"]) == (status, code)
        assert answer["Content-Type"] == "application/problem+json"
        assert not File.objects.exists()
        assert not Job.objects.exists()

    def test_tidies_names(self, client, project):
        for name, shown in (
            (r"C:\x\notes.txt", "notes.txt"),
            ("", "file.txt"),
            ("CON", "_CON.txt"),
        ):
            answer = send(client, project, Sent(name=name, content_type=""))
            assert answer.json()["name"] == shown

    def test_of_nothing_or_too_much_is_refused(self, client, project, settings):
        settings.QIFLOW_LARGEST_FILE = 1024 * 1024
        nothing = {"subject_kind": "project", "subject_id": str(project.pk)}

        missing = client.post(URL, nothing)
        large = send(client, project, Sent(b"x" * (1024 * 1024 + 1)))
        twice = send(client, project, Sent(), Sent())
        unknown = send(client, project, colour="red")
        many = send(client, project, *[Sent() for _ in range(200)])

        assert missing.json()["errors"][0]["pointer"] == "/file"
        assert (large.status_code, large.json()["detail"]) == (413, "Too large: the limit is 1 MB.")
        assert (twice.status_code, twice.json()["errors"][0]["pointer"]) == (400, "/file")
        assert unknown.json()["errors"][0]["code"] == "unknown_field"
        assert many.status_code == 413
        assert not File.objects.exists()

    def test_of_a_form_that_was_cut_off_leaves_nothing(self, client, project):
        part = Sent().part()

        answer = client.generic("POST", URL, part, MULTIPART_CONTENT)

        assert answer.json()["errors"][0]["code"] == "cut"
        assert not File.objects.exists()

    def test_of_another_type_of_body_is_refused(self, client):
        assert post(client, URL).status_code == 415

    def test_twice_with_one_key_does_it_once(self, client, project):
        key = {"Idempotency-Key": "one"}

        first, second = (send(client, project, headers=key) for _ in range(2))

        assert first.json()["id"] == second.json()["id"]
        assert File.objects.count() == 1

    def test_of_the_same_content_again_is_noted(self, client, project):
        first = added(client, project)

        again = added(client, project, name="Again")

        assert again["same_content"] == [{"id": first["id"], "name": "notes.txt"}]

    def test_needs_another_name_where_the_file_s_holds_a_number(self, client, project):
        file = Sent(name="943 476 5919.txt")

        refused = send(client, project, file)
        named = send(client, project, file, name="A letter")

        assert refused.json()["errors"][0]["code"] == "nhs_number"
        assert named.json()["name"] == "A letter.txt"

    def test_guards_the_description(self, client, project):
        answer = send(client, project, description="Patient 943 476 5919")

        assert answer.json()["errors"][0]["code"] == "nhs_number"

    def test_stops_at_a_hundred_and_at_the_quota(self, client, project, lead, settings):
        first = added(client, project)
        row = File.objects.get()
        File.objects.bulk_create(
            File(
                organisation_id=row.organisation_id,
                subject_kind="project",
                subject_id=project.pk,
                name="x",
                content_kind="txt",
                size=1,
                sha256="0" * 64,
                evidence_on=row.evidence_on,
                state="kept",
                stored_as=f"00/{number}",
                version=1,
                created_at=row.created_at,
                updated_at=row.updated_at,
            )
            for number in range(99)
        )
        other = projects.project(row.organisation, title="Other")

        full = send(client, project)
        settings.QIFLOW_FILES_QUOTA = 100
        no_room = send(client, other)

        assert (full.status_code, full.json()["unmet"][0]["code"]) == (422, "too_many_files")
        assert (no_room.status_code, no_room.json()["unmet"][0]["code"]) == (422, "quota_full")
        assert first["state"] == "kept"

    def test_is_for_those_who_write_about_the_thing(self, trust, project):
        auditor = signed_in(people.user("auditor", trust))
        stranger = signed_in(people.user("project_lead", people.organisation()))

        assert send(auditor, project).status_code == 403
        assert send(stranger, project).status_code == 404

    def test_with_a_token_that_only_reads_is_refused(self, trust, project):
        reader = keys.bearer(keys.issue(trust, scopes=("read",)))

        assert send(Client(), project, headers=reader).status_code == 403

    def test_of_evidence_to_come_is_refused(self, client, project):
        later = (clock.today() + timedelta(days=1)).isoformat()

        answer = send(client, project, evidence_on=later)

        assert answer.json()["errors"][0]["pointer"] == "/evidence_on"


class TestDownload:
    def test_is_saved_and_never_shown(self, client, project):
        shown = added(client, project, name="N\u00e4chte; 1")

        answer = get(client, f"{URL}/{shown['id']}/content?type=text/html")

        assert whole(answer) == make.TEXT
        assert answer["Content-Type"] == "text/plain"
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert answer["Content-Security-Policy"] == "sandbox; default-src 'none'"
        assert answer["Content-Disposition"] == (
            "attachment; filename=\"N-chte-1.txt\"; filename*=UTF-8''N%C3%A4chte%3B%201.txt"
        )

    @pytest.mark.parametrize(
        ("asked", "status", "content"),
        [
            ("bytes=0-5", 206, make.TEXT[:6]),
            ("bytes=7-", 206, make.TEXT[7:]),
            ("bytes=-6", 206, make.TEXT[-6:]),
            ("bytes=0-99999", 200, make.TEXT),
            ("bytes=0-1,3-4", 200, make.TEXT),
            ("lines=1-2", 200, make.TEXT),
        ],
    )
    def test_of_a_part_gives_that_part(self, client, project, asked, status, content):
        shown = added(client, project)

        answer = get(client, f"{URL}/{shown['id']}/content", Range=asked)

        assert (answer.status_code, whole(answer)) == (status, content)
        assert answer["Content-Length"] == str(len(content))

    def test_beyond_the_end_is_refused(self, client, project):
        shown = added(client, project)

        answer = get(client, f"{URL}/{shown['id']}/content", Range="bytes=5000-")

        assert answer.status_code == 416
        assert answer["Content-Range"] == f"bytes */{len(make.TEXT)}"

    def test_by_another_organisation_is_not_found(self, client, project):
        shown = added(client, project)
        stranger = signed_in(people.user("administrator", people.organisation()))

        assert get(stranger, f"{URL}/{shown['id']}/content").status_code == 404

    def test_goes_on_while_the_file_is_erased(self, trust, client, project):
        shown = added(client, project)
        answer = client.get(f"{URL}/{shown['id']}/content")
        tenancy.open_to_all()

        store.remove(File.objects.get().stored_as)

        assert whole(answer) == make.TEXT


class TestALink:
    def made(self, client, project):
        shown = added(client, project)
        answer = post(client, f"{URL}/{shown['id']}/link")
        assert answer.status_code == 201, answer.content
        return shown, answer.json()["href"].removeprefix("http://testserver")

    def test_gives_the_file_to_whoever_holds_it(self, client, project):
        shown, href = self.made(client, project)

        answer = get(Client(), href)

        assert whole(answer) == make.TEXT
        assert answer["Content-Disposition"].startswith("attachment")
        assert told(shown["id"])[-1] == "link_made"

    def test_that_has_expired_or_is_not_ours_gives_nothing(self, client, project, monkeypatch):
        _, href = self.made(client, project)

        invented = get(Client(), f"{href}x")
        monkeypatch.setattr(links, "LASTS", -links.LASTS)
        _, old = self.made(client, project)
        expired = get(Client(), old)

        assert invented.status_code == 404
        assert expired.status_code == 410
        assert Client().post(href).status_code == 405

    def test_reaches_no_further_than_its_maker_does_by_then(self, lead, client, project):
        _, href = self.made(client, project)
        lead.is_active = False
        lead.save()

        assert get(Client(), href).status_code == 410

    def test_of_a_file_that_is_gone_gives_nothing(self, client, project):
        shown, href = self.made(client, project)
        post(client, f"{URL}/{shown['id']}/remove", {"reason": "x"}, version=3)

        assert get(Client(), href).status_code == 410


class TestReaders:
    def test_of_a_file_for_fewer_are_fewer(self, trust, client, project):
        shown = added(client, project, audience="keepers")
        auditor = signed_in(people.user("auditor", trust))
        coach = signed_in(people.user("coach", trust))
        at = f"{URL}/{shown['id']}"

        assert get(auditor, at).status_code == 403
        assert get(auditor, f"{at}/content").status_code == 403
        assert get(auditor, URL).json()["results"] == []
        assert get(coach, at).status_code == 200
        assert len(get(coach, URL).json()["results"]) == 1

    def test_of_a_shared_thing_see_what_is_for_everybody(self, client, project):
        beside = people.organisation(name="Beside")
        project_commands.add_participant(
            project_id=project.pk,
            participant_id=beside.pk,
            from_date=clock.today(),
            actor=SYSTEM,
            now=clock.now(),
        )
        for audience in ("everyone", "home", "keepers"):
            added(client, project, audience=audience, name=audience)
        neighbour = signed_in(people.user("project_lead", beside))

        rows = get(neighbour, URL).json()["results"]

        assert [row["name"] for row in rows] == ["everyone.txt"]


class TestSteps:
    def test_describe_delete_bring_back_and_erase(self, trust, client, project):
        shown = added(client, project)
        at = f"{URL}/{shown['id']}"
        admin = signed_in(people.user("administrator", trust))

        changed = client.patch(
            at,
            json.dumps({"description": "Better words"}),
            content_type="application/json",
            headers={"If-Match": '"v2"'},
        )
        removed = post(client, f"{at}/remove", {"reason": "Old"}, version=3)
        gone = get(client, f"{at}/content")
        restored = post(client, f"{at}/restore", version=4)
        not_theirs = post(client, f"{at}/erase", {"reason": "x"}, version=5)
        # Bytes go when the change is committed, which a test that is rolled back never does.
        erased = post(admin, f"{at}/erase", {"reason": "Asked for"}, version=5)
        after = get(client, f"{at}/content")

        assert changed.json()["description"] == "Better words"
        assert removed.json()["steps"] == ["restore"]
        assert gone.status_code == 410
        assert restored.json()["state"] == "kept"
        assert not_theirs.status_code == 403
        assert (erased.json()["state"], erased.json()["name"]) == ("erased", "Erased file")
        assert after.status_code == 410
        assert told(shown["id"]) == [
            *("added", "kept", "changed", "removed", "restored", "erased"),
        ]

    def test_deleting_what_something_was_decided_on_is_refused(self, client, project, monkeypatch):
        shown = added(client, project)
        monkeypatch.setattr(used, "USES", {})
        used.register("decisions", lambda file_id: ["the decision of 3 March 2026"])

        answer = post(client, f"{URL}/{shown['id']}/remove", {"reason": "x"}, version=2)

        assert answer.status_code == 422
        assert answer.json()["unmet"][0]["sentence"] == (
            "It is used in the decision of 3 March 2026."
        )

    def test_of_a_stale_version_are_refused(self, client, project):
        shown = added(client, project)

        answer = post(client, f"{URL}/{shown['id']}/remove", {"reason": "x"}, version=1)

        assert answer.status_code == 412


def lay_down(name, *, hours):
    """Bytes without a row, as an upload leaves them that was killed half-way."""
    stored_as = store.keep(name)
    path = Path(django_settings.STORAGES["files"]["OPTIONS"]["location"]) / stored_as
    then = time.time() - hours * 3600
    os.utime(path, (then, then))
    return stored_as


class TestSweeping:
    def test_takes_away_bytes_without_a_row(self, client, project):
        added(client, project)
        stray, fresh = lay_down(b"a", hours=2), lay_down(b"b", hours=0)

        file_checks.sweep(now=clock.now())

        assert not store.is_there(stray)
        assert store.is_there(fresh)
        assert store.is_there(File.objects.get().stored_as)
        store.remove(fresh)

    def test_says_which_files_are_lost(self, client, project):
        shown = added(client, project)
        store.remove(File.objects.get().stored_as)

        file_checks.sweep(now=clock.now())

        assert File.objects.get().state == "lost"
        assert get(client, f"{URL}/{shown['id']}/content").status_code == 410

    def test_of_a_row_that_was_not_written_leaves_no_bytes(self, lead, project, monkeypatch):
        before = set(names())

        def fails(*_: object, **__: object) -> None:
            raise RuntimeError("the database is away")

        monkeypatch.setattr(commands, "begin", fails)
        with pytest.raises(RuntimeError):
            commands.add_file(
                subject_kind="project",
                subject_id=project.pk,
                judged=make.judged(),
                actor=people.actor_of(lead),
                now=clock.now(),
            )

        assert set(names()) == before


def names():
    return [name for folder in store.FOLDERS for name in store.folder_names(folder)]


class TestOtherThings:
    def test_committees_and_appointments_have_files(self, trust):
        admin = signed_in(people.user("administrator", trust))
        now = clock.now()
        committee = governance.committee(trust, now=now)
        partner = governance.appointment(trust, ends_on=now.date() + timedelta(days=40), now=now)

        for kind, thing in (("committee", committee), ("psp_appointment", partner)):
            answer = send(admin, thing, subject_kind=kind)
            assert answer.status_code == 201, answer.content
        assert send(admin, committee, subject_kind="job").status_code == 400
