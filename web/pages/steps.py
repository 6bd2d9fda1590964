"""A step of a state graph as a page shows it."""

from __future__ import annotations

from dataclasses import dataclass

from web.pages.frame import Task
from web.words.steps import StepWords


@dataclass(frozen=True, slots=True, kw_only=True)
class StepView:
    """A step that can be taken from here, with what it still needs.

    `denied` says who may take it, where the visitor may not. `main` is the one that leads on.
    """

    words: StepWords
    href: str
    denied: str
    tasks: tuple[Task, ...]
    asks: tuple[str, ...]
    main: bool = False

    @property
    def heading(self) -> str:
        needed = len(self.tasks)
        if not needed:
            return self.words.do
        things = "1 thing is" if needed == 1 else f"{needed} things are"
        return f"{self.words.do}: {things} still needed"
