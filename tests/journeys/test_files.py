"""Evidence and tags as people meet them: a file is sent, found, deleted and brought back."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import closing
from http.client import HTTPConnection
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart

from kernel import tenancy
from records.jobs import running
from records.models import File, Job
from tests.factories import files
from tests.integration.walls import keys
from tests.journeys.service import Service
from tests.journeys.visitor import Visitor
from tests.journeys.world import World, arrive, parts


def _work() -> None:
    """Let the workers do every job that waits."""
    tenancy.open_to_all()
    for job_id in list(Job.objects.filter(state="queued").values_list("pk", flat=True)):
        running.run(job_id)
        tenancy.open_to_all()


class TestEvidence:
    @pytest.mark.parametrize("javascript", [True, False])
    def test_is_sent_found_deleted_and_brought_back(
        self, visit: Callable[..., Visitor], world: World, tmp_path: Path, javascript: bool
    ) -> None:
        # Given somebody on a telephone with a project and two files
        project = world.project("Quieter nights")
        wrong, right = tmp_path / "notes.html", tmp_path / "Night log.pdf"
        wrong.write_text("<p>Notes</p>")
        right.write_bytes(files.pdf(text="Twelve patients slept through"))
        visitor = visit(javascript=javascript, width=320)
        arrive(visitor, world.administrator)
        visitor.opens(f"/projects/{project.pk}")
        visitor.sees("There are no files here yet.")
        visitor.follows("Add a file")
        visitor.photographs("file-add")

        # When the wrong one is sent
        visitor.find("[type=file]").set_input_files(wrong)
        visitor.fills("What does it show?", "How many slept through the night")
        visitor.presses("Add the file")

        # Then the page says what is taken, and keeps the words
        visitor.answered(422)
        visitor.sees("File type not accepted. Send one of:")
        assert "slept" in visitor.find("#id_description").input_value()
        visitor.photographs("file-not-taken")

        # When the right one is sent for those who look after the project
        visitor.find("[type=file]").set_input_files(right)
        visitor.fills_date("Which day is it of?", *parts(project.created_at.date()))
        visitor.chooses("Only those who look after this")
        visitor.presses("Add the file")

        # Then it stands on the page of the project and can be had
        visitor.sees("The file is added.")
        visitor.photographs("project-files")
        visitor.follows("Night log.pdf")
        visitor.sees("Not checked for viruses: no virus scanner is set up here")
        visitor.photographs("file")
        with visitor.page.expect_download() as coming:
            visitor.page.get_by_role("link", name="Download the file").click()
        assert coming.value.suggested_filename == "Night log.pdf"
        assert coming.value.path().read_bytes() == right.read_bytes()

        # When its words are looked for
        _work()
        visitor.opens("/search?q=slept")
        visitor.sees_heading("Files")
        visitor.follows("Night log.pdf")

        # When it is deleted and brought back
        visitor.follows("Delete the file")
        visitor.fills("Why is it deleted?", "Sent by mistake")
        visitor.photographs("file-delete")
        visitor.presses("Delete the file")
        visitor.sees("Sent by mistake")
        visitor.follows("Bring the file back")
        visitor.presses("Bring the file back")
        visitor.sees("Brought back")
        assert File.objects.get().state == "kept"

        # Then the list has it
        visitor.opens("/me")
        visitor.follows("Files: evidence that I may see")
        visitor.sees("Night log.pdf")
        visitor.photographs("files")
        visitor.opens("/files?q=nothing")
        visitor.sees("No file fits this search.")


class TestTags:
    def test_are_put_on_a_project_and_lead_to_it(
        self, visit: Callable[..., Visitor], world: World
    ) -> None:
        # Given two projects
        project = world.project("Quieter nights")
        world.project("Safer meals")
        visitor = visit(width=320)
        arrive(visitor, world.administrator)
        visitor.opens("/tags")
        visitor.opens(f"/projects/{project.pk}")

        # When one gets words
        visitor.follows("Add or take off tags")
        visitor.presses("Add the tag")
        visitor.is_told("Enter a word, such as Falls")
        visitor.photographs("tags-wrong")
        for word in ("Night care", "Noise"):
            visitor.fills("Add a tag", word)
            visitor.presses("Add the tag")
        visitor.sees("The tag is added.")
        visitor.photographs("tags-of-project")
        visitor.follows("Take off Noise")
        visitor.presses("Take it off")
        visitor.sees("The tag “Noise” is taken off.")

        # Then the word leads from the project to all that carries it
        visitor.opens(f"/projects/{project.pk}")
        visitor.follows("Night care")
        visitor.photographs("tag")
        visitor.follows("The list of projects with this tag")
        visitor.sees("Quieter nights")
        visitor.does_not_see("Safer meals")

        # When an administrator finds a better word
        visitor.opens("/tags")
        visitor.follows("Night care")
        visitor.follows("Give it another word")
        visitor.fills("The new word", "Sleep")
        visitor.presses("Give it another word")
        visitor.sees_heading("Sleep")
        visitor.follows("Merge it into another tag")
        visitor.photographs("tag-merge")
        visitor.selects("Which tag stands for both?", "Noise")
        visitor.presses("Merge it into another tag")
        visitor.sees_heading("Noise")


def _asked(world: World, service: Service, body: Iterable[bytes], **headers: str) -> int:
    """Send a body past any browser, as another system does; the status of the answer."""
    key = keys.bearer(keys.issue(world.organisation))
    host = service.address.removeprefix("http://")
    with closing(HTTPConnection(host, timeout=30)) as line:
        line.putrequest("POST", "/api/v1/files")
        for name, value in {**key, "Content-Type": MULTIPART_CONTENT, **headers}.items():
            line.putheader(name, value)
        line.endheaders(body, encode_chunked="Content-Length" not in headers)
        return line.getresponse().status


class TestServer:
    """What only a real server does: bodies without a length, and bodies that end too soon."""

    def test_takes_a_form_without_its_length_up_to_the_limit(
        self, service: Service, world: World
    ) -> None:
        project = world.project("Quieter nights")
        whole = encode_multipart(
            BOUNDARY,
            {
                "subject_kind": "project",
                "subject_id": str(project.pk),
                "file": SimpleUploadedFile("notes.txt", files.TEXT, "text/plain"),
            },
        )
        head, end = whole[:-60], whole[-60:]
        large = [head, *([b"x" * 1_000_000] * 27), end]

        chunked = {"Transfer-Encoding": "chunked"}
        assert _asked(world, service, [head, end], **chunked) == 201
        assert _asked(world, service, large, **chunked) == 413
        assert _asked(world, service, [head], **chunked) == 400
        size = str(sum(map(len, large)))
        assert _asked(world, service, large, **{"Content-Length": size}) == 413
        tenancy.open_to_all()
        assert File.objects.count() == 1
