"""Devices in words that somebody knows them by."""

import pytest

from people.devices import UNKNOWN, device_words

MOZILLA = "Mozilla/5.0"


class TestDeviceWords:
    @pytest.mark.parametrize(
        ("header", "words"),
        [
            (
                f"{MOZILLA} (Windows NT 10.0) AppleWebKit/537.36 Chrome/140 Safari/537.36",
                "Chrome on Windows",
            ),
            (f"{MOZILLA} (Windows NT 10.0) Chrome/140 Safari/537.36 Edg/140", "Edge on Windows"),
            (
                f"{MOZILLA} (iPhone; CPU iPhone OS 19_0 like Mac OS X) Version/19 Safari/604.1",
                "Safari on iPhone",
            ),
            (f"{MOZILLA} (iPhone; CPU like Mac OS X) CriOS/140 Safari/604.1", "Chrome on iPhone"),
            (f"{MOZILLA} (Linux; Android 15) Chrome/140 Mobile Safari/537", "Chrome on Android"),
            (
                f"{MOZILLA} (Macintosh; Intel Mac OS X 15) Gecko/20100101 Firefox/140",
                "Firefox on Mac",
            ),
            (f"{MOZILLA} (X11; Linux x86_64) Something/1", "A browser on Linux"),
            ("curl/8.5", UNKNOWN),
            ("", UNKNOWN),
        ],
    )
    def test_names_browser_and_system(self, header: str, words: str) -> None:
        assert device_words(header) == words

    def test_keeps_nothing_that_the_header_says_itself(self) -> None:
        assert device_words("<script>alert(1)</script> Firefox/1") == "Firefox"
