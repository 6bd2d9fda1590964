"""A form of something that may be done so often."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpResponse

from people.commands import TooManyTries
from web.forms.base import PageForm
from web.pages.frame import Frame
from web.visit import Visit


def limited(
    visit: Visit, form: PageForm, act: Callable[[], str], *, done: str, frame: Frame
) -> HttpResponse:
    """The form and what it does; one time too many is answered with 429 and when to try again."""
    waits: list[TooManyTries] = []

    def noted() -> str:
        try:
            return act()
        except TooManyTries as refusal:
            waits.append(refusal)
            raise

    if visit.posted and form.is_valid():
        answer = visit.submit(form, noted, done=done)
        if answer:
            return answer
    shown = visit.show("form.jinja", form=form, frame=frame, status=429 if waits else None)
    if waits:
        shown["Retry-After"] = str(waits[0].retry_after)
    return shown
