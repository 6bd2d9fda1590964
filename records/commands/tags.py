"""Putting tags on things, taking them off, and keeping the words in order."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import connection, transaction

from kernel.actors import Actor
from kernel.clock import london_date
from kernel.decisions import require
from kernel.errors import Blocked, Invalid, NotFound
from kernel.events import DomainEvent
from kernel.log import begin, record
from kernel.versions import require_version
from records import file_events as events
from records.models import Tag, Tagging
from records.policies.tags import may_keep, may_tag
from records.queries.tags import get_tagging
from records.tags import MOST_OF_A_THING, key_of, tidy
from records.things.declared import find_thing


@transaction.atomic
def put_tag(
    *, subject_kind: str, subject_id: UUID, word: str, actor: Actor, now: datetime
) -> Tagging:
    """Put a word on a thing; one that it carries already stays as it is.

    Emits:
        TagMade, where the word is new in the organisation; TagPut, where the thing had it not.
    Raises:
        NotFound, Denied: the thing may not be read, or not be written about.
        Invalid: no word. Blocked: the thing carries twenty tags.
    """
    thing = find_thing(subject_kind, subject_id, actor)
    require(may_tag(actor, thing))
    tag = _tag(thing.organisation_id, tidy(word), actor=actor, now=now)
    there = Tagging.objects.filter(subject_id=subject_id)
    if found := there.filter(tag=tag).first():
        return found
    if there.count() >= MOST_OF_A_THING:
        raise Blocked(
            f"This carries {MOST_OF_A_THING} tags already. Take one off first.", code="too_many"
        )
    made = Tagging.objects.create(
        organisation_id=thing.organisation_id,
        tag=tag,
        subject_kind=subject_kind,
        subject_id=subject_id,
        word=tag.word,
        key=tag.key,
    )
    put = events.TagPut(tag_id=tag.pk, subject_kind=subject_kind, subject_id=subject_id)
    _tell(tag, put, actor=actor, now=now)
    return made


@transaction.atomic
def take_off_tag(*, tagging_id: UUID, actor: Actor, now: datetime) -> None:
    """Take a word off a thing.

    Emits:
        TagTakenOff
    Raises:
        NotFound, Denied.
    """
    row = get_tagging(actor, tagging_id)
    thing = find_thing(row["subject_kind"], row["subject_id"], actor)
    require(may_tag(actor, thing))
    tag = Tag.objects.select_for_update(of=("self",)).get(pk=row["tag_id"])
    if not Tagging.objects.filter(pk=tagging_id).delete()[0]:
        raise NotFound("There is no such tag.")
    gone = events.TagTakenOff(tag_id=tag.pk, subject_kind=thing.kind, subject_id=thing.id)
    _tell(tag, gone, actor=actor, now=now)


@transaction.atomic
def rename_tag(
    *,
    tag_id: UUID,
    word: str,
    actor: Actor,
    now: datetime,
    expected_version: int | None = None,
) -> Tag:
    """Give a tag another word, on every thing that carries it.

    Emits:
        TagRenamed, unless it is the same word.
    Raises:
        NotFound, Denied, Stale. Invalid: another tag has that word: merge the two.
    """
    tag = _held(tag_id, actor)
    require_version(tag, expected_version)
    shown = tidy(word)
    key = key_of(shown)
    twins = Tag.objects.filter(organisation_id=tag.organisation_id, key=key).exclude(pk=tag_id)
    if twins.exists():
        raise Invalid.one(
            "/word", "There is a tag with this word. Merge the two instead.", code="taken"
        )
    if shown == tag.word:
        return tag
    event = events.TagRenamed(tag_id=tag_id)
    changes = {"word": shown, "key": key}
    record(tag, event, actor=actor, now=now, effective_on=london_date(now), changes=changes)
    Tagging.objects.filter(tag_id=tag_id).update(**changes)
    return tag


@transaction.atomic
def merge_tag(
    *,
    tag_id: UUID,
    into_id: UUID,
    actor: Actor,
    now: datetime,
    expected_version: int | None = None,
) -> Tag:
    """Let another tag stand for this one on every thing; this one is no more.

    Emits:
        TagMerged
    Raises:
        NotFound, Denied, Stale. Invalid: it is the same tag, or no tag of the organisation.
    """
    tag = _held(tag_id, actor)
    require_version(tag, expected_version)
    into = Tag.objects.filter(organisation_id=tag.organisation_id, pk=into_id).first()
    if into is None or into_id == tag_id:
        raise Invalid.one("/into_id", "Choose another tag of the organisation.", code="not_a_tag")
    event = events.TagMerged(tag_id=tag_id, into_id=into_id)
    record(tag, event, actor=actor, now=now, effective_on=london_date(now))
    carried = Tagging.objects.filter(tag_id=into_id).values("subject_id")
    mine = Tagging.objects.filter(tag_id=tag_id)
    mine.exclude(subject_id__in=carried).update(tag_id=into_id, word=into.word, key=into.key)
    tag.delete()
    return into


def _tag(organisation_id: UUID, word: str, *, actor: Actor, now: datetime) -> Tag:
    """The organisation's tag with this word, locked; made where there is none."""
    key = key_of(word)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended(%s::text, 13))",
            [f"tag:{organisation_id}:{key}"],
        )
    rows = Tag.objects.select_for_update(of=("self",))
    found = rows.filter(organisation_id=organisation_id, key=key).first()
    if found:
        return found
    tag = Tag(organisation_id=organisation_id, word=word, key=key)
    made = events.TagMade(tag_id=tag.pk)
    begin(tag, made, actor=actor, now=now, effective_on=london_date(now))
    return tag


def _held(tag_id: UUID, actor: Actor) -> Tag:
    rows = Tag.objects.visible_to(actor).select_for_update(of=("self",))
    tag = rows.filter(pk=tag_id).first()
    if tag is None:
        raise NotFound("There is no such tag.")
    require(may_keep(actor, organisation_id=tag.organisation_id))
    return tag


def _tell(tag: Tag, event: DomainEvent, *, actor: Actor, now: datetime) -> None:
    record(tag, event, actor=actor, now=now, effective_on=london_date(now))
