"""A window is another person's afterwards, so nothing may stay in it but what is cleared."""

from __future__ import annotations

import re

from qiflow.instance import BASE_DIR

_KEEPS = re.compile(r"localStorage|indexedDB|serviceWorker|\bcaches\b|cookieStore")


class TestOurScripts:
    def test_keep_nothing_in_the_browser(self) -> None:
        scripts = list((BASE_DIR / "web" / "static").glob("*.js"))

        assert scripts
        assert [one.name for one in scripts if _KEEPS.search(one.read_text("utf8"))] == []
