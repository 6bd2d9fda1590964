"""What hangs on a thing, whatever it is: actions, files, tags, meetings, discussion, links."""

from __future__ import annotations

from dataclasses import dataclass

from records.things.thing import Thing
from web.pages.actions import ActionSection, action_section
from web.pages.discussion import DiscussionSection, discussion_section
from web.pages.files import FileSection, file_section
from web.pages.links import LinkSection, link_section
from web.pages.occasions import OccasionSection, occasion_section
from web.pages.tags import TagSection, tag_section
from web.visit import Visit


@dataclass(frozen=True, slots=True, kw_only=True)
class Sections:
    """The sections below the particulars of a thing. `asked`: for those who may ask people."""

    actions: ActionSection
    files: FileSection
    tags: TagSection
    meetings: OccasionSection
    discussion: DiscussionSection
    asked: LinkSection | None


def sections_of(visit: Visit, thing: Thing, *, page: str) -> Sections:
    """Everything that hangs on a thing, in a fixed number of queries.

    `page`: what the addresses of its pages call it, such as `partner`.
    """
    return Sections(
        actions=action_section(visit, thing, add=f"web:add-{page}-action"),
        files=file_section(visit, thing, add=f"web:add-{page}-file"),
        tags=tag_section(visit, thing, change=f"web:{page}-tags"),
        meetings=occasion_section(visit, thing),
        discussion=discussion_section(visit, thing),
        asked=link_section(visit, thing),
    )
