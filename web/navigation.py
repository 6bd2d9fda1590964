"""Which sections a person sees in the header, and which of them is open."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """One word of the single level of navigation."""

    text: str
    href: str
    audience: str  # staff, partner or operator


@dataclass(frozen=True, slots=True, kw_only=True)
class NavigationItem:
    """A section as the header shows it."""

    text: str
    href: str
    current: bool


SECTIONS = (
    Section(text="Home", href="/", audience="staff"),
    Section(text="Projects", href="/projects", audience="staff"),
    Section(text="Measures", href="/measures", audience="staff"),
    Section(text="Committees", href="/committees", audience="staff"),
    Section(text="Assurance", href="/assurance", audience="staff"),
    Section(text="People", href="/people", audience="staff"),
    Section(text="Rulebook", href="/rulebook", audience="staff"),
    Section(text="Home", href="/", audience="partner"),
    Section(text="My projects", href="/projects", audience="partner"),
    Section(text="My details", href="/me", audience="partner"),
    Section(text="Queue", href="/queue", audience="operator"),
)


def navigation(path: str, *, audiences: Iterable[str]) -> tuple[NavigationItem, ...]:
    """The header's items for a visitor, with the section that holds `path` marked.

    Staff who are partners too see the staff sections: theirs are the wider ones.
    """
    shown = set(audiences)
    if "staff" in shown:
        shown.discard("partner")
    return tuple(
        NavigationItem(text=section.text, href=section.href, current=_holds(section, path))
        for section in SECTIONS
        if section.audience in shown
    )


def _holds(section: Section, path: str) -> bool:
    if section.href == "/":
        return path == "/"
    return path == section.href or path.startswith(f"{section.href}/")
