"""Tags: the words, the things that carry one, putting them on and keeping them in order."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse

from kernel.api.filters import Filter, Words
from kernel.api.pages import Page
from kernel.decisions import require
from records.commands import tags as commands
from records.policies.tags import may_keep, may_tag
from records.queries import tags as queries
from records.things.declared import find_thing
from web import lists
from web.forms.base import ChangeForm, PageForm
from web.forms.records import ButtonForm
from web.forms.tags import SUGGESTIONS, MergeTag, PutTag, RenameTag
from web.pages.downloads import download
from web.pages.frame import Frame
from web.pages.subjects import subject_href
from web.pages.tags import carriers, lists_with, tag_section
from web.visit import Visit, page

_FILTERS: dict[str, Filter] = {"q": Words(minimum=1, maximum=40)}
_CHANGE = {
    "project": "web:project-tags",
    "committee": "web:committee-tags",
    "psp_appointment": "web:partner-tags",
    "measure": "web:measure-tags",
}


@page
def tags(visit: Visit) -> HttpResponse:
    """The words of the visitor's organisations."""
    sought = lists.asked(visit.request.GET, _FILTERS)
    rows = queries.tags(actor=visit.actor, page=sought.page, **sought.values)
    found = lists.listed(
        rows, sought, path=reverse("web:tags"), key=lambda row: (row["key"], row["id"])
    )
    return visit.show(
        "tags/list.jinja", found=found, sought=sought, download=download("tags", sought.typed)
    )


@page
def tag(visit: Visit, tag_id: UUID) -> HttpResponse:
    """The things that carry one."""
    found = queries.get_tag(visit.actor, tag_id)
    sought = lists.asked(visit.request.GET, {})
    rows = queries.taggings(actor=visit.actor, page=sought.page, tag=tag_id)
    listed = lists.listed(
        rows,
        sought,
        path=reverse("web:tag", args=[tag_id]),
        key=lambda row: (row["subject_kind"], row["subject_id"], row["id"]),
    )
    return visit.show(
        "tags/tag.jinja",
        tag=found,
        listed=listed,
        carriers=carriers(listed.rows),
        lists_with=lists_with(found["word"]),
    )


@page
def of_thing(visit: Visit, subject_id: UUID, kind: str) -> HttpResponse:
    """The words on a thing: one more, or one less."""
    thing = find_thing(kind, subject_id, visit.actor)
    allowed = may_tag(visit.actor, thing)
    at = reverse(_CHANGE[kind], args=[subject_id])
    form = PutTag(visit.posted)
    if visit.posted is not None and form.is_valid():

        def put() -> str:
            word = form.cleaned_data["word"]
            commands.put_tag(
                subject_kind=kind,
                subject_id=subject_id,
                word=word,
                actor=visit.actor,
                now=visit.now,
            )
            return at

        answer = visit.submit(form, put, done="The tag is added.")
        if answer:
            return answer
    return visit.show(
        "tags/of_thing.jinja",
        form=form,
        thing=thing,
        section=tag_section(visit, thing, change=_CHANGE[kind]),
        suggestions=queries.suggestions(visit.actor, thing.organisation_id),
        suggestions_id=SUGGESTIONS,
        closed=allowed.reason,
        back_href=subject_href(kind, subject_id),
    )


@page
def take_off(visit: Visit, tagging_id: UUID) -> HttpResponse:
    """Take a word off a thing. Opened by hand, it leads to the page with the button."""
    row = queries.get_tagging(visit.actor, tagging_id)
    thing = find_thing(row["subject_kind"], row["subject_id"], visit.actor)
    require(may_tag(visit.actor, thing))
    at = reverse(_CHANGE[thing.kind], args=[thing.id])
    form = ButtonForm(visit.posted)
    if visit.posted is not None and form.is_valid():

        def take() -> str:
            commands.take_off_tag(tagging_id=tagging_id, actor=visit.actor, now=visit.now)
            return at

        answer = visit.submit(form, take, done=f"The tag “{row['word']}” is taken off.")
        if answer:
            return answer
    frame = Frame(
        title=f"Take off “{row['word']}”",
        caption=thing.title,
        button="Take it off",
        back_href=at,
        back_text="Tags",
    )
    return visit.show("form.jinja", form=form, frame=frame)


@page
def rename(visit: Visit, tag_id: UUID) -> HttpResponse:
    """Another word, on every thing that carries it."""
    found = queries.get_tag(visit.actor, tag_id)
    require(may_keep(visit.actor, organisation_id=found["organisation_id"]))
    form = RenameTag(visit.posted, version=found["version"], initial={"word": found["word"]})

    def act() -> str:
        commands.rename_tag(
            tag_id=tag_id,
            word=form.cleaned_data["word"],
            actor=visit.actor,
            now=visit.now,
            expected_version=form.cleaned_data["version"],
        )
        return reverse("web:tag", args=[tag_id])

    return _kept(visit, tag_id, found["word"], form, act, title="Give it another word")


@page
def merge(visit: Visit, tag_id: UUID) -> HttpResponse:
    """Let another tag stand for this one."""
    found = queries.get_tag(visit.actor, tag_id)
    require(may_keep(visit.actor, organisation_id=found["organisation_id"]))
    rows = queries.tags(
        actor=visit.actor, page=Page(limit=1000), organisation=found["organisation_id"]
    )
    others = [(str(row["id"]), row["word"]) for row in rows if row["id"] != tag_id]
    form: ChangeForm = MergeTag(visit.posted, version=found["version"], others=others)

    def act() -> str:
        into = commands.merge_tag(
            tag_id=tag_id,
            into_id=form.cleaned_data["into_id"],
            actor=visit.actor,
            now=visit.now,
            expected_version=form.cleaned_data["version"],
        )
        return reverse("web:tag", args=[into.pk])

    return _kept(visit, tag_id, found["word"], form, act, title="Merge it into another tag")


def _kept(
    visit: Visit, tag_id: UUID, word: str, form: PageForm, act: Callable[[], str], *, title: str
) -> HttpResponse:
    if visit.posted is not None and form.is_valid():
        answer = visit.submit(form, act, done="The tag is changed.")
        if answer:
            return answer
    frame = Frame(
        title=title,
        caption=word,
        button=title,
        back_href=reverse("web:tag", args=[tag_id]),
        back_text=word,
    )
    return visit.show("form.jinja", form=form, frame=frame)
