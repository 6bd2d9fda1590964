"""What the settings accept and refuse."""

from datetime import timedelta

import pytest
from django.core.exceptions import ImproperlyConfigured

from qiflow import environment

GOOD_KEY = "kT9-vQ2_xL7.pM4zR8nW1bC6dF3gH5jK0sA-yE2uI9oP7tQ4wX"
PRODUCTION = {
    "QIFLOW_ENV": "production",
    "QIFLOW_SECRET_KEY": GOOD_KEY,
    "QIFLOW_HOSTS": "qi.example.nhs.uk",
    "DATABASE_URL": "postgresql://qi:secret@db.example/qi",
    "REDIS_URL": "redis://redis.example/0",
}


class TestMode:
    def test_is_a_demonstration_unless_said(self):
        assert environment.read_mode({}) == "demonstration"

    def test_refuses_an_unknown_word(self):
        with pytest.raises(ImproperlyConfigured, match="QIFLOW_ENV must be one of"):
            environment.read_mode({"QIFLOW_ENV": "prod"})


class TestSecretKey:
    @pytest.mark.parametrize("key", ["", "short", "x" * 60, environment.KNOWN_KEY])
    def test_production_refuses_a_missing_short_or_known_one(self, key):
        with pytest.raises(ImproperlyConfigured, match="QIFLOW_SECRET_KEY"):
            environment.read_secret_key({"QIFLOW_SECRET_KEY": key}, "production")

    def test_production_takes_one_of_its_own(self):
        assert environment.read_secret_key(PRODUCTION, "production") == GOOD_KEY

    def test_a_demonstration_needs_none(self):
        assert environment.read_secret_key({}, "demonstration") == environment.KNOWN_KEY


class TestHosts:
    @pytest.mark.parametrize("hosts", ["", " , ", "*", "qi.example,*"])
    def test_production_refuses_none_and_a_wildcard(self, hosts):
        with pytest.raises(ImproperlyConfigured, match="QIFLOW_HOSTS"):
            environment.read_hosts({"QIFLOW_HOSTS": hosts}, "production")

    def test_a_demonstration_answers_to_this_machine_and_names_given(self):
        hosts = environment.read_hosts({"QIFLOW_HOSTS": "demo.example"}, "demonstration")

        assert hosts == ["localhost", "127.0.0.1", "[::1]", "demo.example"]


class TestAddress:
    @pytest.mark.parametrize("name", ["DATABASE_URL", "REDIS_URL"])
    def test_production_needs_one(self, name):
        with pytest.raises(ImproperlyConfigured, match=name):
            environment.read_address({}, "production", name)

    def test_a_bad_port_is_told_in_a_sentence(self):
        with pytest.raises(ImproperlyConfigured, match="PORT must be a number"):
            environment.read_address({"PORT": "eight"}, "demonstration", "DATABASE_URL")


class TestFileStorage:
    def test_is_a_folder_that_no_address_leads_to(self):
        storage = environment.file_storage({}, folder="media/evidence")

        assert storage["BACKEND"].endswith("FileSystemStorage")
        assert storage["OPTIONS"]["location"] == "media/evidence"
        assert storage["OPTIONS"]["base_url"] is None

    def test_is_a_bucket_where_the_setting_names_one(self):
        named = "s3://evidence/trust?region=eu-west-2&endpoint=https://s3.example.org"

        storage = environment.file_storage({"QIFLOW_FILES": named}, folder="")

        assert storage["BACKEND"] == "storages.backends.s3.S3Storage"
        assert storage["OPTIONS"] == {
            "bucket_name": "evidence",
            "location": "trust",
            "region_name": "eu-west-2",
            "endpoint_url": "https://s3.example.org",
            "default_acl": None,
            "querystring_auth": True,
            "file_overwrite": False,
        }

    @pytest.mark.parametrize("address", ["ftp://x", "s3://", "/var/files", "s3://x?key=secret"])
    def test_is_nothing_else(self, address):
        with pytest.raises(ImproperlyConfigured, match="QIFLOW_FILES"):
            environment.file_storage({"QIFLOW_FILES": address}, folder="")


class TestUnscannedFiles:
    def test_are_given_out_in_production_only_if_that_is_said(self):
        assert environment.gives_unscanned({}, "demonstration")
        assert not environment.gives_unscanned({}, "production")
        assert environment.gives_unscanned({"QIFLOW_GIVES_UNSCANNED": "yes"}, "production")
        with pytest.raises(ImproperlyConfigured):
            environment.gives_unscanned({"QIFLOW_GIVES_UNSCANNED": "perhaps"}, "test")


class TestMegabytes:
    def test_are_whole_numbers(self):
        assert environment.read_megabytes({}, "X", default=2) == 2 * 1024 * 1024
        assert environment.read_megabytes({"X": "3"}, "X", default=2) == 3 * 1024 * 1024
        with pytest.raises(ImproperlyConfigured):
            environment.read_megabytes({"X": "0"}, "X", default=2)


class TestDatabaseSettings:
    def test_sessions_serve_unless_the_owner_is_asked_for(self):
        settings = environment.database_settings(PRODUCTION["DATABASE_URL"], environ={})

        assert "-c role=qiflow_app" in settings["OPTIONS"]["options"]

    def test_schema_commands_take_the_owner(self):
        settings = environment.database_settings(
            PRODUCTION["DATABASE_URL"], environ={"QIFLOW_DB_ROLE": "owner"}
        )

        assert "-c role=qiflow_owner" in settings["OPTIONS"]["options"]

    def test_a_socket_folder_with_a_space_and_an_escaped_password_are_read(self):
        settings = environment.database_settings(
            "postgresql://u:p%40ss@/name?host=/tmp/a%20b&sslmode=require", environ={}
        )

        assert settings["HOST"] == "/tmp/a b"  # noqa: S108 - a name, not a file
        assert settings["PASSWORD"] == "p@ss"
        assert settings["OPTIONS"]["sslmode"] == "require"

    def test_another_kind_of_database_is_refused(self):
        with pytest.raises(ImproperlyConfigured, match="postgresql://"):
            environment.database_settings("sqlite:///x", environ={})


class TestSignIn:
    def test_lasts_as_many_minutes_as_are_given(self):
        assert environment.read_minutes({}, "X", default=15) == timedelta(minutes=15)
        assert environment.read_minutes({"X": "20"}, "X", default=15) == timedelta(minutes=20)

    @pytest.mark.parametrize("given", ["0", "-1", "1.5", "an hour"])
    def test_lasts_no_other_span(self, given):
        with pytest.raises(ImproperlyConfigured, match="number of minutes"):
            environment.read_minutes({"X": given}, "X", default=15)

    def test_is_proved_in_networks_that_are_given(self):
        assert environment.read_networks({}, "X") == []
        assert [
            str(one) for one in environment.read_networks({"X": "10.1.0.0/16 fd00::/8"}, "X")
        ] == [
            "10.1.0.0/16",
            "fd00::/8",
        ]

    def test_is_proved_in_no_network_that_is_none(self):
        with pytest.raises(ImproperlyConfigured):
            environment.read_networks({"X": "10.1.0.5/16"}, "X")

    def test_still_opens_what_older_keys_sealed(self):
        assert environment.read_old_keys({"QIFLOW_OLD_SECRET_KEYS": "one two"}) == ["one", "two"]
        assert environment.read_old_keys({}) == []
