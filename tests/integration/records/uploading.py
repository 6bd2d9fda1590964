"""How tests send files and have them looked at."""

from __future__ import annotations

import json

from django.test import Client
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart

from kernel import tenancy
from kernel.models import Event
from records.jobs import running
from records.models import File
from tests.factories import files as make

URL = "/api/v1/files"


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client


class Sent:
    """A file as a browser sends it: content, name and type are what the test says."""

    def __init__(self, content=make.TEXT, name="notes.txt", content_type="text/plain"):
        self.content, self.name, self.content_type = content, name, content_type

    def part(self, field="file"):
        kind = f"Content-Type: {self.content_type}\r\n" if self.content_type else ""
        head = f'Content-Disposition: form-data; name="{field}"; filename="{self.name}"\r\n{kind}'
        return f"--{BOUNDARY}\r\n{head}\r\n".encode() + self.content + b"\r\n"


def send(client, project, *files, url=URL, headers=None, **fields):
    """Send a form; `files` stand in it as they are."""
    values = {"subject_kind": "project", "subject_id": str(project.pk), **fields}
    form = encode_multipart(BOUNDARY, values)
    end = f"--{BOUNDARY}--\r\n".encode()
    parts = b"".join(file.part() for file in files or (Sent(),))
    answer = client.generic(
        "POST", url, form[: -len(end)] + parts + end, MULTIPART_CONTENT, headers=headers
    )
    tenancy.open_to_all()
    return answer


def added(client, project, **fields):
    answer = send(client, project, **fields)
    assert answer.status_code == 201, answer.content
    return answer.json()


def post(client, at, body=None, *, version=1):
    answer = client.post(
        at,
        json.dumps(body or {}),
        content_type="application/json",
        headers={"If-Match": f'"v{version}"'},
    )
    tenancy.open_to_all()
    return answer


def get(client, at, **headers):
    answer = client.get(at, headers=headers)
    tenancy.open_to_all()
    return answer


def whole(answer):
    """What came of a file, to its end."""
    return b"".join(answer.streaming_content)


def told(file_id):
    rows = Event.objects.filter(aggregate_id=file_id).order_by("seq")
    return [kind.split(".")[3] for kind in rows.values_list("type", flat=True)]


def work(file_id):
    """Let the job of a file run."""
    running.run(File.objects.get(pk=file_id).job_id)
    tenancy.open_to_all()
    return File.objects.get(pk=file_id)
