"""Files and tags on pages: from the page of a thing to the file and back."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from kernel import clock
from kernel.actors import SYSTEM
from records.commands.files import add_file, erase_file
from records.commands.tags import put_tag
from records.models import File, Tag, Tagging
from tests.factories import files as make
from tests.factories import projects
from tests.integration.web.conftest import Furnished

pytestmark = pytest.mark.django_db(transaction=True)


def form(content: bytes = make.TEXT, name: str = "notes.txt", **more: Any) -> dict[str, Any]:
    today = clock.today()
    return {
        "name": "",
        "description": "The night log",
        "evidence_on_day": today.day,
        "evidence_on_month": today.month,
        "evidence_on_year": today.year,
        "audience": "everyone",
        "file": SimpleUploadedFile(name, content, "text/plain"),
        **more,
    }


def added(world: Furnished, name: str = "notes.txt") -> File:
    return add_file(
        subject_kind="project",
        subject_id=world.project.pk,
        judged=make.judged(name=name),
        actor=SYSTEM,
        now=clock.now(),
    )


def tagged(world: Furnished, word: str) -> Tagging:
    return put_tag(
        subject_kind="project",
        subject_id=world.project.pk,
        word=word,
        actor=SYSTEM,
        now=clock.now(),
    )


def text(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status, answer.content
    return answer.content.decode()


class TestSending:
    def test_leads_from_the_thing_to_its_section(self, furnished: Furnished) -> None:
        client = furnished.client()
        at = reverse("web:project", args=[furnished.project.pk])
        assert f'href="{at}/files/add"' in text(client, at)

        answer = client.post(f"{at}/files/add", form())

        assert (answer.status_code, answer["Location"]) == (302, f"{at}#files")
        made = File.objects.get()
        for page in (at, "/files"):
            assert f'href="/files/{made.pk}"' in text(client, page)
        shown = text(client, f"/files/{made.pk}")
        assert "Not checked for viruses" in shown
        assert "The night log" in shown

    def test_of_a_file_that_is_not_taken_says_why_and_keeps_the_words(
        self, furnished: Furnished
    ) -> None:
        at = reverse("web:add-project-file", args=[furnished.project.pk])
        client = furnished.client()

        for sent, why in (
            (form(b"MZ", "a.exe"), "File type not accepted."),
            (form(b""), "The file is empty. Choose another"),
            ({**form(), "file": ""}, "Choose a file"),
            (form(b"x", "943 476 5919.txt"), "looks as if it held an NHS number"),
        ):
            answer = client.post(at, sent)
            shown = answer.content.decode()
            assert answer.status_code == 422
            assert why in shown
            assert "The night log" in shown
        assert not File.objects.exists()

    def test_of_too_large_a_file_says_the_limit(self, furnished: Furnished, settings: Any) -> None:
        settings.QIFLOW_LARGEST_FILE = 1024 * 1024
        at = reverse("web:add-project-file", args=[furnished.project.pk])

        answer = furnished.client().post(at, form(b"x" * (1024 * 1024 + 1)))

        shown = answer.content.decode()
        assert answer.status_code == 422
        assert "Too large: the limit is 1 MB." in shown
        assert "Choose a file" not in shown

    def test_needs_the_form_s_own_token(self, furnished: Furnished) -> None:
        client = Client(enforce_csrf_checks=True)
        client.force_login(furnished.administrator)
        at = reverse("web:add-project-file", args=[furnished.project.pk])

        refused = client.post(at, form())
        page = client.get(at)
        token = page.context["csrf_token"] if page.context else client.cookies["csrftoken-8000"]
        taken = client.post(at, form(csrfmiddlewaretoken=str(getattr(token, "value", token))))

        assert refused.status_code == 403
        assert taken.status_code == 302

    def test_is_closed_for_whoever_only_reads(self, furnished: Furnished) -> None:
        at = reverse("web:add-project-file", args=[furnished.project.pk])

        assert "Your role does not add or change files here." in text(
            furnished.client("auditor"), at
        )


class TestAFile:
    def test_is_downloaded_deleted_brought_back_and_erased(self, furnished: Furnished) -> None:
        client = furnished.client()
        at = f"/files/{added(furnished).pk}"

        content = b"".join(client.get(f"{at}/content?type=text/html").streaming_content)
        client.post(f"{at}/steps/remove", {"reason": "Old", "version": 2})
        gone = text(client, f"{at}/content", 410)
        client.post(f"{at}/steps/restore", {"version": 3})
        back = text(client, at)
        client.post(f"{at}/steps/erase", {"reason": "Asked for", "version": 4})

        assert content == make.TEXT
        assert "This file was deleted." in gone
        assert "Brought back" in back
        assert "Erased file" in text(client, at)
        assert "This file was erased." in text(client, f"{at}/content", 410)

    def test_beyond_its_end_is_416(self, furnished: Furnished) -> None:
        at = f"/files/{added(furnished).pk}/content"

        answer = furnished.client().get(at, headers={"Range": "bytes=900-"})

        assert answer.status_code == 416

    def test_with_html_in_its_name_is_shown_as_text(self, furnished: Furnished) -> None:
        file = added(furnished, "<b>&.txt")

        assert "-b-&amp;.txt" in text(furnished.client(), f"/files/{file.pk}")

    def test_is_found_by_the_search(self, furnished: Furnished) -> None:
        file = added(furnished)

        assert f'href="/files/{file.pk}"' in text(furnished.client(), "/search?q=notes")

    def test_is_one_of_few_queries_in_the_list(
        self, furnished: Furnished, django_assert_max_num_queries: Any
    ) -> None:
        client = furnished.client()
        for number in range(12):
            added(furnished, f"{number}.txt")

        with django_assert_max_num_queries(24):
            text(client, "/files")

    def test_that_was_erased_is_left_out_of_the_list(self, furnished: Furnished) -> None:
        file = added(furnished)
        erase_file(file_id=file.pk, reason="x", actor=SYSTEM, now=clock.now())

        assert str(file.pk) not in text(furnished.client(), "/files")
        assert str(file.pk) in text(furnished.client(), "/files?state=erased")


class TestTags:
    def test_are_put_on_a_thing_and_taken_off(self, furnished: Furnished) -> None:
        client = furnished.client()
        at = reverse("web:project", args=[furnished.project.pk])

        client.post(f"{at}/tags", {"word": "  Night   care "})
        client.post(f"{at}/tags", {"word": "NIGHT CARE"})
        shown = text(client, at)
        tagging = Tagging.objects.get()

        assert "Night care" in shown
        assert f'href="/tags/{tagging.tag_id}"' in shown
        assert '<option value="Night care">' in text(client, f"{at}/tags")
        client.post(f"/taggings/{tagging.pk}/take-off", {})
        assert "There are no tags here yet." in text(client, at)

    def test_narrow_lists_of_projects_and_committees(self, furnished: Furnished) -> None:
        client = furnished.client()
        tagged(furnished, "Falls")
        other = projects.project(furnished.organisation, title="Safer meals")

        shown = text(client, "/projects?tag=FALLS")

        assert furnished.project.title in shown
        assert other.title not in shown
        assert "No committee fits" in text(client, "/committees?tag=falls")

    def test_lead_to_what_carries_them(self, furnished: Furnished) -> None:
        tag = tagged(furnished, "Falls").tag_id

        shown = text(furnished.client(), f"/tags/{tag}")

        assert furnished.project.title in shown
        assert 'href="/projects?tag=Falls"' in shown
        assert f'href="/tags/{tag}"' in text(furnished.client(), "/tags")

    def test_are_renamed_and_merged_by_administrators(self, furnished: Furnished) -> None:
        client = furnished.client()
        falls, trips = (tagged(furnished, word).tag_id for word in ("Falls", "Trips"))

        taken = client.post(f"/tags/{falls}/rename", {"word": "trips", "version": 2})
        client.post(f"/tags/{falls}/rename", {"word": "Slips", "version": 2})
        client.post(f"/tags/{falls}/merge", {"into_id": trips, "version": 3})

        assert "Merge the two instead." in taken.content.decode()
        assert [tag.word for tag in Tag.objects.all()] == ["Trips"]
        assert Tagging.objects.get().word == "Trips"
        assert furnished.client("coach").get(f"/tags/{trips}/rename").status_code == 403
