"""When two looks at a page see the same thing."""

from __future__ import annotations

import hashlib
import json
import re

from playwright.sync_api import Page

#: All that layout and the rules of accessibility depend on, beside style sheets, which do not
#: change during a run: elements, what is typed and ticked, what is focused and pointed at, and the
#: window. Nothing where the elements do not tell all: frames and shadow trees.
_LOOK = """() => {
    const all = [...document.querySelectorAll("*")];
    if (all.some((one) => one.shadowRoot || one.tagName === "IFRAME")) return null;
    const fields = [...document.querySelectorAll("input:not([type=hidden]), select, textarea")];
    return [
        document.documentElement.outerHTML,
        fields.map((field) => [field.checked, field.value]),
        all.indexOf(document.activeElement),
        all.indexOf([...document.querySelectorAll(":hover")].at(-1)),
        [window.innerWidth, window.innerHeight],
    ];
}"""
#: Words that are new in each world and of one length: identifiers and tickets of forms.
_NEW_EACH_TIME = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|\b[A-Za-z0-9]{64}\b")


class Remembered:
    """Looks that need not be had again."""

    def __init__(self) -> None:
        self._looks: set[str] = set()

    def look_at(self, page: Page, *, runs_scripts: bool) -> str:
        """A word for what is to be seen; empty where that cannot be told."""
        seen = page.evaluate(_LOOK)
        return fingerprint([runs_scripts, *seen]) if seen else ""

    def holds(self, look: str) -> bool:
        return look in self._looks

    def add(self, look: str) -> None:
        if look:
            self._looks.add(look)


def fingerprint(seen: list[object]) -> str:
    """The same for pages that differ in nothing but identifiers, each in the same places."""
    numbers: dict[str, str] = {}

    def numbered(found: re.Match[str]) -> str:
        return numbers.setdefault(found[0], f"#{len(numbers)}#")

    told = _NEW_EACH_TIME.sub(numbered, json.dumps(seen))
    return hashlib.sha256(told.encode()).hexdigest()
