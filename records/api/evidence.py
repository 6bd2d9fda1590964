"""`/files`: evidence about a project, a committee or an appointment."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar
from uuid import UUID

from django.http.response import HttpResponseBase
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework.parsers import BaseParser, MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from kernel import text_guard
from kernel.api import fields
from kernel.api.filters import Choice, Filter
from kernel.api.history import Happened, HistoryDoor
from kernel.api.schema import listed
from kernel.api.views import ApiView
from kernel.errors import Invalid
from kernel.uploads import Arrived, Form
from records.api.actions import KINDS
from records.api.downloads import content_answer
from records.api.evidence_bodies import (
    FileChange,
    FileDetail,
    FileFormatList,
    FileIn,
    FileLinkMade,
    FileNothing,
    FileOut,
    FileReason,
)
from records.api.files import FileView
from records.commands import files as commands
from records.exports.files import FILE_FILTERS
from records.files.judging import Judged, judge
from records.files.kinds import KINDS as TAKEN
from records.queries import files as queries
from records.queries.file_content import file_content


class FileDoor(ApiView):
    """A door to one file."""

    def shown_file(self, file_id: UUID) -> Response:
        found = queries.get_file(self.actor, file_id)
        return self.shown(found, version=found["version"])

    def take(
        self, command: Callable[..., Any], file_id: UUID, body: type[fields.Strict]
    ) -> Response:
        def work() -> Response:
            command(file_id=file_id, **self.body(body), **self._by())
            return self.shown_file(file_id)

        return self.once(work)

    def _by(self) -> dict[str, Any]:
        return {"actor": self.actor, "now": self.now, "expected_version": self.expected_version}


class FileList(ApiView):
    """Files that you may see, the last sent first."""

    paged = True
    takes_upload = True
    parser_classes: ClassVar[list[type[BaseParser]]] = [MultiPartParser]  # type: ignore[misc]
    filters: ClassVar[dict[str, Filter]] = {
        **FILE_FILTERS,
        "subject_kind": Choice(KINDS, "Files about things of this kind."),
    }

    @extend_schema(operation_id="files_list", responses=listed(FileOut))
    def get(self, request: Request) -> Response:
        page = self.page()
        rows = queries.files(actor=self.actor, page=page, **self.query())
        return self.listing(rows, page, key=lambda row: (row["created_at"].isoformat(), row["id"]))

    @extend_schema(
        operation_id="files_send",
        request={"multipart/form-data": FileIn},
        responses={201: FileDetail, 200: FileDetail},
    )
    def post(self, request: Request) -> Response:
        """Send a file as evidence. It is looked through at once; the check for viruses follows."""
        form: Form = getattr(request._request, "upload", None) or Form()
        form.check()
        values = self.body(FileIn)
        queries.place_for_file(self.actor, values["subject_kind"], values["subject_id"])
        sent: Arrived = values.pop("file")
        judged = _judged(sent, called=values.pop("name", ""))

        def work() -> Response:
            made = commands.add_file(judged=judged, actor=self.actor, now=self.now, **values)
            shown = queries.get_file(self.actor, made.pk)
            return self.created(shown, version=made.version, at=f"/api/v1/files/{made.pk}")

        return self.once(work)

    def _fingerprint(self) -> bytes:
        """A file has no JSON; its hash stands for it."""
        form: Form = getattr(self.request._request, "upload", None) or Form()
        parts = [f"{name}={value}" for name, value in sorted(form.fields)]
        parts += [f"{name}={file.raw_name!r}:{file.sha256}" for name, file in form.files]
        return "\n".join([f"POST {self.request.get_full_path()}", *parts]).encode()


def _judged(sent: Arrived, *, called: str) -> Judged:
    if not called and text_guard.refused(sent.raw_name):
        raise Invalid.one(
            "/file",
            "The name of the file looks as if it held an NHS number. Send a name beside it.",
            code="nhs_number",
        )
    return judge(
        sent.read(), raw_name=sent.raw_name, declared=sent.content_type or "", called=called
    )


class FileFormats(ApiView):
    """Which files are taken."""

    @extend_schema(responses=FileFormatList)
    def get(self, request: Request) -> Response:
        return Response(queries.formats())


class FileItem(FileDoor):
    """One file, with what you may do with it."""

    @extend_schema(operation_id="files_read", responses=FileDetail)
    def get(self, request: Request, file_id: UUID) -> Response:
        return self.shown_file(file_id)

    @extend_schema(request=FileChange, responses=FileDetail)
    def patch(self, request: Request, file_id: UUID) -> Response:
        """Describe it in other words, correct its day, say who sees it."""
        changes = self.body(FileChange, partial=True)
        commands.change_file(file_id=file_id, changes=changes, **self._by())
        return self.shown_file(file_id)


_BYTES = OpenApiResponse(OpenApiTypes.BINARY)
#: The whole file, or a part of it, as what it is.
_CONTENT: dict[Any, Any] = {
    **{(status, kind.media_type): _BYTES for status in (200, 206) for kind in TAKEN.values()},
    **{
        (status, "application/problem+json"): OpenApiResponse(OpenApiTypes.OBJECT, why)
        for status, why in (
            (415, "It failed the virus check"),
            (416, "Beyond the end of the file"),
            (503, "The virus scanner does not answer"),
        )
    },
}


class FileContent(FileView):
    """The file itself, to be saved. A part of it with Range."""

    ignores_query = True

    @extend_schema(responses=_CONTENT)
    def get(self, request: Request, file_id: UUID) -> HttpResponseBase:
        content = file_content(self.actor, file_id)
        return content_answer(request._request, content)


class FileLink(ApiView):
    """A link for ten minutes, for a browser or a programme that cannot send your key."""

    versioned = False
    shown_once = ("href",)

    @extend_schema(request=FileNothing, responses={201: FileLinkMade, 200: FileLinkMade})
    def post(self, request: Request, file_id: UUID) -> Response:
        """Make one. It reaches no further than you reach when it is opened."""

        def work() -> Response:
            self.body(FileNothing)
            word, expires_at = commands.make_file_link(
                file_id=file_id, actor=self.actor, now=self.now
            )
            href = request.build_absolute_uri(f"/files/links/{word}")
            return Response({"href": href, "expires_at": expires_at}, status=201)

        return self.once(work)


class FileRemove(FileDoor):
    """Delete it, for a reason; it can be brought back."""

    @extend_schema(request=FileReason, responses=FileDetail)
    def post(self, request: Request, file_id: UUID) -> Response:
        return self.take(commands.remove_file, file_id, FileReason)


class FileRestore(FileDoor):
    """Bring a deleted file back."""

    @extend_schema(request=FileNothing, responses=FileDetail)
    def post(self, request: Request, file_id: UUID) -> Response:
        return self.take(commands.restore_file, file_id, FileNothing)


class FileErase(FileDoor):
    """Take its bytes and its text away for good."""

    @extend_schema(request=FileReason, responses=FileDetail)
    def post(self, request: Request, file_id: UUID) -> Response:
        return self.take(commands.erase_file, file_id, FileReason)


class FileCheck(FileDoor):
    """Have a file that waits in quarantine checked once more."""

    @extend_schema(request=FileNothing, responses=FileDetail)
    def post(self, request: Request, file_id: UUID) -> Response:
        return self.take(commands.check_file, file_id, FileNothing)


class FileHistory(HistoryDoor):
    """Everything that happened to a file, the newest first."""

    @extend_schema(responses=listed(Happened))
    def get(self, request: Request, file_id: UUID) -> Response:
        return self.told(queries.file_history, file_id)
