"""Which addresses of a provider may be asked at all."""

import ipaddress
from ipaddress import ip_network

import pytest

from people.single_sign_on import fetching
from people.single_sign_on.fetching import CannotAsk, get_json, require_askable


class TestAddress:
    def test_is_taken_over_tls(self) -> None:
        assert require_askable("https://login.trust.nhs.uk/oidc").hostname == "login.trust.nhs.uk"

    @pytest.mark.parametrize(
        "url",
        [
            "",
            "http://login.trust.nhs.uk",
            "ftp://login.trust.nhs.uk",
            "file:///etc/passwd",
            "//login.trust.nhs.uk",
            "https:login.trust.nhs.uk",
            "https:///x",
            "https://user:secret@login.trust.nhs.uk",
            "https://login.trust.nhs.uk/ x",
            "https://login.trust.nhs.uk/\t",
            "https://login.trust.nhs.uk/\r\nX: y",
            "https://login.trust.nhs.uk\\@evil.example",
            "https://login.trust.nhs.uk:0",
            "https://login.trust.nhs.uk:99999",
            "https://login.trust.nhs.uk/#x",
            "https://[::1",
            "javascript:alert(1)",
        ],
    )
    def test_is_refused_when_it_is_none_or_misleads(self, url: str) -> None:
        with pytest.raises(CannotAsk):
            require_askable(url)

    def test_without_tls_is_taken_on_this_machine_in_tests_alone(self, settings) -> None:
        assert require_askable("http://127.0.0.1:8080")
        settings.QIFLOW_SIGN_ON_LOOPBACK = False

        with pytest.raises(CannotAsk):
            require_askable("http://127.0.0.1:8080")


class TestHost:
    @pytest.mark.parametrize(
        "address",
        [
            "10.0.0.1",
            "172.16.0.1",
            "192.168.0.1",
            "169.254.169.254",
            "100.64.0.1",
            "192.0.0.192",
            "198.18.0.1",
            "224.0.0.1",
            "255.255.255.255",
            "0.0.0.1",
            "::",
            "::ffff:127.0.0.1",
            "::127.0.0.1",
            "64:ff9b::7f00:1",
            "2002:7f00:1::",
            "fe80::1",
            "fec0::1",
            "fd00:ec2::254",
        ],
    )
    def test_inside_is_not_asked(self, address: str) -> None:
        assert not fetching._may_be_asked(ipaddress.ip_address(address))

    def test_outside_is_asked(self) -> None:
        assert fetching._may_be_asked(ipaddress.ip_address("81.2.69.142"))

    def test_inside_is_asked_where_operators_named_its_network(self, settings) -> None:
        settings.QIFLOW_SIGN_ON_NETWORKS = [ip_network("10.1.0.0/16")]

        assert fetching._may_be_asked(ipaddress.ip_address("10.1.2.3"))
        assert not fetching._may_be_asked(ipaddress.ip_address("10.2.2.3"))

    @pytest.mark.parametrize("host", ["127.0.0.1", "127.1", "2130706433", "0x7f.1", "[::1]"])
    def test_of_ours_is_not_asked_however_it_is_written(self, host: str, settings) -> None:
        settings.QIFLOW_SIGN_ON_LOOPBACK = False

        with pytest.raises(CannotAsk):
            get_json(f"https://{host}/")
