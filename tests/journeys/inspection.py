"""What must hold on every page that a visitor sees."""

from pathlib import Path
from typing import Any

import axe_playwright_python
from playwright.sync_api import ConsoleMessage, Page, Request
from playwright.sync_api import TimeoutError as TookTooLong

from tests.journeys.sameness import Remembered

#: Comes with every page by the debugger, which its content security policy does not touch.
AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf8")
_HAS_AXE = "() => 'axe' in window"
# What was tried and found right comes with it: fifty thousand characters that stay over there.
_RUN = """async () => (await axe.run(document, {
    runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    resultTypes: ["violations"],
})).violations"""
_NARROWEST = 320  # CSS pixels: 1280 at a zoom of 400 %
_FOLDED_MS = 2_000
_FITS = "() => document.documentElement.scrollWidth <= document.documentElement.clientWidth"
_WIDER_THAN_THE_WINDOW = """() => {
    const edge = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth <= edge) return [];
    return [...document.body.querySelectorAll("*")]
        .filter((element) => element.getBoundingClientRect().right > edge + 1)
        .map((element) => element.outerHTML.slice(0, 120));
}"""


#: What this process found right.
_RIGHT = Remembered()


class Inspector:
    """Listens to one page and says what is wrong with it. `also`: where else it may lead.

    A page that was found right is not looked through again while it is the same to the letter:
    many journeys come by the same pages.
    """

    def __init__(
        self, page: Page, *, address: str, runs_scripts: bool, also: tuple[str, ...] = ()
    ) -> None:
        self._page = page
        self._addresses = (address, "data:", *also)
        self._runs_scripts = runs_scripts
        self._noted: list[str] = []
        page.on("console", self._console)
        page.on("pageerror", lambda error: self._noted.append(f"script: {error}"))
        page.on("request", self._request)

    def check(self) -> None:
        """Fail with everything that is wrong, not only the first of it."""
        look = _RIGHT.look_at(self._page, runs_scripts=self._runs_scripts)
        seen = [] if _RIGHT.holds(look) else [*self._axe(), *self._sideways()]
        problems = [*self._noted, *seen]
        self._noted.clear()
        assert not problems, "\n".join([f"{self._page.url} is not right:", *problems])
        _RIGHT.add(look)

    def _console(self, message: ConsoleMessage) -> None:
        # Chromium reports the status of every refused page here; the journey looks at it itself.
        about_the_page = message.text.startswith("Failed to load resource") and (
            message.location.get("url") == self._page.url
        )
        if message.type in {"error", "warning"} and not about_the_page:
            self._noted.append(f"console: {message.text}")

    def _request(self, request: Request) -> None:
        if not request.url.startswith(self._addresses):
            self._noted.append(f"off-site: {request.url}")

    def _axe(self) -> list[str]:
        if not self._runs_scripts:
            return []  # axe waits for timers, which stand still; the same page is seen with them
        if not self._page.evaluate(_HAS_AXE):
            self._page.evaluate(AXE)
        return [f"axe {_told(violation)}" for violation in self._page.evaluate(_RUN)]

    def _sideways(self) -> list[str]:
        """What sticks out of the narrowest window."""
        usual = self._page.viewport_size
        self._page.set_viewport_size({"width": _NARROWEST, "height": 640})
        if self._runs_scripts:
            self._let_scripts_settle()
        wide = self._page.evaluate(_WIDER_THAN_THE_WINDOW)
        if usual:
            self._page.set_viewport_size(usual)
        return [f"wider than {_NARROWEST} px: {html}" for html in wide]

    def _let_scripts_settle(self) -> None:
        """The header folds its menu after the window has changed; what stays wide is told."""
        try:
            self._page.wait_for_function(_FITS, timeout=_FOLDED_MS)
        except TookTooLong:
            return


def _told(violation: dict[str, Any]) -> str:
    places = [str(node["target"]) for node in violation["nodes"]][:3]
    return f"{violation['id']} ({violation['impact']}): {violation['help']} {places}"
