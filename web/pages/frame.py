"""The page around a form: heading, way back, what is still needed, and the button."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.http import QueryDict

from kernel.errors import UnmetGuard
from web.forms import PageForm
from web.words.outcomes import task_words


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """One thing still needed; `href` leads to where it is mended, or is empty."""

    text: str
    href: str = ""
    done: bool = False
    status: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One line of a summary list."""

    key: str
    value: str
    href: str = ""
    change_href: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finder:
    """A search that narrows a long list of choices before the form is filled in."""

    label: str
    hint: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """A link to another page that may be the one that was looked for."""

    text: str
    href: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """What surrounds a form. `answers`: the check page, shown instead of the boxes."""

    title: str
    button: str = "Save"
    caption: str = ""
    back_href: str = ""
    back_text: str = "Back"
    intro: Sequence[str] = ()
    tasks: Sequence[Task] = ()
    tasks_title: str = "Still needed"
    answers: Sequence[Answer] = ()
    hidden: Sequence[tuple[str, str]] = ()
    finder: Finder | None = None
    ways: Sequence[Way] = ()  # below the form
    closed: str = ""  # why there is no form at all
    files: bool = False


def tasks(guards: Iterable[UnmetGuard], links: Mapping[str, str]) -> tuple[Task, ...]:
    """What holds a step back, each with the page that mends it; what two rules ask stands once."""
    found: dict[str, Task] = {}
    for guard in guards:
        text = task_words(guard.sentence)
        found.setdefault(text, Task(text=text, href=links.get(guard.link or guard.code, "")))
    return tuple(found.values())


def answers(form: PageForm) -> tuple[Answer, ...]:
    """What was typed into a valid form, in words, for the page on which it is checked."""
    lines = []
    for bound in form.visible_fields():
        value = form.cleaned_data.get(bound.name)
        lines.append(Answer(key=str(bound.label), value=_in_words(bound.field, value)))
    return tuple(lines)


def sent_again(posted: QueryDict) -> tuple[tuple[str, str], ...]:
    """The fields of a form as hidden boxes, so that the next button sends them too."""
    return tuple(
        (name, text)
        for name, texts in posted.lists()
        if name not in ("csrfmiddlewaretoken", "checked")
        for text in texts
    )


def _in_words(field: object, value: object) -> str:
    if value in (None, "", []):
        return "Not given"
    if value is True:
        return "Yes"
    if value is False:
        return "No"
    choices = dict(getattr(field, "choices", ()))
    if choices:
        return str(choices.get(value, choices.get(str(value), value)))
    from_date = getattr(value, "strftime", None)
    return f"{value.day} {from_date('%B %Y')}" if from_date else str(value)  # type: ignore[attr-defined]
