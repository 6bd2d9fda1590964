"""How the mail server and the address of the service are set."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from qiflow import environment


def server(url):
    return environment.read_mail_server({"QIFLOW_SMTP_URL": url})


class TestMailServer:
    def test_is_none_unless_set(self):
        assert environment.read_mail_server({}) == {}

    def test_is_read_with_its_password(self):
        found = server("smtp+tls://qi%40x:a%2Fb@mail.example.org")

        assert found == {
            "host": "mail.example.org",
            "port": 587,
            "username": "qi@x",
            "password": "a/b",
            "use_tls": True,
            "use_ssl": False,
        }

    def test_may_use_tls_from_the_beginning(self):
        assert (server("smtps://m.example")["use_ssl"], server("smtps://m.example")["port"]) == (
            True,
            465,
        )

    @pytest.mark.parametrize("url", ["mail.example.org", "http://mail.example.org", "smtp://"])
    def test_refuses_what_is_no_mail_server(self, url):
        with pytest.raises(ImproperlyConfigured, match="QIFLOW_SMTP_URL"):
            server(url)


class TestPublicUrl:
    def test_is_the_first_host_in_production(self):
        assert (
            environment.read_public_url({}, "production", ["qi.example.org"])
            == "https://qi.example.org"
        )

    def test_is_this_machine_in_a_demonstration(self):
        found = environment.read_public_url({"PORT": "8080"}, "demonstration", ["localhost"])

        assert found == "http://localhost:8080"

    @pytest.mark.parametrize("url", ["qi.example.org", "ftp://x", "https://x?y=1"])
    def test_refuses_what_is_no_address(self, url):
        with pytest.raises(ImproperlyConfigured, match="QIFLOW_PUBLIC_URL"):
            environment.read_public_url({"QIFLOW_PUBLIC_URL": url}, "test", ["localhost"])


class TestSender:
    def test_is_of_the_service_unless_set(self):
        assert (
            environment.read_mail_sender({}, "https://qi.example.org")
            == "QIflow <no-reply@qi.example.org>"
        )
