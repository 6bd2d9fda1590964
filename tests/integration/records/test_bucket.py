"""Files in a bucket that speaks S3, over the wire, as `QIFLOW_FILES` asks for it."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import timedelta

import boto3
import pytest
from moto.server import ThreadedMotoServer

from kernel import clock
from qiflow import environment
from records.commands import file_checks
from records.files import store
from records.models import File
from tests.factories import files as make
from tests.factories import people, projects
from tests.integration.records.uploading import URL, added, get, signed_in, told, whole

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


@pytest.fixture
def bucket(address, monkeypatch, settings):
    """The S3 client's view of the bucket that the service keeps its files in."""
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "testing")
    client = boto3.client("s3", endpoint_url=address, region_name="eu-west-2")
    place = {"LocationConstraint": "eu-west-2"}
    client.create_bucket(Bucket="evidence", CreateBucketConfiguration=place)
    named = f"s3://evidence/trust?region=eu-west-2&endpoint={address}"
    wanted = environment.file_storage({"QIFLOW_FILES": named}, folder="")
    settings.STORAGES = {**settings.STORAGES, store.ALIAS: wanted}
    yield client
    for key in _keys(client):
        client.delete_object(Bucket="evidence", Key=key)
    client.delete_bucket(Bucket="evidence")


def _keys(client) -> list[str]:
    found = client.list_objects_v2(Bucket="evidence")
    return [one["Key"] for one in found.get("Contents", [])]


@pytest.fixture
def project():
    return projects.project(people.organisation(), title="Calm nights")


@pytest.fixture
def client(project):
    return signed_in(people.user("project_lead", project.organisation))


class TestFilesInABucket:
    def test_are_kept_there_under_names_that_tell_nothing(self, bucket, client, project):
        added(client, project)

        assert _keys(bucket) == [f"trust/{File.objects.get().stored_as}"]
        assert "notes" not in _keys(bucket)[0]

    def test_are_given_out_whole_and_in_part(self, bucket, client, project):
        at = f"{URL}/{added(client, project)['id']}/content"

        assert whole(get(client, at)) == make.TEXT
        part = get(client, at, Range="bytes=5-9")
        assert (part.status_code, whole(part)) == (206, make.TEXT[5:10])

    def test_are_missed_when_somebody_takes_them_away(self, bucket, client, project):
        shown = added(client, project)
        bucket.delete_object(Bucket="evidence", Key=_keys(bucket)[0])

        file_checks.sweep(now=clock.now())

        assert told(shown["id"])[-1] == "lost"
        assert get(client, f"{URL}/{shown['id']}/content").status_code == 410

    def test_are_swept_away_where_no_row_knows_them(self, bucket, client, project, monkeypatch):
        added(client, project)
        store.keep(b"of an upload that was never committed")
        assert len(_keys(bucket)) == 2
        monkeypatch.setattr(store, "SETTLED", timedelta(seconds=-5))  # as if an hour had gone by

        file_checks.sweep(now=clock.now())

        assert _keys(bucket) == [f"trust/{File.objects.get().stored_as}"]
