"""Browser windows, each a person of its own."""

from __future__ import annotations

from collections import defaultdict

from playwright.sync_api import Browser, BrowserContext

from tests.journeys.inspection import AXE

_PATIENCE_MS = 15_000


class Windows:
    """Windows are used again: a new one fetches and compiles every script and style anew.

    What a page leaves behind goes with it or with its cookies, as the service keeps nothing else in
    a browser; pages themselves are never cached.
    """

    def __init__(self, browser: Browser) -> None:
        self._browser = browser
        self._free: defaultdict[tuple[bool, int], list[BrowserContext]] = defaultdict(list)
        self._kinds: dict[BrowserContext, tuple[bool, int]] = {}

    def open(self, *, javascript: bool, width: int) -> BrowserContext:
        """A window in which nobody is signed in."""
        kind = (javascript, width)
        if self._free[kind]:
            return self._free[kind].pop()
        window = self._new(javascript=javascript, width=width)
        self._kinds[window] = kind
        return window

    def clear(self, window: BrowserContext) -> None:
        """Close its pages and sign out; somebody else may have it."""
        for page in window.pages:
            page.close()
        window.clear_cookies()
        self._free[self._kinds[window]].append(window)

    def _new(self, *, javascript: bool, width: int) -> BrowserContext:
        window = self._browser.new_context(
            viewport={"width": width, "height": 900},
            locale="en-GB",
            timezone_id="Europe/London",
            java_script_enabled=javascript,
        )
        window.set_default_timeout(_PATIENCE_MS)
        if javascript:
            # Told to the browser once, instead of sent to it with every page.
            window.add_init_script(AXE)
        return window
