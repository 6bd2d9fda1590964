"""Somebody with a browser."""

import os
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Locator, Page, Response, expect

from tests.journeys.inspection import Inspector

SCREENSHOTS = Path(__file__).parents[2] / "var" / "screenshots"
#: Pictures prove nothing, and to paint whole pages takes longer than to look through them.
_WANTED = os.environ.get("QIFLOW_SCREENSHOTS") == "1"
_MOST_STOPS = 200
_FOCUSED = """() => {
    const element = document.activeElement;
    if (!element || element === document.body) return null;
    const style = getComputedStyle(element);
    return {
        text: (element.getAttribute("aria-label") || element.innerText || "").trim(),
        seen: style.outlineStyle !== "none" || style.boxShadow !== "none"
            || element.type === "radio" || element.type === "checkbox",
    };
}"""

_NAME_OF_FOCUSED = """() => {
    const element = document.activeElement;
    const label = element.labels?.[0]?.innerText;
    return (label || element.getAttribute("aria-label") || element.innerText || "").trim();
}"""


class Visitor:
    """Acts as a person does, and has every page inspected after each action."""

    def __init__(
        self, page: Page, *, address: str, runs_scripts: bool = True, also: tuple[str, ...] = ()
    ) -> None:
        self.page = page
        self._address = address
        self._inspector = Inspector(page, address=address, runs_scripts=runs_scripts, also=also)
        self.answer: Response | None = None
        page.on("response", self._remember)

    # When

    def opens(self, path: str) -> None:
        """Go to an address of the service."""
        self._act(lambda: self.page.goto(f"{self._address}{path}"))

    def carries(self, session_key: str) -> None:
        """Bring the cookie of a session that began elsewhere."""
        name = f"sessionid-{urlsplit(self._address).port}"  # each copy of the service has its own
        cookie = {"name": name, "value": session_key, "url": self._address}
        self.page.context.add_cookies([cookie])

    def follows(self, link: str) -> None:
        """Follow the link with these words."""
        self._act(self.page.get_by_role("link", name=link, exact=True).click)

    def presses(self, button: str) -> None:
        """Press the button with these words."""
        self._act(self.page.get_by_role("button", name=button, exact=True).click)

    def fills(self, label: str, text: str) -> None:
        """Type into the box with this label."""
        self.page.get_by_label(label, exact=True).fill(text)

    def fills_date(self, legend: str, day: str, month: str, year: str) -> None:
        """Type a date into its three boxes."""
        group = self.page.get_by_role("group", name=legend)
        for label, text in (("Day", day), ("Month", month), ("Year", year)):
            group.get_by_label(label, exact=True).fill(text)

    def selects(self, label: str, answer: str) -> None:
        """Choose from the drop-down with this label."""
        self.page.get_by_label(label, exact=True).select_option(label=answer)

    def reloads(self) -> None:
        """Look at the same page again."""
        self._act(self.page.reload)

    def chooses(self, answer: str) -> None:
        """Choose the radio or tick the box with this label."""
        self.page.get_by_label(answer, exact=True).check()

    def chooses_in(self, legend: str, answer: str) -> None:
        """Choose an answer of the question with this legend."""
        self.page.get_by_role("group", name=legend).get_by_label(answer, exact=True).check()

    def tabs_to(self, name: str) -> None:
        """Press Tab until the thing of this name has the focus."""
        for _ in range(_MOST_STOPS):
            self.page.keyboard.press("Tab")
            if self.page.evaluate(_NAME_OF_FOCUSED) == name:
                return
        raise AssertionError(f"The Tab key does not reach {name!r}.")

    def types(self, text: str) -> None:
        self.page.keyboard.type(text)

    def enters(self) -> None:
        """Press Enter on what has the focus, and wait for the page that follows."""
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")
        self.check()

    def goes_back(self) -> None:
        """Use the browser's back button."""
        self._act(self.page.go_back)

    # Then

    def sees(self, text: str) -> None:
        """The words are on the page, visibly."""
        expect(self.page.get_by_text(text).first).to_be_visible()

    def sees_heading(self, text: str) -> None:
        """The words are a heading of the page."""
        expect(self.page.get_by_role("heading", name=text).first).to_be_visible()

    def does_not_see(self, text: str) -> None:
        """The words are nowhere on the page."""
        expect(self.page.get_by_text(text)).to_have_count(0)

    def is_told(self, *errors: str) -> None:
        """The summary has the focus, the title says so, and each line leads to a box."""
        summary = self.page.locator(".nhsuk-error-summary")
        expect(summary).to_be_focused()
        assert self.page.title().startswith("Error: "), self.page.title()
        for text in errors:
            expect(summary.get_by_text(text, exact=True)).to_be_visible()
        for link in summary.get_by_role("link").all():
            box = self.page.locator(link.get_attribute("href") or "nothing")
            expect(box).to_have_count(1)

    def answered(self, status: int) -> None:
        """The last page came with this status."""
        assert self.answer is not None
        assert self.answer.status == status, f"{self.answer.status} {self.page.url}"

    def tab_stops(self) -> list[str]:
        """Every stop of the Tab key from the top of the page, each with its focus to be seen."""
        self.page.evaluate("() => { document.activeElement.blur(); window.scrollTo(0, 0); }")
        stops: list[str] = []
        for _ in range(_MOST_STOPS):
            self.page.keyboard.press("Tab")
            focused = self.page.evaluate(_FOCUSED)
            if focused is None:
                return stops
            assert focused["seen"], f"The focus on {focused['text']!r} cannot be seen."
            stops.append(focused["text"])
        raise AssertionError(f"The Tab key never leaves the page: {stops[:20]}")

    def photographs(self, name: str) -> None:
        """Keep a picture at the width of a desk and of a phone, for people to look at.

        Only where `QIFLOW_SCREENSHOTS=1` asks for it.
        """
        if not _WANTED:
            return
        SCREENSHOTS.mkdir(parents=True, exist_ok=True)
        usual = self.page.viewport_size
        for width in (1280, 390):
            self.page.set_viewport_size({"width": width, "height": 900})
            self.page.screenshot(path=SCREENSHOTS / f"{name}-{width}.png", full_page=True)
        if usual:
            self.page.set_viewport_size(usual)

    def check(self) -> None:
        """Inspect the page as it is."""
        self._inspector.check()

    def find(self, selector: str) -> Locator:
        """For what no word names."""
        return self.page.locator(selector)

    def _act(self, action: Callable[[], object]) -> None:
        action()
        self.page.wait_for_load_state("load")
        self.check()

    def _remember(self, answer: Response) -> None:
        if answer.request.is_navigation_request() and not 300 <= answer.status < 400:
            self.answer = answer
